"""An outcome as the record that the command line prints and outside tools read."""

from dataclasses import dataclass

from bot.answering.model import Ambiguous, Answered, NotUnderstood, Outcome
from bot.answering.wording import Wording

_NAMES = {Answered: "answered", Ambiguous: "ambiguous", NotUnderstood: "not_understood"}


@dataclass(frozen=True, slots=True)
class CandidateRecord:
    """A candidate's id and calibrated score (0–1)."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """One question and what became of it; the field names are a public contract."""

    question: str
    language: str
    outcome: str
    entry: str | None
    fact: str | None
    known: bool
    score: float
    candidates: tuple[CandidateRecord, ...]
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    text: str


def record(question: str, outcome: Outcome, wording: Wording) -> ReplyRecord:
    """Return ``outcome`` as a record; ``score`` is the first candidate's, 0 where there is none."""
    answer = outcome.answer if isinstance(outcome, Answered) else None
    candidates = tuple(CandidateRecord(item.id, round(item.score, 4)) for item in outcome.candidates)
    return ReplyRecord(
        question=question,
        language=outcome.language,
        outcome=_NAMES[type(outcome)],
        entry=answer.choice.id if answer and answer.choice.kind == "entry" else None,
        fact=answer.choice.id if answer and answer.choice.kind == "fact" else None,
        known=answer.known if answer else False,
        score=candidates[0].score if candidates else 0.0,
        candidates=candidates,
        facts=answer.facts if answer else (),
        sources=tuple(footnote.source.id for footnote in answer.footnotes) if answer else (),
        text=wording.outcome(outcome).plain(),
    )
