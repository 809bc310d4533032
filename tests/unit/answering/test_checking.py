"""Answers that don't fit a message."""

from bot.answering.checking import check_lengths
from bot.answering.composing import Composer
from bot.answering.wording import Wording
from tests.building import TODAY, a_base, a_fact, an_entry


def test_an_answer_is_measured_with_heading_date_and_sources(wording: Wording) -> None:
    base = a_base([a_fact("a", ("s",))], [an_entry("x", {"en": f"{'x' * 4096}.[^a]", "ru": "Один.[^a]"})])

    problems = [str(problem) for problem in check_lengths(base, wording, TODAY)]

    answer = Composer(base).entry("x", "en", TODAY)
    assert answer is not None
    length = len(wording.answer(answer, "en").plain())
    assert problems == [f"faq/x.yaml:5: answer.en: takes {length} UTF-16 units with its sources, 4096 fit"]


def test_pairs_of_units_count_twice(wording: Wording) -> None:
    base = a_base([a_fact("a", ("s",))], [an_entry("x", f"{'😀' * 2000}.[^a]")])

    assert len(list(check_lengths(base, wording, TODAY))) == 1


def test_an_answer_that_fits_is_fine(wording: Wording) -> None:
    assert list(check_lengths(a_base([a_fact("a")], [an_entry("x", "One.[^a]")]), wording, TODAY)) == []
