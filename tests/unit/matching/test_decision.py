"""From probabilities to a decision."""

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.matching.decision import ANY_LANGUAGE, OperatingPoint, read_operating_points
from bot.matching.model import Decision
from tests.knowledge_dirs import write_files

POINT = OperatingPoint(answer=0.5, offer=0.2)


@pytest.mark.parametrize(
    ("probabilities", "decision", "offered"),
    [
        pytest.param([0.9, 0.1], Decision.ANSWER, 0, id="sure"),
        pytest.param([0.5], Decision.ANSWER, 0, id="just sure, alone"),
        pytest.param([0.49, 0.4], Decision.OFFER, 2, id="two to offer"),
        pytest.param([0.2, 0.1, 0.1, 0.05, 0.04], Decision.OFFER, 4, id="four at most"),
        pytest.param([0.3, 0.1, 0.001, 0.0005], Decision.OFFER, 2, id="the faint are not offered"),
        pytest.param([0.3, 0.001], Decision.OFFER, 2, id="two at least"),
        pytest.param([0.8, 0.79], Decision.OFFER, 2, id="a tie is offered"),
        pytest.param([0.4], Decision.DECLINE, 0, id="one alone is not offered"),
        pytest.param([0.19, 0.18], Decision.DECLINE, 0, id="unlikely"),
        pytest.param([], Decision.DECLINE, 0, id="nothing found"),
    ],
)
def test_probabilities_decide(probabilities: list[float], decision: Decision, offered: int) -> None:
    assert POINT.decide(probabilities) == (decision, offered)


def test_a_bare_subject_is_offered() -> None:
    assert POINT.decide([0.01, 0.008, 0.005], bare=True) == (Decision.OFFER, 3)


def test_the_shipped_points_are_probabilities_in_order() -> None:
    point = read_operating_points()[ANY_LANGUAGE]

    assert 0 < point.offer < point.answer < 1


def test_points_are_read_by_language(tmp_path: Path) -> None:
    text = '- {language: "*", answer: "0.5", offer: "0.2"}\n- {language: ja, answer: "1.0", offer: "0"}\n'
    path = write_files(tmp_path, {"points.yaml": text}) / "points.yaml"

    assert read_operating_points(path) == {"*": POINT, "ja": OperatingPoint(1.0, 0.0)}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("[]", "1: needs a point for '*'", id="no point"),
        pytest.param('- {language: "*", answer: "0.5"}', "1: 'offer' is missing", id="a missing figure"),
        pytest.param(
            '- {language: "*", answer: "1.5", offer: "0.2"}',
            "1: 'answer' must be a number from 0 to 1: '1.5'",
            id="too large",
        ),
        pytest.param(
            '- {language: "*", answer: "0.5",\n   offer: low}',
            "2: 'offer' must be a number from 0 to 1: 'low'",
            id="no number",
        ),
        pytest.param('- {language: "*", answer: "0.5", offer: "0.2", x: y}', "1: unknown key 'x'", id="unknown key"),
    ],
)
def test_a_malformed_file_is_refused_with_the_line(tmp_path: Path, text: str, problem: str) -> None:
    path = write_files(tmp_path, {"points.yaml": text}) / "points.yaml"

    with pytest.raises(KnowledgeError) as raised:
        read_operating_points(path)

    assert raised.value.problems == (f"{path}:{problem}",)
