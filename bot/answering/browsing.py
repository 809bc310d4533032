"""Browsing: events by year, the newest facts, publishers and their sources, questions by words of theirs.

Everything is worked out once, when the knowledge is opened; it decides nothing and searches nothing by meaning.
"""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.answering.composing import Composer
from bot.answering.model import Choice
from bot.knowledge.dates import NamedDate
from bot.knowledge.model import Fact, KnowledgeBase, Source, Status
from bot.knowledge.quantities import read_quantities
from bot.text import fold

_MODEL_LANGUAGE: Final = "en"
_EVENTS: Final = frozenset({Status.PAST_EVENT, Status.PLANNED, Status.DATE_PASSED})
_FINGERPRINT_BYTES: Final = 6
_YEAR_ALONE: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d%]|[.,]\d)")
_MIN_WORD: Final = 2


@dataclass(frozen=True, slots=True)
class When:
    """When an event is, as far as its statement names it; ``reported``: only the day of the report is known."""

    year: int
    month: int | None = None
    day: int | None = None
    reported: bool = False

    @property
    def order(self) -> tuple[int, int, int]:
        """What events are sorted by; what names less comes first."""
        return self.year, self.month or 0, self.day or 0

    def stated(self) -> "When":
        """Return the same day as one to be shown without a remark."""
        return replace(self, reported=False)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that tells of something that happened or was announced, in the reader's language."""

    fact: str
    when: When
    statement: str
    status: Status
    source: Source


@dataclass(frozen=True, slots=True)
class Publisher:
    """A publisher with its sources, newest first; ``id`` is a fingerprint of the name."""

    id: str
    name: str
    sources: tuple[Source, ...]


class Browser:
    """What a knowledge base holds, to leaf through."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge
        self._composer = Composer(knowledge)
        dated = [(_when(fact, knowledge), fact) for fact in knowledge.facts.values() if fact.status in _EVENTS]
        self._events = sorted(dated, key=lambda pair: pair[0].order)
        self._latest = sorted(
            (fact for fact in knowledge.facts.values() if fact.status is not Status.SUPERSEDED),
            key=lambda fact: fact.as_of,
            reverse=True,
        )
        self._publishers = {publisher.id: publisher for publisher in _publishers(knowledge)}
        self._folded = {
            entry.id: {
                language: fold(" ".join(one.text for one in said)) for language, said in entry.utterances.items()
            }
            for entry in knowledge.entries.values()
        }

    def years(self) -> tuple[int, ...]:
        """Return the years that have events, earliest first."""
        return tuple(dict.fromkeys(when.year for when, _ in self._events))

    def events(self, year: int, language: str) -> tuple[Event, ...]:
        """Return a year's events, earliest first."""
        return tuple(self._event(fact, when, language) for when, fact in self._events if when.year == year)

    def latest(self, language: str) -> tuple[Event, ...]:
        """Return the facts that stand, the newest first, each with the day its sources speak of."""
        return tuple(self._event(fact, _day(fact.as_of), language) for fact in self._latest)

    def publishers(self) -> tuple[Publisher, ...]:
        """Return the publishers, those with most sources first."""
        return tuple(self._publishers.values())

    def publisher(self, publisher_id: str) -> Publisher | None:
        """Return a publisher, or None if there is no such one."""
        return self._publishers.get(publisher_id)

    def wordings(self, words: str, language: str, limit: int) -> tuple[Choice, ...]:
        """Return up to ``limit`` entries whose phrasings hold each of the words, maybe as parts of longer ones."""
        wanted = [word for word in fold(words).split() if len(word) >= _MIN_WORD or not word.isascii()]
        if not wanted:
            return ()
        found: list[Choice] = []
        for entry_id, folded in self._folded.items():
            text = self._knowledge.pick(folded, language)[1]
            choice = self._composer.choice("entry", entry_id, language) if all(map(text.__contains__, wanted)) else None
            if choice is not None and len(found) < limit:
                found.append(choice)
        return tuple(found)

    def first_questions(self, language: str) -> Iterator[Choice]:
        """Yield the first entry of every topic, then the second of every one, and so on."""
        turns: Counter[str] = Counter()
        ranked: list[tuple[int, str]] = []
        for entry in self._knowledge.entries.values():
            ranked.append((turns[entry.topic], entry.id))
            turns[entry.topic] += 1
        for _, entry_id in sorted(ranked, key=lambda pair: pair[0]):
            choice = self._composer.choice("entry", entry_id, language)
            if choice is not None:
                yield choice

    def _event(self, fact: Fact, when: When, language: str) -> Event:
        statement = self._knowledge.pick(fact.statement, language)[1]
        return Event(fact.id, when, statement, fact.status, self._knowledge.sources[fact.sources[0]])


def fingerprint(publisher: str) -> str:
    """Return a short name for a publisher that fits into a button and stays the same between versions."""
    return hashlib.blake2s(publisher.encode(), digest_size=_FINGERPRINT_BYTES).hexdigest()


def _publishers(knowledge: KnowledgeBase) -> Iterator[Publisher]:
    by_name: dict[str, list[Source]] = {}
    for source in knowledge.sources.values():
        by_name.setdefault(source.publisher, []).append(source)
    for name, sources in sorted(by_name.items(), key=lambda item: (-len(item[1]), item[0].casefold())):
        newest_first = sorted(sources, key=lambda source: source.published, reverse=True)
        yield Publisher(fingerprint(name), name, tuple(newest_first))


def _when(fact: Fact, knowledge: KnowledgeBase) -> When:
    """Return when a fact's event was or is to be: the first fitting date its statement names, else its ``as_of``."""
    language, statement = knowledge.pick(fact.statement, _MODEL_LANGUAGE)
    said = read_quantities(statement, language)
    announced = fact.status is not Status.PAST_EVENT
    for date in said.dates:
        if date.year is not None and _is_after(date, fact.as_of) is announced:
            return When(date.year, date.month, date.day)
    alone = {int(year) for year in _YEAR_ALONE.findall(statement)} & said.years_alone
    fitting = [year for year in alone if (year >= fact.as_of.year if announced else year <= fact.as_of.year)]
    if fitting:
        return When(max(fitting))
    return _day(fact.as_of)


def _is_after(date: NamedDate, day: dt.date) -> bool:
    end = 31 if date.day is None else date.day
    return (date.year or 0, date.month, end) > (day.year, day.month, day.day) and not (
        date.day is None and (date.year, date.month) == (day.year, day.month)
    )


def _day(day: dt.date) -> When:
    return When(day.year, day.month, day.day, reported=True)
