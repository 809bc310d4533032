"""What a question leads to: ``Outcome = Answered | Ambiguous | NotUnderstood``, ready to render."""

import datetime as dt
import enum
from dataclasses import dataclass

from bot.knowledge.model import Source
from bot.matching.model import Candidate


class CaveatKind(enum.StrEnum):
    """Why a reader should take an answer with care."""

    DATE_PASSED = "date-passed"
    SUPERSEDED = "superseded"
    OLD = "old"
    SINGLE_NEWS_SOURCE = "single-news-source"


@dataclass(frozen=True, slots=True)
class Caveat:
    """A warning shown under an answer; ``since`` is the day of the knowledge it warns of."""

    kind: CaveatKind
    since: dt.date


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence and the numbers of its footnotes, ascending."""

    text: str
    footnotes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Footnote:
    """A numbered source, counted from 1."""

    number: int
    source: Source


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be asked for by a button: an entry or a fact, with its heading in the reader's language."""

    kind: str
    id: str
    heading: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An entry's or a fact's answer in one language. ``known`` is false where no source states what was asked."""

    choice: Choice
    topic: str
    language: str
    known: bool
    passages: tuple[Passage, ...]
    footnotes: tuple[Footnote, ...]
    facts: tuple[str, ...]
    as_of: dt.date | None
    caveats: tuple[Caveat, ...]
    related: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class TopicLabel:
    """A topic's id, icon and title in the reader's language."""

    id: str
    icon: str
    title: str


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer is right with enough certainty."""

    language: str
    candidates: tuple[Candidate, ...]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """Two to four answers may be right: the reader chooses."""

    language: str
    candidates: tuple[Candidate, ...]
    choices: tuple[Choice, ...]


class Reason(enum.Enum):
    """Why a question was not understood."""

    NO_WORDS = enum.auto()
    TOO_LONG = enum.auto()
    NO_ANSWER = enum.auto()


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """The knowledge doesn't hold it, or it isn't clear what is asked; ``topics`` are the nearest."""

    language: str
    candidates: tuple[Candidate, ...]
    reason: Reason
    topics: tuple[TopicLabel, ...]


Outcome = Answered | Ambiguous | NotUnderstood
