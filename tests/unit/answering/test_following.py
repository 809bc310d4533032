"""Follow-ups: which questions look like one, and when one is understood together with the question before it."""

from pathlib import Path
from typing import Literal

import pytest

from bot.answering.following import FollowUpSigns, Searches, judge, read_follow_ups
from bot.config import shipped_knowledge_dir
from bot.matching.model import Candidate, Decision, Search


@pytest.fixture(scope="module")
def signs() -> FollowUpSigns:
    found, problems = read_follow_ups(shipped_knowledge_dir())
    assert problems == ()
    return found


@pytest.mark.parametrize(
    "text",
    [
        "and for Kazakhs?",
        "What about students?",
        "How long does it take?",
        "а из Астаны?",
        "ал Астанадан ше?",
        "費用は?",
    ],
)
def test_a_short_question_that_leans_on_another_looks_like_a_follow_up(signs: FollowUpSigns, text: str) -> None:
    assert signs.show_in(text)


@pytest.mark.parametrize(
    "text",
    [
        "sourdough bread?",
        "Do Japanese citizens need a visa?",
        "And how many of the citizens of Kazakhstan went to Japan last year?",
        "アルマトイから東京への直行便の数は何便ありますか、今年は",
        "",
        "…",
    ],
)
def test_a_question_of_its_own_does_not(signs: FollowUpSigns, text: str) -> None:
    assert not signs.show_in(text)


def a_search(decision: Decision, **scores: float) -> Search:
    kind: Literal["entry"] = "entry"
    return Search("en", tuple(Candidate(kind, name, score) for name, score in scores.items()), decision)


def names(search: Search | None) -> list[str] | None:
    return None if search is None else [candidate.id for candidate in search.candidates]


def test_a_new_answer_to_both_together_is_taken() -> None:
    alone = a_search(Decision.DECLINE, astana=0.05)
    before = a_search(Decision.ANSWER, almaty=0.98, astana=0.04)
    together = a_search(Decision.ANSWER, astana=0.98, almaty=0.8)

    assert judge(Searches(alone, before, together)) is together


def test_finding_the_previous_answer_again_is_understanding_nothing() -> None:
    alone = a_search(Decision.DECLINE, weather=0.01)
    before = a_search(Decision.ANSWER, visa=0.99, days=0.05)
    together = a_search(Decision.ANSWER, visa=0.98, days=0.06)

    assert judge(Searches(alone, before, together)) is None


def test_a_surer_answer_to_the_question_alone_is_kept() -> None:
    alone = a_search(Decision.ANSWER, summit=0.99)
    before = a_search(Decision.ANSWER, visa=0.99)
    together = a_search(Decision.ANSWER, summit=0.9, visa=0.8)

    assert judge(Searches(alone, before, together)) is None


def test_what_the_follow_up_made_clearly_likelier_is_the_answer() -> None:
    alone = a_search(Decision.OFFER, price=0.16, fee=0.05)
    before = a_search(Decision.ANSWER, flights=0.99, astana=0.89)
    together = a_search(Decision.ANSWER, flights=0.93, astana=0.61, price=0.21)

    understood = judge(Searches(alone, before, together))

    assert understood is not None
    assert understood.decision is Decision.ANSWER
    assert names(understood) == ["price"]


def test_what_became_only_a_little_likelier_is_offered() -> None:
    alone = a_search(Decision.OFFER, cost=0.05, time=0.02)
    before = a_search(Decision.ANSWER, documents=0.5, time=0.2)
    together = a_search(Decision.ANSWER, documents=0.7, time=0.33, cost=0.07)

    understood = judge(Searches(alone, before, together))

    assert understood is not None
    assert understood.decision is Decision.OFFER
    assert understood.offered == len(understood.candidates) >= 2


def test_what_is_wrong_with_a_file_is_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "follow-ups.yaml").write_text("begins: {en: [and]}\nends: {en: []}\nmiddle: {}\n", encoding="utf-8")

    _, problems = read_follow_ups(tmp_path)

    assert [problem.message for problem in problems] == ["'holds' is missing", "unknown key 'middle'"]
