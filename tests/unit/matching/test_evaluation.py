"""The measures, against values worked out by hand."""

import math
from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase
from bot.matching.evaluation import Share, Trial, ask_all, confusions, measure, read_questions, share
from bot.matching.evaluation import TestQuestion as Asked
from bot.matching.model import Candidate, Decision, Question, Search
from tests.building import a_base, a_fact, an_entry
from tests.knowledge_dirs import write_files


class FakeSearcher:
    """Finds what it is told to, by the question's text."""

    def __init__(self, found: dict[str, Search]) -> None:
        self._found = found
        self.asked: list[Question] = []

    def search(self, question: Question) -> Search:
        """Return what was given for this text."""
        self.asked.append(question)
        return self._found[question.text]


def found(decision: Decision, *ids: str, score: float = 0.5, offered: int = 0, language: str = "en") -> Search:
    """Return a search whose candidates are entries, facts where the id starts with ``f-``."""
    candidates = tuple(Candidate("fact" if name.startswith("f-") else "entry", name, score) for name in ids)
    return Search(language, candidates, decision, offered)


def asked(text: str, *facts: str, unknown: bool = False, language: str = "en") -> Asked:
    return Asked(text, language, "natural", frozenset(facts), unknown)


def trial(search: Search, rank: int | None, *, inside: bool = True, language: str = "en") -> Trial:
    return Trial(asked("?", *(["f-a"] if inside else []), language=language), search, rank)


@pytest.fixture
def base() -> KnowledgeBase:
    facts = [a_fact("f-a"), a_fact("f-b", also=("f-old",)), a_fact("f-c")]
    entries = [an_entry("a", "A.[^f-a]"), an_entry("b", "B.[^f-old]"), an_entry("u", "U.[^f-a]", known=False)]
    return a_base(facts, entries)


@pytest.mark.parametrize(
    ("question", "ids", "rank"),
    [
        pytest.param(asked("?", "f-a"), ["a", "b"], 1, id="the first entry cites the fact"),
        pytest.param(asked("?", "f-a"), ["b", "a"], 2, id="the second does"),
        pytest.param(asked("?", "f-c"), ["a", "f-c"], 2, id="the fact itself"),
        pytest.param(asked("?", "f-c"), ["a", "b"], None, id="none does"),
        pytest.param(asked("?", "f-b"), ["b"], 1, id="cited by a former id"),
        pytest.param(asked("?", "f-old"), ["b"], 1, id="asked for by a former id"),
        pytest.param(asked("?", unknown=True), ["a", "u"], 2, id="an honest entry"),
        pytest.param(asked("?"), ["a"], None, id="out of scope nothing is right"),
    ],
)
def test_the_rank_is_that_of_the_first_right_candidate(
    base: KnowledgeBase, question: Asked, ids: list[str], rank: int | None
) -> None:
    (tried,) = ask_all(FakeSearcher({"?": found(Decision.ANSWER, *ids)}), base, [question])

    assert tried.rank == rank


def test_questions_are_asked_without_a_hint_of_their_language(base: KnowledgeBase) -> None:
    searcher = FakeSearcher({"?": found(Decision.DECLINE)})

    ask_all(searcher, base, [asked("?", "f-a", language="kk")])

    assert searcher.asked == [Question("?")]


def test_measures_are_those_worked_out_by_hand() -> None:
    trials = [
        trial(found(Decision.ANSWER, "a", score=0.9), 1),
        trial(found(Decision.ANSWER, "b", "a", score=0.6), 2),
        trial(found(Decision.OFFER, "b", "c", "d", "a", score=0.4, offered=4, language="ru"), 4),
        trial(found(Decision.OFFER, "b", "c", "a", score=0.3, offered=2), 3),
        trial(found(Decision.DECLINE, "b", score=0.1), None),
        trial(found(Decision.ANSWER, "a", score=0.6), None, inside=False),
        trial(found(Decision.DECLINE), None, inside=False),
    ]

    figures = measure("all", trials)

    assert (figures.group, figures.questions) == ("all", 7)
    assert (figures.success_at_1.value, figures.success_at_1.count) == (1 / 5, 5)
    assert figures.success_at_3.value == 3 / 5
    assert figures.helped.value == 2 / 5
    assert figures.mrr == pytest.approx((1 + 1 / 2 + 1 / 4 + 1 / 3) / 5)
    assert figures.coverage.value == 2 / 5
    assert (figures.precision.value, figures.precision.count) == (1 / 2, 2)
    assert (figures.false_answers.value, figures.false_answers.count) == (1 / 2, 2)
    assert figures.language_right.value == 6 / 7
    assert figures.auroc == pytest.approx((1 + 0.5 + 0 + 0 + 0 + 5) / 10)


def test_of_nothing_nothing_can_be_said() -> None:
    figures = measure("none", [])

    assert figures.success_at_1 == Share(None, 0.0, 1.0, 0)
    assert (figures.mrr, figures.auroc) == (0.0, None)


def test_auroc_needs_questions_of_both_kinds() -> None:
    assert measure("in", [trial(found(Decision.ANSWER, "a"), 1)]).auroc is None
    assert measure("out", [trial(found(Decision.ANSWER, "a"), None, inside=False)]).auroc is None


@pytest.mark.parametrize(
    ("hits", "low", "high"),
    [
        pytest.param([True] * 8 + [False] * 2, 0.4901625, 0.9433178, id="8 of 10"),
        pytest.param([True] * 10, 0.7224598, 1.0, id="10 of 10"),
        pytest.param([False] * 10, 0.0, 0.2775402, id="0 of 10"),
    ],
)
def test_the_interval_is_wilsons(hits: list[bool], low: float, high: float) -> None:
    part = share(hits)

    assert (part.value, part.count) == (sum(hits) / 10, 10)
    assert math.isclose(part.low, low, abs_tol=1e-4)
    assert math.isclose(part.high, high, abs_tol=1e-4)


def test_confusions_are_counted_most_first() -> None:
    trials = [
        trial(found(Decision.ANSWER, "b", "a"), 2),
        trial(found(Decision.ANSWER, "c", "d", "a"), 3),
        trial(found(Decision.ANSWER, "c", "a"), 2),
        trial(found(Decision.ANSWER, "a"), 1),
        trial(found(Decision.ANSWER, "x"), None),
    ]

    assert confusions(trials) == (("c", "a", 2), ("b", "a", 1))


def test_questions_are_read_with_what_answers_them(tmp_path: Path) -> None:
    text = """\
- {question: A?, kind: natural, facts: [x, y]}
- {question: B?, kind: near, facts: []}
- {question: C?, kind: near}
"""
    path = write_files(tmp_path, {"q.yaml": text}) / "q.yaml"

    questions = read_questions(path, "kk")

    assert questions == (
        Asked("A?", "kk", "natural", frozenset({"x", "y"}), unknown=False),
        Asked("B?", "kk", "near", frozenset(), unknown=True),
        Asked("C?", "kk", "near", frozenset(), unknown=False),
    )
    assert [question.in_scope for question in questions] == [True, True, False]


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("- {question: A?, kind: x, fact: [y]}\n", ["1: unknown key 'fact'"], id="an unknown key"),
        pytest.param(
            "- {question: A?}\n- {kind: x}\n", ["1: 'kind' is missing", "2: 'question' is missing"], id="missing keys"
        ),
        pytest.param("- A?\n", ["1: must be a question with its kind"], id="a bare question"),
        pytest.param("question: A?\n", ["1: must be a list of questions"], id="no list"),
        pytest.param("", ["1: is empty"], id="nothing"),
    ],
)
def test_a_malformed_file_of_questions_is_refused(tmp_path: Path, text: str, problems: list[str]) -> None:
    path = write_files(tmp_path, {"q.yaml": text}) / "q.yaml"

    with pytest.raises(KnowledgeError) as raised:
        read_questions(path, "en")

    assert raised.value.problems == tuple(f"{path}:{problem}" for problem in problems)
