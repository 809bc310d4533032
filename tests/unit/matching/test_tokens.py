"""Tokens and stems."""

import pytest

from bot.matching.tokens import Token, stem, tokens


@pytest.mark.parametrize(
    ("text", "language", "stems"),
    [
        pytest.param("Direct flights, to Tokyo!", "en", ["direct", "flight", "to", "tokyo"], id="English"),
        pytest.param("Прямые рейсы в Токио", "ru", ["прям", "рейс", "в", "ток"], id="Russian"),
        pytest.param("Қазақстанға визалар", "kk", ["казакс", "виза"], id="Kazakh"),
        pytest.param("Air Astanaның рейстері", "kk", ["air", "astana", "нын", "рейс"], id="two scripts in one word"),
        pytest.param("30日 A320", "ja", ["30", "日", "a", "320"], id="numbers apart from letters"),
        pytest.param("ビザは必要？", "ja", ["びざは必要"], id="a Japanese run is not cut"),
        pytest.param("비자가", "ja", ["비", "자", "가"], id="Korean is not Japanese"),
        pytest.param("", "en", [], id="nothing"),
        pytest.param("✈️", "en", [], id="an emoji"),
    ],
)
def test_a_text_is_cut_into_stemmed_runs(text: str, language: str, stems: list[str]) -> None:
    assert [token.stem for token in tokens(text, language)] == stems


def test_only_japanese_runs_are_marked_so() -> None:
    assert tokens("visa ビザ", "ja") == (Token("visa", "visa"), Token("びざ", "びざ", japanese=True))


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("flight", "flights", "en"),
        ("required", "requires", "en"),
        ("рейс", "рейсами", "ru"),
        ("виза", "визой", "ru"),
        ("японский", "японскому", "ru"),
        ("казакстан", "казакстаннан", "kk"),
        ("азамат", "азаматтарына", "kk"),
        ("туристер", "туристерге", "kk"),
        ("жапония", "жапониядагы", "kk"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str, language: str) -> None:
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize("word", ["2026", "30"])
def test_a_number_is_its_own_stem(word: str) -> None:
    assert stem(word, "en") == word


@pytest.mark.parametrize("word", ["бар", "ма", "рейс", "тал", "алма"])
def test_a_short_kazakh_word_is_left_whole(word: str) -> None:
    assert stem(word, "kk") == word


def test_russian_endings_are_not_cut_in_kazakh() -> None:
    assert stem("визами", "kk") != stem("визами", "ru")
