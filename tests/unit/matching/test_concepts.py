"""The lexicon: different words for one thing."""

from pathlib import Path

import pytest

from bot.matching.concepts import Concept, Lexicon, read_concepts
from bot.matching.features import BLOCKS, Extractor
from tests.knowledge_dirs import write_files

LANGUAGES = ("en", "ru", "ja")
TEXT = """\
- id: flight
  forms: {en: [flight, plane], ru: [рейс], ja: [直行便, 便]}
- id: direct-flight
  forms: {en: [direct flight]}
- id: korea
  foreign: "true"
  forms: {en: [South Korea, Seoul]}
"""


def read(tmp_path: Path, text: str) -> tuple[tuple[Concept, ...], list[str]]:
    path = write_files(tmp_path, {"concepts.yaml": text}) / "concepts.yaml"
    concepts, problems = read_concepts(path, LANGUAGES)
    return concepts, [str(problem).removeprefix(f"{path}:") for problem in problems]


@pytest.fixture
def lexicon(tmp_path: Path) -> Lexicon:
    return Lexicon.of(read(tmp_path, TEXT)[0])


@pytest.mark.parametrize(
    ("text", "language", "named"),
    [
        pytest.param("flights", "en", ["flight"], id="another form of the word"),
        pytest.param("by plane", "en", ["flight"], id="another word"),
        pytest.param("рейсы", "ru", ["flight"], id="another language"),
        pytest.param("Seoul direct flights", "en", ["korea", "direct-flight"], id="the longest form first"),
        pytest.param("south of korea", "en", [], id="words of a form apart"),
        pytest.param("直行便はありますか", "ja", ["flight"], id="inside a Japanese run"),
        pytest.param("visa", "en", [], id="nothing named"),
    ],
)
def test_concepts_are_found(lexicon: Lexicon, text: str, language: str, named: list[str]) -> None:
    features = Extractor(lexicon).extract(text, language)

    assert list(features.blocks[BLOCKS.index("concepts")]) == named


def test_foreign_places_are_marked(lexicon: Lexicon) -> None:
    assert lexicon.foreign == frozenset({"korea"})


def test_without_a_file_there_are_no_concepts(tmp_path: Path) -> None:
    assert read_concepts(tmp_path / "concepts.yaml", LANGUAGES) == ((), ())


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        pytest.param("flight: {}\n", ["1: must be a list of concepts, each starting with '- id: …'"], id="no list"),
        pytest.param("- flight\n", ["1: must be a concept with id and forms"], id="a bare word"),
        pytest.param("- id: flight\n", ["1: 'forms' is missing"], id="no forms"),
        pytest.param("- id: a\n  forms: {en: [x]}\n  x: y\n", ["3: unknown key 'x'"], id="an unknown key"),
        pytest.param("- id: a\n  forms: {en: [x], de: [y]}\n", ["2: unknown key 'de'"], id="an unknown language"),
        pytest.param("- id: a\n  forms: {en: x}\n", ["2: 'en' must be a list"], id="forms that are no list"),
        pytest.param(
            "- id: a\n  foreign: yes\n  forms: {en: [x]}\n",
            ["2: 'foreign' must be one of false, true: 'yes'"],
            id="a wrong foreign",
        ),
        pytest.param(
            "- {id: a, forms: {en: [x]}}\n- {id: a, forms: {en: [y]}}\n",
            ["2: concept 'a' stands here twice"],
            id="a doubled concept",
        ),
        pytest.param("- id: [\n", ["2: is not valid YAML: did not find expected node content"], id="no YAML"),
    ],
)
def test_a_malformed_lexicon_is_reported_with_lines(tmp_path: Path, text: str, problems: list[str]) -> None:
    assert read(tmp_path, text)[1] == problems
