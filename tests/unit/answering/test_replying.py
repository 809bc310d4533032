"""Outcomes as records."""

from bot.answering.composing import Composer
from bot.answering.model import Ambiguous, Answered, Choice, NotUnderstood, Outcome, Reason
from bot.answering.replying import CandidateRecord, record
from bot.answering.wording import Wording
from tests.building import TODAY, a_base, a_fact, an_entry
from tests.unit.answering.fakes import entry, fact


def test_an_answered_fact_is_named_as_a_fact(wording: Wording) -> None:
    answer = Composer(a_base([a_fact("f", ("s", "t"))])).fact("f", "en", TODAY)
    assert answer is not None

    shown = record("What?", Answered("en", (fact("f", 0.9), entry("a", 0.05)), answer), wording)

    assert (shown.outcome, shown.entry, shown.fact, shown.known) == ("answered", None, "f", True)
    assert (shown.facts, shown.sources, shown.score) == (("f",), ("s", "t"), 0.9)
    assert shown.candidates == (CandidateRecord("f", 0.9), CandidateRecord("a", 0.05))


def test_an_honest_answer_is_not_known(wording: Wording) -> None:
    base = a_base([a_fact("f")], [an_entry("a", "No source.[^f]", known=False)])
    answer = Composer(base).entry("a", "en", TODAY)
    assert answer is not None

    shown = record("What?", Answered("en", (entry("a"),), answer), wording)

    assert (shown.outcome, shown.entry, shown.known) == ("answered", "a", False)


def test_an_offer_answers_nothing(wording: Wording) -> None:
    outcome: Outcome = Ambiguous("en", (entry("a", 0.4), entry("b", 0.3)), (Choice("entry", "a", "A?"),))

    shown = record("What?", outcome, wording)

    assert (shown.outcome, shown.entry, shown.fact, shown.known) == ("ambiguous", None, None, False)
    assert (shown.score, shown.facts, shown.sources) == (0.4, (), ())


def test_declining_tells_the_score_all_the_same(wording: Wording) -> None:
    shown = record("What?", NotUnderstood("kk", (entry("a", 0.123456),), Reason.NO_ANSWER, ()), wording)

    assert (shown.outcome, shown.language, shown.score) == ("not_understood", "kk", 0.1235)
    assert shown.text == wording.phrases.say("kk", "not-understood")


def test_without_candidates_the_score_is_zero(wording: Wording) -> None:
    shown = record("", NotUnderstood("en", (), Reason.NO_WORDS, ()), wording)

    assert (shown.score, shown.candidates) == (0.0, ())
