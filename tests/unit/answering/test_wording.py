"""Outcomes in words, in four languages."""

import datetime as dt

import pytest

from bot.answering.composing import Composer
from bot.answering.model import Ambiguous, Answered, CaveatKind, Choice, NotUnderstood, Reason, TopicLabel
from bot.answering.wording import Wording
from bot.knowledge.model import Source, SourceKind, Status
from tests.building import TODAY, a_base, a_fact, a_source, an_entry

LANGUAGES = ("en", "ru", "kk", "ja")
TEXTS = {"en": "One.[^a] Two.[^b]", "ru": "Один.[^a] Два.[^b]", "kk": "Бір.[^a] Екі.[^b]", "ja": "一。[^a]二。[^b]"}


def answered(language: str, sources: list[Source] | None = None) -> Answered:
    """Return entry ``x`` answered in a language."""
    base = a_base([a_fact("a", ("s",)), a_fact("b", ("t",))], [an_entry("x", TEXTS)], sources, LANGUAGES)
    answer = Composer(base).entry("x", language, TODAY)
    assert answer is not None
    return Answered(language, (), answer)


@pytest.mark.parametrize(
    ("language", "said", "as_of", "heading", "date"),
    [
        ("en", "One. [1] Two. [2]", "As of 2 January 2026", "Sources", "2 January 2026"),
        ("ru", "Один. [1] Два. [2]", "По состоянию на 2 января 2026 года", "Источники", "2 января 2026 года"),
        ("kk", "Бір. [1] Екі. [2]", None, None, None),
        ("ja", "一。 [1]二。 [2]", "2026年1月2日時点の情報", "出典", "2026年1月2日"),
    ],
)
def test_an_answer_is_worded_in_its_language(
    wording: Wording, language: str, said: str, as_of: str | None, heading: str | None, date: str | None
) -> None:
    day = dt.date(2026, 1, 2)
    date = date or wording.date(day, language)
    as_of = as_of or wording.phrases.say(language, "as-of", date=date)
    heading = heading or wording.phrases.say(language, "sources-heading", count=2)

    assert wording.outcome(answered(language)).plain() == (
        f"Question of x in {language}?\n\n{said}\n\n{as_of}\n\n{heading}\n"
        f"[1] Publisher of s: Title of s ({date})\n[2] Publisher of t: Title of t ({date})"
    )


def test_marks_and_titles_lead_to_the_sources(wording: Wording) -> None:
    document = wording.outcome(answered("en"))

    links = {segment.text: segment.href for block in document.blocks for segment in block.segments if segment.href}
    assert links == {
        "[1]": "https://example.org/s",
        "[2]": "https://example.org/t",
        "Title of s": "https://example.org/s",
        "Title of t": "https://example.org/t",
    }


def test_the_sources_are_folded_and_last(wording: Wording) -> None:
    document = wording.outcome(answered("en"))

    assert [block.folded for block in document.blocks] == [False, False, False, True]


def test_one_source_is_told_in_the_singular(wording: Wording) -> None:
    base = a_base([a_fact("a", ("s",))], [an_entry("x", "One.[^a]")])
    answer = Composer(base).entry("x", "en", TODAY)
    assert answer is not None

    assert "\n\nSource\n[1]" in wording.answer(answer, "en").plain()


def test_a_fact_is_told_without_a_heading(wording: Wording) -> None:
    answer = Composer(a_base([a_fact("a")])).fact("a", "en", TODAY)
    assert answer is not None

    assert wording.answer(answer, "en").plain().startswith("Statement of a. [1][2]\n\nAs of")


def test_the_frame_is_in_the_readers_language_even_if_the_answer_is_not(wording: Wording) -> None:
    base = a_base([a_fact("a")], [an_entry("x", "One.[^a] Two.[^a]")], languages=("en", "ja"))
    answer = Composer(base).entry("x", "ja", TODAY)
    assert answer is not None

    text = wording.answer(answer, "ja").plain()

    assert "One. [1][2] Two. [1][2]" in text
    assert "2026年1月2日時点の情報" in text


def test_an_answer_without_facts_has_no_date_and_no_sources(wording: Wording) -> None:
    answer = Composer(a_base(entries=[an_entry("x", "One.")])).entry("x", "en", TODAY)
    assert answer is not None

    assert wording.answer(answer, "en").plain() == "Question of x in en?\n\nOne."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_caveat_is_worded(wording: Wording, language: str) -> None:
    facts = [
        a_fact("a", ("s",), status=Status.DATE_PASSED),
        a_fact("b", ("s",), status=Status.SUPERSEDED),
        a_fact("c", ("s",), as_of="2020-03-01"),
    ]
    base = a_base(facts, [an_entry("x", "One.[^a][^b][^c]")], [a_source("s", SourceKind.NEWS)])
    answer = Composer(base).entry("x", language, TODAY)
    assert answer is not None

    text = wording.answer(answer, language).plain()

    assert len(answer.caveats) == len(CaveatKind)
    assert text.count("\n⚠️ ") == len(CaveatKind)
    assert wording.date(dt.date(2020, 3, 1), language) in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_choices_are_numbered_under_a_question(wording: Wording, language: str) -> None:
    outcome = Ambiguous(language, (), (Choice("entry", "a", "First?"), Choice("fact", "b", "Second.")))

    text = wording.outcome(outcome).plain()

    assert text == f"{wording.phrases.say(language, 'ambiguous')}\n\n1. First?\n2. Second."


@pytest.mark.parametrize(
    ("language", "begins"),
    [
        ("en", "I have no sourced answer to that, so I won't guess.\n\nHere is what I do know about:\n"),
        ("ru", ""),
        ("kk", ""),
        ("ja", "そのご質問に出典付きでお答えできる情報がありません。"),
    ],
)
def test_declining_names_topics(wording: Wording, language: str, begins: str) -> None:
    topics = (TopicLabel("a", "✈️", "Air"), TopicLabel("b", "", "Trade"))

    text = wording.outcome(NotUnderstood(language, (), Reason.NO_ANSWER, topics)).plain()

    assert text.startswith(begins)
    assert text.startswith(wording.phrases.say(language, "not-understood"))
    assert text.endswith("\n✈️ Air\nTrade")


def test_declining_without_topics_says_only_so(wording: Wording) -> None:
    text = wording.outcome(NotUnderstood("en", (), Reason.NO_ANSWER, ())).plain()

    assert text == "I have no sourced answer to that, so I won't guess."


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_words_an_example_is_given(wording: Wording, language: str) -> None:
    text = wording.outcome(NotUnderstood(language, (), Reason.NO_WORDS, ())).plain()

    assert wording.phrases.say(language, "example-question") in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_for_a_long_question_the_limit_is_told(wording: Wording, language: str) -> None:
    text = wording.outcome(NotUnderstood(language, (), Reason.TOO_LONG, ())).plain()

    assert "1000" in "".join(char for char in text if char.isdigit())


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_language_but_english_is_worded_in_english(wording: Wording, language: str) -> None:
    outcome = NotUnderstood(language, (), Reason.NO_ANSWER, ())

    assert wording.outcome(outcome) != wording.outcome(NotUnderstood("en", (), Reason.NO_ANSWER, ()))


@pytest.mark.parametrize(
    ("language", "date"),
    [
        ("en", "9 March 2024"),
        ("ru", "9 марта 2024 года"),
        ("ja", "2024年3月9日"),
        ("xx", "9 March 2024"),
        ("no language", "9 March 2024"),
    ],
)
def test_dates_are_written_as_the_language_does(wording: Wording, language: str, date: str) -> None:
    assert wording.date(dt.date(2024, 3, 9), language) == date


def test_kazakh_dates_have_kazakh_months(wording: Wording) -> None:
    assert "наурыз" in wording.date(dt.date(2024, 3, 9), "kk")
