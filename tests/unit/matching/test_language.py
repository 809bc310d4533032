"""Which language a text is in, and by which habit it was typed."""

from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from bot.answering.answerer import Answerer
from bot.matching.language import LanguageGuesser


class _Case(TypedDict, total=False):
    text: str
    language: str
    read: str


CASES: list[_Case] = yaml.safe_load(Path(__file__).with_name("languages.yaml").read_text("utf-8"))


@pytest.fixture(scope="session")
def guesser(answerer: Answerer) -> LanguageGuesser:
    """A guesser of the four languages of the test directory."""
    knowledge = answerer.knowledge
    said = {
        language: [one.text for entry in knowledge.entries.values() for one in entry.utterances[language]]
        for language in knowledge.languages
    }
    return LanguageGuesser.of(said)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"]))
def test_the_likeliest_reading_is_in_the_texts_language(guesser: LanguageGuesser, case: _Case) -> None:
    first = guesser.readings(case["text"])[0]

    assert first.language == case["language"]
    assert first.text == case.get("read", first.text)


@pytest.mark.parametrize("text", ["Do I need a visa?", "нужна виза", "dbpf", "biza wa hitsuyou desu ka"])
def test_weights_fall_and_add_up_to_one(guesser: LanguageGuesser, text: str) -> None:
    weights = [reading.weight for reading in guesser.readings(text)]

    assert sum(weights) == pytest.approx(1.0)
    assert weights == sorted(weights, reverse=True)
    assert len(weights) > 1


@pytest.mark.parametrize("text", ["", "12345", "✈️", "?!", "한국어", "\ud800"])
def test_without_letters_of_a_known_script_the_first_language_is_taken(guesser: LanguageGuesser, text: str) -> None:
    (reading,) = guesser.readings(text)

    assert (reading.language, reading.text, reading.weight) == ("en", text, 1.0)


def test_without_letters_the_hint_is_taken(guesser: LanguageGuesser) -> None:
    assert guesser.readings("30?", hint="kk")[0].language == "kk"


def test_a_hint_for_a_language_there_is_not_is_no_hint(guesser: LanguageGuesser) -> None:
    assert guesser.readings("30?", hint="de")[0].language == "en"


def test_a_hint_decides_where_the_text_hardly_does(guesser: LanguageGuesser) -> None:
    assert guesser.readings("виза", hint="ru")[0].language == "ru"
    assert guesser.readings("виза", hint="kk")[0].language == "kk"


def test_a_hint_does_not_overrule_a_clear_text(guesser: LanguageGuesser) -> None:
    assert guesser.readings("Do I need a visa for Kazakhstan?", hint="ru")[0].language == "en"


def test_a_languages_own_text_is_kept_as_typed(guesser: LanguageGuesser) -> None:
    assert guesser.readings("Do I NEED a Visa?")[0].text == "Do I NEED a Visa?"


def test_kazakh_letters_are_never_russian(guesser: LanguageGuesser) -> None:
    assert "ru" not in [reading.language for reading in guesser.readings("қ виза нужна гражданам")]


@pytest.mark.parametrize("text", ["visa", "виза", "ビザ", "123", ""])
def test_a_single_language_reads_everything(text: str) -> None:
    assert LanguageGuesser.of({"fr": ["Faut-il un visa ?"]}).readings(text)[0].language == "fr"
