"""How much a knowledge base holds and how complete it is, by topic and language."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.coverage import FEWEST_UTTERANCES
from bot.knowledge.model import Entry, Fact, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Statistics:
    """One topic in one language; ``topic`` or ``language`` is empty where it counts all of them.

    ``wanted`` counts a statement per fact, and per entry an answer and its utterances; ``written`` those that are
    there, the utterances only where they are enough. ``fewest`` is of utterances per entry; None without entries.
    """

    topic: str
    language: str
    facts: int
    entries: int
    known: int
    unknown: int
    utterances: int
    fewest: int | None
    wanted: int
    written: int

    @property
    def complete(self) -> float:
        """The share of the wanted texts that is written, 0–1."""
        return self.written / self.wanted if self.wanted else 1.0


def count(knowledge: KnowledgeBase) -> Iterator[Statistics]:
    """Yield the figures of each topic in each language, then of each language, then of everything."""
    languages = tuple(knowledge.languages)
    facts, entries = tuple(knowledge.facts.values()), tuple(knowledge.entries.values())
    for topic in knowledge.topics:
        own_facts = tuple(fact for fact in facts if fact.topic == topic)
        own_entries = tuple(entry for entry in entries if entry.topic == topic)
        for language in languages:
            yield _figures(topic, language, own_facts, own_entries, (language,))
    for language in languages:
        yield _figures("", language, facts, entries, (language,))
    yield _figures("", "", facts, entries, languages)


def _figures(
    topic: str, language: str, facts: Sequence[Fact], entries: Sequence[Entry], counted: Sequence[str]
) -> Statistics:
    said = [len(entry.utterances.get(each, ())) for entry in entries for each in counted]
    known = sum(entry.known for entry in entries)
    return Statistics(
        topic=topic,
        language=language,
        facts=len(facts),
        entries=len(entries),
        known=known,
        unknown=len(entries) - known,
        utterances=sum(said),
        fewest=min(said, default=None),
        wanted=len(counted) * (len(facts) + 2 * len(entries)),
        written=sum(each in fact.statement for fact in facts for each in counted)
        + sum(each in entry.answer for entry in entries for each in counted)
        + sum(number >= FEWEST_UTTERANCES for number in said),
    )
