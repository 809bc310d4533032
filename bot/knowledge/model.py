"""The knowledge base's types. All immutable; every id in one resolves in the same ``KnowledgeBase``."""

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TypeVar

Picked = TypeVar("Picked")

Localized = Mapping[str, str]
"""Text by language id; at least one language, not always all of them."""


class Status(enum.StrEnum):
    """What a fact's statement is to the present day."""

    PLANNED = "planned"
    IN_FORCE = "in-force"
    PAST_EVENT = "past-event"
    PROPOSAL = "proposal"
    SUPERSEDED = "superseded"
    DATE_PASSED = "date-passed"


class Confidence(enum.StrEnum):
    """How well a fact is backed."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class SourceKind(enum.StrEnum):
    """Who speaks in a source."""

    NEWS = "news"
    OFFICIAL = "official"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the YAML: a path and a line counted from 1."""

    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the knowledge base: ``id`` is two letters, ``name`` is in the language itself."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject that entries and facts belong to and people subscribe to."""

    id: str
    icon: str
    title: Localized
    place: Place


@dataclass(frozen=True, slots=True)
class Source:
    """A publication that facts are drawn from."""

    id: str
    title: str
    publisher: str
    url: str
    published: dt.date
    language: str
    kind: SourceKind
    place: Place


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated, sourced statement. ``also`` holds ids of former facts merged into this one."""

    id: str
    topic: str
    as_of: dt.date
    status: Status
    confidence: Confidence
    sources: tuple[str, ...]
    statement: Localized
    place: Place
    superseded_by: str | None = None
    review_by: dt.date | None = None
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of an answer and the facts cited right after it; ``citations`` may be empty only before check."""

    text: str
    citations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A phrasing a curator wrote for an entry."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """One FAQ unit. The first utterance of a language is its canonical question, shown on buttons."""

    id: str
    topic: str
    known: bool
    utterances: Mapping[str, tuple[Utterance, ...]]
    not_utterances: Mapping[str, tuple[Utterance, ...]]
    answer: Mapping[str, tuple[Sentence, ...]]
    related: tuple[str, ...]
    place: Place
    answer_places: Mapping[str, Place]

    @property
    def facts(self) -> tuple[str, ...]:
        """Ids of every cited fact, each once, in the order of their first citation."""
        cited = (fact for sentences in self.answer.values() for sentence in sentences for fact in sentence.citations)
        return tuple(dict.fromkeys(cited))


@dataclass(frozen=True, slots=True)
class KnowledgeBase:
    """All validated knowledge of one directory. ``digest`` is a hash of the files it was read from."""

    languages: Mapping[str, Language]
    topics: Mapping[str, Topic]
    sources: Mapping[str, Source]
    facts: Mapping[str, Fact]
    entries: Mapping[str, Entry]
    digest: str
    former_facts: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def fact(self, fact_id: str) -> Fact:
        """Return the fact of that id, or the one it was merged into.

        Raises:
            KeyError: if there is neither.
        """
        return self.facts[self.former_facts.get(fact_id, fact_id)]

    def pick(self, localized: Mapping[str, Picked], language: str) -> tuple[str, Picked]:
        """Return the language and value to show a reader of ``language``.

        That is the reader's own if there is one, else the first of the base's languages that there is.
        """
        for candidate in (language, *self.languages):
            if candidate in localized:
                return candidate, localized[candidate]
        return next(iter(localized.items()))
