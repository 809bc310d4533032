"""Many questions, one a line."""

import json

import pytest

from bot.answering.answerer import Answerer
from bot.answering.batch import answer_lines
from bot.answering.wording import Wording
from bot.matching.model import Decision, Question
from tests.building import TODAY, a_base, a_fact, an_entry
from tests.unit.answering.fakes import FakeSearcher, entry


@pytest.fixture
def searcher() -> FakeSearcher:
    return FakeSearcher(Decision.ANSWER, entry("a", 0.87654321))


@pytest.fixture
def fake_answerer(searcher: FakeSearcher) -> Answerer:
    return Answerer(a_base([a_fact("f", ("s",))], [an_entry("a", "A.[^f]")]), searcher)


@pytest.mark.parametrize(
    ("line", "question"),
    [
        pytest.param("Нужна виза?\n".encode(), Question("Нужна виза?", "ru"), id="a bare line"),
        pytest.param(b"visa\r\n", Question("visa", "ru"), id="a carriage return"),
        pytest.param(b"visa", Question("visa", "ru"), id="no line break"),
        pytest.param(b'{"q": "visa"}\n', Question("visa", "ru"), id="JSON"),
        pytest.param(b'{"q": "visa", "language": "ja"}\n', Question("visa", "ja"), id="JSON with a language"),
        pytest.param(b'{"q": "visa", "language": null}\n', Question("visa", "ru"), id="JSON without a language"),
        pytest.param(b'{"q": "visa", "language": 1}\n', Question("visa", "ru"), id="a language that is none"),
        pytest.param(b'{"q": "visa", "id": 7}\n', Question("visa", "ru"), id="other keys"),
        pytest.param(b'{"q": "visa"\n', Question('{"q": "visa"', "ru"), id="broken JSON"),
        pytest.param(b'{"q": 7}\n', Question('{"q": 7}', "ru"), id="a question that is no text"),
        pytest.param(b'{"question": "visa"}\n', Question('{"question": "visa"}', "ru"), id="JSON without a question"),
        pytest.param(b'["q"]\n', Question('["q"]', "ru"), id="a list"),
        pytest.param(b"vis\xff\n", Question("vis\ufffd", "ru"), id="not UTF-8"),
        pytest.param(b'{"a":' * 50_000, Question('{"a":' * 50_000, "ru"), id="deeply nested JSON"),
    ],
)
def test_a_line_is_a_question(
    fake_answerer: Answerer, searcher: FakeSearcher, wording: Wording, line: bytes, question: Question
) -> None:
    (written,) = answer_lines([line], fake_answerer, wording, "ru", TODAY)

    asked = searcher.asked or [Question(question.text, question.language)]
    assert json.loads(written)["question"] == question.text
    assert asked == [question]


def test_a_line_of_json_has_every_field_of_the_contract(fake_answerer: Answerer, wording: Wording) -> None:
    (written,) = answer_lines([b"visa?"], fake_answerer, wording, None, TODAY)

    record = json.loads(written)
    text = record.pop("text")
    assert text.startswith("Question of a in en?\n\nA. [1]")
    assert record == {
        "question": "visa?",
        "language": "en",
        "outcome": "answered",
        "entry": "a",
        "fact": None,
        "known": True,
        "score": 0.8765,
        "candidates": [{"id": "a", "score": 0.8765}],
        "facts": ["f"],
        "sources": ["s"],
    }


def test_order_is_kept_and_a_blank_line_has_its_line(answerer: Answerer, wording: Wording) -> None:
    lines = [b"visa\n", b"\n", b'{"q": "flight"}\n', b"{broken\n", b"visa"]

    written = [json.loads(line) for line in answer_lines(lines, answerer, wording, None, TODAY)]

    assert [record["question"] for record in written] == ["visa", "", "flight", "{broken", "visa"]
    assert written[1]["outcome"] == "not_understood"


def test_a_record_is_one_line_with_letters_as_they_are(answerer: Answerer, wording: Wording) -> None:
    (written,) = answer_lines(["жапондықтарға виза".encode()], answerer, wording, None, TODAY)

    assert "\n" not in written
    assert "жапондықтарға виза" in written


def test_half_a_surrogate_pair_can_be_written_out(answerer: Answerer, wording: Wording) -> None:
    (written,) = answer_lines([b'{"q": "visa \\ud800"}'], answerer, wording, None, TODAY)

    assert json.loads(written.encode())["question"] == "visa ?"


def test_lines_are_answered_as_they_come(fake_answerer: Answerer, searcher: FakeSearcher, wording: Wording) -> None:
    answers = answer_lines(iter([b"one", b"two"]), fake_answerer, wording, None, TODAY)

    next(answers)

    assert [question.text for question in searcher.asked] == ["one"]
