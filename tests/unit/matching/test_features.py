"""What texts are compared by."""

import tracemalloc

import pytest

from bot.matching.concepts import Lexicon
from bot.matching.features import BLOCKS, Extractor, Features

EXTRACTOR = Extractor(Lexicon.of([]))


def block(features: Features, name: str) -> dict[str, int]:
    return dict(features.blocks[BLOCKS.index(name)])


def test_words_are_stems_and_their_pairs() -> None:
    features = EXTRACTOR.extract("Direct flights Tokyo", "en")

    assert features.words == ("direct", "flight", "tokyo")
    assert set(block(features, "words")) == {
        *("direct", "flight", "tokyo"),
        *("direct flight", "flight tokyo", "direct tokyo"),
    }


def test_a_word_said_twice_is_counted_twice() -> None:
    assert block(EXTRACTOR.extract("visa visa", "en"), "words")["visa"] == 2


def test_grams_show_where_a_word_begins_and_ends() -> None:
    grams = block(EXTRACTOR.extract("visa", "en"), "grams")

    assert {"_v", "vi", "_vi", "isa_", "_visa"} <= set(grams)


def test_a_number_is_one_gram() -> None:
    assert block(EXTRACTOR.extract("2026", "en"), "grams") == {"_2026_": 1}


def test_different_spellings_of_a_japanese_word_sound_the_same() -> None:
    one, other = (EXTRACTOR.extract(text, "ja") for text in ("東京", "とうきょう"))

    assert block(one, "sounds") == block(other, "sounds") != {}


def test_other_scripts_have_no_sounds() -> None:
    assert block(EXTRACTOR.extract("visa", "en"), "sounds") == {}


@pytest.mark.parametrize("text", ["", "✈️", "…", "\x00", "\ud800"])
def test_a_text_without_words_has_no_features(text: str) -> None:
    features = EXTRACTOR.extract(text, "en")

    assert features.words == ()
    assert not any(features.blocks)


def test_words_without_end_take_no_room() -> None:
    EXTRACTOR.extract("word", "en")
    tracemalloc.start()
    try:
        for number in range(40):
            EXTRACTOR.extract(chr(ord("a") + number % 26) * (900 + number), "en")
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert held < 1_000_000
