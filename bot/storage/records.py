"""What the stores take and give: plain values that know no SQL."""

import datetime as dt
import enum
from dataclasses import dataclass
from typing import Final

EVERYTHING: Final = "*"
"""The topic of a subscription to every topic, those to come included."""


@dataclass(frozen=True, slots=True)
class AnswerName:
    """Which answer is meant: ``kind`` is ``entry`` or ``fact``."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class UnansweredQuestion:
    """A question for the curators; ``nearest`` are ids, best first, and ``number`` is 0 until it is stored."""

    text: str
    language: str
    day: dt.date
    reason: str
    nearest: tuple[str, ...]
    number: int = 0


@dataclass(frozen=True, slots=True)
class UpdateAside:
    """An update that is confirmed and not handled yet: its number, its chat where it has one, and its JSON."""

    update_id: int
    chat_id: int | None
    body: str


@dataclass(frozen=True, slots=True)
class PreviousQuestion:
    """What a chat asked last, and the message it was asked by."""

    text: str
    message_id: int
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class SentChart:
    """Which chart was sent beside an answer, in which language, and the message it is in."""

    id: str
    language: str
    message_id: int


@dataclass(frozen=True, slots=True)
class AnsweredMessage:
    """Which of the bot's messages answered which message of a chat, when, and with which chart beside it."""

    chat_id: int
    question_id: int
    answer_id: int
    answered_at: dt.datetime
    chart: SentChart | None = None


@dataclass(frozen=True, slots=True)
class Replica:
    """A running process, and the digest of the knowledge that it serves."""

    name: str
    knowledge: str


@dataclass(frozen=True, slots=True)
class ReloadOutcome:
    """What became of reading the knowledge anew: ``replica`` as it is now; with ``problems`` it serves the old."""

    replica: Replica
    problems: tuple[str, ...]
    took_s: float


class Claim(enum.Enum):
    """What may be done with an update that Telegram delivered."""

    MINE = enum.auto()
    """It is to be handled here."""
    DONE = enum.auto()
    """It was handled before."""
    ELSEWHERE = enum.auto()
    """It is being handled, here or by another process."""


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row that belongs to a chat: its table and its columns' values in words."""

    table: str
    columns: tuple[tuple[str, str | int | float | bool | None], ...]


class SubscriberState(enum.StrEnum):
    """Whether a subscriber can be written to."""

    ACTIVE = "active"
    UNREACHABLE = "unreachable"
    """Telegram said for good that it can't: blocked, deleted, kicked out. Kept, and restored by /start."""


@dataclass(frozen=True, slots=True)
class Timing:
    """When a subscriber wants to be written to, by the clock of ``time_zone`` (an IANA name).

    ``digest_hour`` (0–23) gathers announcements into one message a day; None sends each at once. Nothing is sent
    from the start of hour ``quiet_from`` to the start of hour ``quiet_to`` (both or neither given; over midnight
    where the first is the greater), nor before the day ``paused_until``.
    """

    time_zone: str = "UTC"
    digest_hour: int | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None
    paused_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Subscriber:
    """A chat that opted in, and what about; ``thread_id`` is the forum topic that its announcements go to."""

    chat_id: int
    language: str
    topics: frozenset[str]
    timing: Timing = Timing()
    thread_id: int | None = None
    state: SubscriberState = SubscriberState.ACTIVE
