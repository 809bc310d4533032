"""Feedback on an answer: the 👍 and 👎 buttons, what 👎 asks, and the form of both in ``callback_data``.

Also the two buttons under /forget. All carry ids alone, so they outlive a restart and a new knowledge.
"""

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.model import Choice
from bot.knowledge.phrases import Phrases
from bot.storage.records import AnswerName
from bot.tg.actions import OpenEntry, OpenFact
from bot.tg.keyboards import Row, button, open_choice

FEEDBACK_PATTERN: Final = r"^v:"
FORGET_PATTERN: Final = r"^g:"
_FORM: Final = re.compile(r"v:(?P<language>[a-z]{2,3}):(?P<verdict>[udwocr])(?P<kind>[ef]):(?P<id>[a-z0-9_-]{1,54})\Z")
_FORGET_FORM: Final = re.compile(r"g:(?P<language>[a-z]{2,3}):(?P<sure>[yn])\Z")
_KINDS: Final = {"e": "entry", "f": "fact"}


class Verdict(enum.StrEnum):
    """What a reader thinks of an answer; all but UP and DOWN tell what was wrong."""

    UP = "up"
    DOWN = "down"
    WRONG = "wrong"
    OUTDATED = "outdated"
    UNCLEAR = "unclear"
    OTHER = "other"


REASONS: Final = (Verdict.WRONG, Verdict.OUTDATED, Verdict.UNCLEAR, Verdict.OTHER)
_LETTERS: Final = {
    Verdict.UP: "u",
    Verdict.DOWN: "d",
    Verdict.WRONG: "w",
    Verdict.OUTDATED: "o",
    Verdict.UNCLEAR: "c",
    Verdict.OTHER: "r",
}
_VERDICTS: Final = {letter: verdict for verdict, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Vote:
    """A verdict on an answer shown in ``language``."""

    answer: AnswerName
    verdict: Verdict
    language: str


@dataclass(frozen=True, slots=True)
class Forget:
    """What to do with the chat's data once asked: delete it, or keep it."""

    language: str
    sure: bool


def encode_vote(vote: Vote) -> str:
    """Return ``vote`` as callback data."""
    return f"v:{vote.language}:{_LETTERS[vote.verdict]}{vote.answer.kind[0]}:{vote.answer.id}"


def decode_vote(data: str) -> Vote | None:
    """Return the vote that ``data`` encodes, or None if it encodes none."""
    form = _FORM.match(data)
    if form is None:
        return None
    return Vote(AnswerName(_KINDS[form["kind"]], form["id"]), _VERDICTS[form["verdict"]], form["language"])


def encode_forget(forget: Forget) -> str:
    """Return ``forget`` as callback data."""
    return f"g:{forget.language}:{'y' if forget.sure else 'n'}"


def decode_forget(data: str) -> Forget | None:
    """Return the choice that ``data`` encodes, or None if it encodes none."""
    form = _FORGET_FORM.match(data)
    return None if form is None else Forget(form["language"], form["sure"] == "y")


class FeedbackKeyboards:
    """Builds the keyboards with labels in the reader's language."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def with_votes(self, keyboard: InlineKeyboardMarkup, choice: Choice, language: str) -> InlineKeyboardMarkup:
        """Return ``keyboard`` with 👍 and 👎 on top."""
        name = AnswerName(choice.kind, choice.id)
        votes = [self._vote(Vote(name, verdict, language)) for verdict in (Verdict.UP, Verdict.DOWN)]
        return InlineKeyboardMarkup([votes, *keyboard.inline_keyboard])

    def reasons(self, answer: AnswerName, others: Sequence[Choice], language: str) -> InlineKeyboardMarkup:
        """Return what may be wrong with an answer, the next candidates and the way back."""
        reasons = [self._vote(Vote(answer, reason, language)) for reason in REASONS]
        return InlineKeyboardMarkup([reasons[:2], reasons[2:], *self._others(answer, others, language)])

    def others(self, answer: AnswerName, others: Sequence[Choice], language: str) -> InlineKeyboardMarkup:
        """Return the next candidates and the way back."""
        return InlineKeyboardMarkup(self._others(answer, others, language))

    def forget(self, language: str) -> InlineKeyboardMarkup:
        """Return whether to delete the chat's data."""
        return InlineKeyboardMarkup(
            [
                [
                    InlineKeyboardButton(
                        self._phrases.say(language, phrase), callback_data=encode_forget(Forget(language, sure))
                    )
                ]
                for phrase, sure in (("forget-yes", True), ("forget-no", False))
            ]
        )

    def _vote(self, vote: Vote) -> InlineKeyboardButton:
        label = self._phrases.say(vote.language, f"vote-{vote.verdict}")
        return InlineKeyboardButton(label, callback_data=encode_vote(vote))

    def _others(self, answer: AnswerName, others: Sequence[Choice], language: str) -> list[Row]:
        rows = [[button(choice.heading, open_choice(choice, language))] for choice in others]
        back = OpenEntry(answer.id, language) if answer.kind == "entry" else OpenFact(answer.id, language)
        return [*rows, [button(f"‹ {self._phrases.say(language, 'back-to-answer')}", back)]]
