"""Composing: an entry or a fact becomes an answer in the reader's language, with footnotes, date and caveats."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from bot.answering.model import Answer, Caveat, CaveatKind, Choice, Footnote, Passage, TopicLabel
from bot.knowledge.model import Entry, Fact, KnowledgeBase, Sentence, Source, SourceKind, Status

OLD_AFTER: Final = dt.timedelta(days=3 * 365)
MAX_RELATED: Final = 3
MOST_KEPT: Final = 512


@dataclass(frozen=True, slots=True)
class _Said:
    choice: Choice
    topic: str
    language: str
    known: bool
    sentences: tuple[Sentence, ...]
    related: tuple[Choice, ...]


class Composer:
    """Composes answers out of one knowledge base; it decides nothing."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._entries = lru_cache(MOST_KEPT)(self._entry)
        self._facts = lru_cache(MOST_KEPT)(self._fact)

    def entry(self, entry_id: str, language: str, today: dt.date) -> Answer | None:
        """Return the entry's answer, or None if there is no such entry; the same object as long as it is kept."""
        return self._entries(entry_id, language, today)

    def fact(self, fact_id: str, language: str, today: dt.date) -> Answer | None:
        """Return the fact's statement as an answer, or None if there is no such fact.

        A superseded fact is never given as the present state: what replaced it is said in its place.
        """
        return self._facts(fact_id, language, today)

    def _entry(self, entry_id: str, language: str, today: dt.date) -> Answer | None:
        entry = self._knowledge.entries.get(entry_id)
        if entry is None:
            return None
        spoken, sentences = self._knowledge.pick(entry.answer, language)
        choices = (self.choice("entry", related, language) for related in entry.related)
        related = tuple(choice for choice in choices if choice is not None)[:MAX_RELATED]
        heading = self._entry_heading(entry, language)
        said = _Said(Choice("entry", entry.id, heading), entry.topic, spoken, entry.known, sentences, related)
        return self._answer(said, today)

    def _fact(self, fact_id: str, language: str, today: dt.date) -> Answer | None:
        fact = self._current(fact_id)
        if fact is None:
            return None
        spoken, statement = self._knowledge.pick(fact.statement, language)
        choice = Choice("fact", fact.id, statement)
        said = _Said(choice, fact.topic, spoken, True, (Sentence(statement, (fact.id,)),), ())
        return self._answer(said, today)

    def choice(self, kind: str, item_id: str, language: str) -> Choice | None:
        """Return the entry or fact as something to offer, or None if there is no such one."""
        if kind == "entry":
            entry = self._knowledge.entries.get(item_id)
            return None if entry is None else Choice(kind, item_id, self._entry_heading(entry, language))
        fact = self._current(item_id)
        return None if fact is None else Choice(kind, fact.id, self._knowledge.pick(fact.statement, language)[1])

    def topic(self, topic_id: str, language: str) -> TopicLabel | None:
        """Return the topic as a label, or None if there is no such one."""
        topic = self._knowledge.topics.get(topic_id)
        if topic is None:
            return None
        return TopicLabel(topic.id, topic.icon, self._knowledge.pick(topic.title, language)[1])

    def topics(self, language: str) -> tuple[TopicLabel, ...]:
        """Return every topic's label, in the order of the knowledge base."""
        labels = (self.topic(topic, language) for topic in self._knowledge.topics)
        return tuple(label for label in labels if label is not None)

    def entries_of(self, topic_id: str, language: str) -> tuple[Choice, ...]:
        """Return the topic's entries as choices, in the order of the knowledge base."""
        return tuple(
            Choice("entry", entry.id, self._entry_heading(entry, language))
            for entry in self._knowledge.entries.values()
            if entry.topic == topic_id
        )

    def _entry_heading(self, entry: Entry, language: str) -> str:
        return self._knowledge.pick(entry.utterances, language)[1][0].text

    def _current(self, fact_id: str) -> Fact | None:
        seen: set[str] = set()
        current: str | None = fact_id
        while current is not None and current not in seen:
            seen.add(current)
            try:
                fact = self._knowledge.fact(current)
            except KeyError:
                return None
            if fact.superseded_by is None:
                return fact
            current = fact.superseded_by
        return None

    def _answer(self, said: _Said, today: dt.date) -> Answer:
        numbers: dict[str, int] = {}
        passages: list[Passage] = []
        cited: dict[str, Fact] = {}
        for sentence in said.sentences:
            facts = [self._knowledge.fact(citation) for citation in sentence.citations]
            cited.update((fact.id, fact) for fact in facts)
            sources = dict.fromkeys(source for fact in facts for source in fact.sources)
            marks = {numbers.setdefault(source, len(numbers) + 1) for source in sources}
            passages.append(Passage(sentence.text, tuple(sorted(marks))))
        footnotes = tuple(Footnote(number, self._knowledge.sources[source]) for source, number in numbers.items())
        return Answer(
            choice=said.choice,
            topic=said.topic,
            language=said.language,
            known=said.known,
            passages=tuple(passages),
            footnotes=footnotes,
            facts=tuple(cited),
            as_of=max((fact.as_of for fact in cited.values()), default=None),
            caveats=tuple(_caveats(tuple(cited.values()), [footnote.source for footnote in footnotes], today)),
            related=said.related,
        )


def _caveats(facts: tuple[Fact, ...], sources: list[Source], today: dt.date) -> Iterable[Caveat]:
    """Yield the warnings that a reader needs: plans whose date went by, replaced states, age, a lone news report."""
    passed = [fact.as_of for fact in facts if fact.status is Status.DATE_PASSED]
    if passed:
        yield Caveat(CaveatKind.DATE_PASSED, max(passed))
    replaced = [fact.as_of for fact in facts if fact.status is Status.SUPERSEDED]
    if replaced:
        yield Caveat(CaveatKind.SUPERSEDED, max(replaced))
    present = [fact for fact in facts if fact.status in {Status.IN_FORCE, Status.PLANNED, Status.PROPOSAL}]
    newest = max((fact.as_of for fact in present), default=None)
    if newest is not None and (
        today - newest > OLD_AFTER or any(fact.review_by is not None and fact.review_by < today for fact in present)
    ):
        yield Caveat(CaveatKind.OLD, newest)
    if len(sources) == 1 and sources[0].kind is SourceKind.NEWS:
        yield Caveat(CaveatKind.SINGLE_NEWS_SOURCE, sources[0].published)
