"""Trigrams against values worked out by hand."""

import math

import pytest

from bot.matching.trigrams import Trigrams


def test_the_mean_is_that_of_smoothed_shares() -> None:
    model = Trigrams.of(["abab", "a1b"])  # "  a", " ab", "aba", "bab", "ab " and "  a", " a ", "a b", " b "

    total = 9 + 0.3 * (8 + 1)
    twice, once = math.log(2.3 / total), math.log(1.3 / total)
    assert model.mean("ab") == pytest.approx((twice + once + once) / 3, abs=1e-12)  # "  a", " ab", "ab "


def test_a_trigram_that_no_text_has_is_smoothed_too() -> None:
    assert Trigrams.of(["ab"]).mean("") == pytest.approx(math.log(0.3 / (3 + 0.3 * 4)), abs=1e-12)


def test_usual_letters_are_likelier_than_unusual_ones() -> None:
    model = Trigrams.of(["the weather", "the other"])

    assert model.mean("the") > model.mean("xyz")


def test_no_text_has_a_likelihood_too() -> None:
    assert Trigrams.of([]).mean("") < 0.1


@pytest.mark.parametrize("text", ["\ud800", "𠮷野家", "\U0010ffff" * 3])
def test_any_characters_can_be_asked_for(text: str) -> None:
    assert Trigrams.of(["the weather"]).mean(text) < 0.0


def test_known_counts_words_as_often_as_they_stand() -> None:
    assert Trigrams.of(["The weather a"]).known("weather, Weather, pizza a") == 2
