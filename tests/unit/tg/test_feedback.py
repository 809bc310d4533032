"""The buttons of votes and of /forget: their form in callback data."""

import pytest

from bot.answering.model import Choice
from bot.config import shipped_knowledge_dir
from bot.knowledge.phrases import Phrases, load_phrases
from bot.knowledge.record import MAX_ID_LENGTH
from bot.storage.records import AnswerName
from bot.tg.actions import decode
from bot.tg.feedback import (
    REASONS,
    FeedbackKeyboards,
    Forget,
    Verdict,
    Vote,
    decode_forget,
    decode_vote,
    encode_forget,
    encode_vote,
)


@pytest.fixture(scope="module")
def phrases() -> Phrases:
    return load_phrases(shipped_knowledge_dir())


@pytest.mark.parametrize("kind", ["entry", "fact"])
@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_vote_survives_its_form(verdict: Verdict, kind: str) -> None:
    vote = Vote(AnswerName(kind, "visa-japanese-kazakhstan"), verdict, "en")

    assert decode_vote(encode_vote(vote)) == vote


@pytest.mark.parametrize("sure", [True, False])
def test_a_choice_to_forget_survives_its_form(sure: bool) -> None:
    assert decode_forget(encode_forget(Forget("ja", sure))) == Forget("ja", sure)


def test_the_longest_vote_fits_a_button() -> None:
    vote = Vote(AnswerName("entry", "a" * MAX_ID_LENGTH), Verdict.DOWN, "kaz")

    assert len(encode_vote(vote).encode()) <= 64


@pytest.mark.parametrize(
    "data",
    ["", "v:en", "v:en:ue", "v:en:ue:", "v:en:xe:visa", "v:en:ux:visa", "v:EN:ue:visa", "v:en:ue:visa\n", "e:en:visa"],
)
def test_anything_else_is_no_vote(data: str) -> None:
    assert decode_vote(data) is None


@pytest.mark.parametrize("data", ["", "g:en", "g:en:x", "g:en:y:y", "G:en:y"])
def test_anything_else_is_no_choice_to_forget(data: str) -> None:
    assert decode_forget(data) is None


def test_the_forms_are_nobody_elses() -> None:
    vote = Vote(AnswerName("entry", "visa"), Verdict.UP, "en")

    assert decode(encode_vote(vote)) is None
    assert decode(encode_forget(Forget("en", sure=True))) is None


@pytest.mark.parametrize("language", ["en", "ru", "kk", "ja"])
def test_every_button_says_in_words_what_it_means(phrases: Phrases, language: str) -> None:
    keyboard = FeedbackKeyboards(phrases).reasons(AnswerName("entry", "visa"), [Choice("entry", "b", "B?")], language)

    labels = [key.text for row in keyboard.inline_keyboard for key in row]
    assert len(set(labels)) == len(REASONS) + 2
    assert all(any(char.isalpha() for char in label) for label in labels)
