"""Folding and UTF-16 lengths."""

import tracemalloc

import pytest

from bot.text import cut_utf16, fold, utf16_length


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        pytest.param("Әғқңөұүһі", "агкноуухи", id="Kazakh letters"),
        pytest.param("ӘҒҚҢӨҰҮҺІ", "агкноуухи", id="Kazakh capitals"),
        pytest.param("Ёлка ёж", "елка еж", id="yo"),
        pytest.param("е\u0308ж", "еж", id="yo as two characters"),
        pytest.param("カザフスタン", "かざふすたん", id="katakana"),
        pytest.param("ｶｻﾞﾌ", "かざふ", id="half-width katakana"),
        pytest.param("ヴァ", "ゔぁ", id="voiced u"),
        pytest.param("ラーメン", "らーめん", id="the long vowel stays"),
        pytest.param("人々", "人々", id="the repetition mark stays"),
        pytest.param("が", "が", id="a voiced kana stays voiced"),
        pytest.param("ＡＢＣ１２３", "abc123", id="full width"),
        pytest.param("Café naïve Ōsaka", "cafe naive osaka", id="diacritics"),
        pytest.param("Straße", "strasse", id="case folding"),
        pytest.param("ﬁ ①", "fi 1", id="compatibility characters"),
        pytest.param("  Visa -- free?!  (30 days)\n", "visa free 30 days", id="punctuation and spaces"),
        pytest.param("a\u200bb\u00adc", "abc", id="invisible characters"),
        pytest.param("✈️🇰🇿", "", id="emoji only"),
        pytest.param("", "", id="nothing"),
        pytest.param("йод", "йод", id="short i is a letter of its own"),
        pytest.param("a\ud800b", "a b", id="half a surrogate pair"),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("text", "length"), [("", 0), ("aя日", 3), ("😀", 2), ("👨‍👩", 5)])
def test_length_is_counted_in_utf16_units(text: str, length: int) -> None:
    assert utf16_length(text) == length


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        pytest.param("abcdef", 6, "abcdef", id="what fits stays"),
        pytest.param("abcdef", 5, "abcd…", id="the ellipsis counts"),
        pytest.param("ab😀cd", 5, "ab😀…", id="a pair that just fits"),
        pytest.param("abc😀d", 5, "abc…", id="never half a pair"),
        pytest.param("ab cdef", 4, "ab…", id="no space before the ellipsis"),
    ],
)
def test_text_is_cut_to_utf16_units(text: str, limit: int, cut: str) -> None:
    assert cut_utf16(text, limit) == cut


def test_another_ellipsis_can_be_given() -> None:
    assert cut_utf16("abcdef", 5, ellipsis="[…]") == "ab[…]"


def test_a_hundred_thousand_odd_characters_take_no_room() -> None:
    fold("a")
    tracemalloc.start()
    try:
        for start in range(0x20000, 0x3A000, 0x400):
            fold("".join(map(chr, range(start, start + 0x400))))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert held < 4_000_000
