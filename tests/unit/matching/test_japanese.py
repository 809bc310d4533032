"""Japanese words and readings."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.matching.japanese import JapaneseWords, analyse_japanese, is_japanese, plain_sound


@pytest.mark.parametrize("text", ["ビザ", "びざ", "査証", "visa の", "ﾋﾞｻﾞ", "々", "ラ-メン"])
def test_kana_and_characters_are_japanese(text: str) -> None:
    assert is_japanese(text)


@pytest.mark.parametrize("text", ["", "visa", "виза", "비자", "・", "。", "123"])
def test_other_scripts_are_not_japanese(text: str) -> None:
    assert not is_japanese(text)


def test_content_words_are_lemmas_and_function_words_are_left_out() -> None:
    words = analyse_japanese("ビザは必要でしたか？")

    assert "びざ" in words.lemmas
    assert "必要" in words.lemmas
    assert "は" not in words.lemmas
    assert "か" not in words.lemmas


def test_a_reading_is_in_hiragana_without_punctuation() -> None:
    assert analyse_japanese("東京、大阪。").reading == "とうきょうおおさか"


def test_inflected_forms_have_one_lemma() -> None:
    assert analyse_japanese("行きました").lemmas[0] == analyse_japanese("行く").lemmas[0]


@pytest.mark.parametrize("text", ["", " ", "。！", "✈️"])
def test_a_text_without_words_has_none(text: str) -> None:
    assert analyse_japanese(text) == JapaneseWords((), "")


@pytest.mark.parametrize("text", ["あ\ud800", "あ" * 50_000, "\x00ビザ", "é" * 3000, "㍿" * 2000])
def test_odd_texts_can_be_analysed(text: str) -> None:
    assert isinstance(analyse_japanese(text), JapaneseWords)


def test_several_threads_analyse_at_once() -> None:
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(analyse_japanese, ["東京へ行く", "大阪へ行く"] * 50))

    assert found == [analyse_japanese("東京へ行く"), analyse_japanese("大阪へ行く")] * 50


@pytest.mark.parametrize(
    ("reading", "sound"),
    [
        ("とうきょう", "ときょ"),
        ("らーめん", "らめん"),
        ("がっこう", "がこ"),
        ("うえ", "うえ"),
        ("おおさか", "おおさか"),
    ],
)
def test_long_vowels_and_doubled_consonants_are_left_out(reading: str, sound: str) -> None:
    assert plain_sound(reading) == sound
