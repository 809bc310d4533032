"""Strangers: what is like them is trusted less, and the check tells what is wrong with their file."""

from pathlib import Path

import pytest

from bot.errors import KnowledgeError
from bot.knowledge.reading import load_knowledge
from bot.matching.model import Question
from bot.matching.opening import open_base, open_matcher
from bot.matching.strangers import STRANGERS_NAME, check_strangers, load_strangers
from tests.knowledge_dirs import write_four_languages

TEXT = "en: [Do Koreans need a visa for China?, weather in Seoul, price of a taxi]\nru: [погода в Сеуле]\n"


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    directory = write_four_languages(tmp_path / "knowledge")
    (directory / STRANGERS_NAME).write_text(TEXT, encoding="utf-8")
    return directory


def found(directory: Path) -> list[str]:
    problems = check_strangers(directory / STRANGERS_NAME, load_knowledge(directory))
    return [f"{problem.line}: {problem.message}" for problem in problems]


def test_strangers_are_read_by_language(directory: Path) -> None:
    strangers = load_strangers(directory, ("en", "ru", "kk", "ja"))

    assert {language: len(own) for language, own in strangers.items()} == {"en": 3, "ru": 1}


def test_a_directory_without_strangers_has_none(tmp_path: Path) -> None:
    assert load_strangers(tmp_path, ("en",)) == {}


def test_a_question_like_a_stranger_is_trusted_less(directory: Path) -> None:
    question = Question("Do Koreans need a visa?")
    with_strangers = open_matcher(load_knowledge(directory), directory).search(question)
    (directory / STRANGERS_NAME).unlink()

    without = open_matcher(load_knowledge(directory), directory).search(question)

    assert with_strangers.candidates[0].score < without.candidates[0].score


def test_a_stranger_is_never_a_candidate(directory: Path) -> None:
    matcher = open_matcher(load_knowledge(directory), directory)

    candidates = matcher.search(Question("weather in Seoul")).candidates

    assert {candidate.id for candidate in candidates} <= set(load_knowledge(directory).entries) | set(
        load_knowledge(directory).facts
    )


def test_changed_strangers_have_an_index_of_their_own(directory: Path, tmp_path: Path) -> None:
    open_base(directory, tmp_path / "cache")
    (directory / STRANGERS_NAME).write_text("en: [price of a taxi]\n")

    open_base(directory, tmp_path / "cache")

    assert len(list((tmp_path / "cache").glob("index-*.npz"))) == 2


def test_good_strangers_have_no_problems(directory: Path) -> None:
    assert found(directory) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("- one\n", "1: must be lists of questions by language", id="a list"),
        pytest.param("fr: [météo]\n", "1: unknown key 'fr'", id="a language there is not"),
        pytest.param("en: weather\n", "1: 'en' must be a list", id="one question"),
        pytest.param("en:\n- weather\n- weather\n", "3: 'en' holds 'weather' twice", id="twice"),
    ],
)
def test_what_is_malformed_is_told_and_refused(directory: Path, text: str, problem: str) -> None:
    (directory / STRANGERS_NAME).write_text(text, encoding="utf-8")

    assert found(directory) == [problem]
    with pytest.raises(KnowledgeError, match=problem.partition(": ")[2]):
        load_strangers(directory, ("en", "ru", "kk", "ja"))


def test_a_stranger_that_an_entry_is_asked_by_is_told(directory: Path) -> None:
    asked = load_knowledge(directory).entries["direct-flights"].utterances["en"][0].text
    (directory / STRANGERS_NAME).write_text(f'en: ["{asked.upper()}"]\n', encoding="utf-8")

    assert found(directory) == [f"1: en: '{asked.upper()}' is an utterance of 'direct-flights'"]
