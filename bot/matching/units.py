"""Units: what can be found — entries, and facts that no entry's answer cites."""

from dataclasses import dataclass
from typing import Literal

from bot.knowledge.model import Entry, KnowledgeBase, Status


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that can be found, with the texts of one language that speak for it.

    ``phrasings`` are what users would type, ``against`` near misses that mean something else, ``statements``
    the answer and the facts behind it: weaker evidence than a phrasing.
    """

    kind: Literal["entry", "fact"]
    id: str
    facts: frozenset[str]
    phrasings: tuple[str, ...]
    against: tuple[str, ...]
    statements: tuple[str, ...]


def units_of(knowledge: KnowledgeBase, language: str) -> tuple[Unit, ...]:
    """Return the units of ``knowledge`` with their texts in ``language``, entries first, in a fixed order."""
    entries = tuple(_entry_unit(knowledge, entry, language) for entry in knowledge.entries.values())
    cited = {knowledge.fact(fact).id for entry in knowledge.entries.values() for fact in entry.facts}
    return entries + tuple(
        Unit("fact", fact.id, frozenset({fact.id}), (statement,), (), (statement,))
        for fact in knowledge.facts.values()
        if fact.id not in cited and fact.status is not Status.SUPERSEDED
        for statement in (fact.statement.get(language, ""),)
    )


def _entry_unit(knowledge: KnowledgeBase, entry: Entry, language: str) -> Unit:
    answer = " ".join(sentence.text for sentence in entry.answer.get(language, ()))
    stated = (knowledge.fact(fact).statement.get(language, "") for fact in entry.facts)
    return Unit(
        kind="entry",
        id=entry.id,
        facts=frozenset(knowledge.fact(fact).id for fact in entry.facts),
        phrasings=tuple(utterance.text for utterance in entry.utterances.get(language, ())),
        against=tuple(utterance.text for utterance in entry.not_utterances.get(language, ())),
        statements=tuple(text for text in (answer, *stated) if text),
    )
