"""Deep links: every payload fits, says what it opens, and forged ones open nothing."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.model import Choice
from bot.knowledge.record import MAX_ID_LENGTH
from bot.tg.actions import OpenEntry, OpenFact
from bot.tg.links import AskQuestion, answer_payload, question_payload, read_payload, share_link, start_link

FITTING = re.compile(r"[A-Za-z0-9_-]{1,64}")


@pytest.mark.parametrize(
    ("kind", "opens"),
    [("entry", OpenEntry("a" * MAX_ID_LENGTH, "kaz")), ("fact", OpenFact("a" * MAX_ID_LENGTH, "kaz"))],
)
def test_the_longest_id_fits_and_comes_back(kind: str, opens: OpenEntry | OpenFact) -> None:
    payload = answer_payload(Choice(kind, "a" * MAX_ID_LENGTH, "?"), "kaz")

    assert FITTING.fullmatch(payload)
    assert read_payload(payload) == opens


@pytest.mark.parametrize(
    "text",
    [
        "Are there direct flights to Japan?",
        "Нужна ли виза гражданам Японии в Казахстан?",
        "Жапония азаматтарына виза керек пе?",
        "カザフスタンに行くのにビザは必要ですか",
        "½ & €?",
    ],
)
def test_a_question_of_usual_length_is_carried(text: str) -> None:
    payload = question_payload(text)

    assert payload is not None
    assert FITTING.fullmatch(payload)
    assert read_payload(payload) == AskQuestion(text)


@pytest.mark.parametrize("text", ["", "x" * 47, "ж" * 47, "日" * 24])
def test_what_does_not_fit_is_not_carried(text: str) -> None:
    assert question_payload(text) is None


@pytest.mark.parametrize(
    "payload", ["", "q", "q-", "q-_w", "q-!", "q-IA", "z-eA", "e-en", "e-EN-visa", "e-en-", "start", "k-\u0436"]
)
def test_forged_payloads_open_nothing(payload: str) -> None:
    assert read_payload(payload) is None


@given(st.text(max_size=60))
def test_any_text_is_carried_whole_or_not_at_all(text: str) -> None:
    payload = question_payload(text)

    assert payload is None or (FITTING.fullmatch(payload) and read_payload(payload) in {AskQuestion(text), None})


@given(st.text(alphabet="abcdefkq-_0189AZ", max_size=64))
def test_any_payload_is_read_without_an_error(payload: str) -> None:
    read_payload(payload)


def test_links_lead_to_the_bot_and_to_the_choice_of_a_chat() -> None:
    assert start_link("kzjp_bot", "e-en-visa") == "https://t.me/kzjp_bot?start=e-en-visa"
    assert share_link("kzjp_bot", "e-en-visa", "A & b?") == (
        "https://t.me/share/url?url=https%3A%2F%2Ft.me%2Fkzjp_bot%3Fstart%3De-en-visa&text=A%20%26%20b%3F"
    )
