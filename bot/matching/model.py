"""The matcher's words: a question goes in, candidates with calibrated scores and a decision come out."""

import enum
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Question:
    """What a user typed. ``language`` is the one the user asked to be answered in, or None to go by the text.

    ``hint`` is the language to assume where the text alone doesn't tell, such as the chat's setting.
    """

    text: str
    language: str | None = None
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry or a fact that may answer; ``score`` is the calibrated probability (0–1) that it is right."""

    kind: Literal["entry", "fact"]
    id: str
    score: float


class Decision(enum.Enum):
    """What the scores allow to do."""

    ANSWER = enum.auto()
    OFFER = enum.auto()
    DECLINE = enum.auto()


@dataclass(frozen=True, slots=True)
class Search:
    """The result of one search: ``language`` of the reply, candidates best first, and what to do with them.

    Where ``decision`` is OFFER, ``offered`` (2–4) candidates from the top are to be offered.
    """

    language: str
    candidates: tuple[Candidate, ...]
    decision: Decision
    offered: int = 0
