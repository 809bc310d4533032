"""What the stores take and give: plain values that know no SQL."""

import datetime as dt
from dataclasses import dataclass


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
class PreviousQuestion:
    """What a chat asked last, and the message it was asked by."""

    text: str
    message_id: int
    asked_at: dt.datetime


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row that belongs to a chat: its table and its columns' values in words."""

    table: str
    columns: tuple[tuple[str, str | int | float | bool | None], ...]
