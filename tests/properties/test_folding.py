"""What holds for every text there is."""

from hypothesis import given
from hypothesis import strategies as st

from bot.text import cut_utf16, fold, utf16_length
from tests.properties.texts import any_text, wordy_text


@given(st.one_of(any_text, wordy_text))
def test_folding_is_idempotent(text: str) -> None:
    folded = fold(text)

    assert fold(folded) == folded


@given(any_text)
def test_folded_text_has_single_spaces_between_words_only(text: str) -> None:
    assert fold(text).split(" ") == (fold(text).split() or [""])


@given(wordy_text)
def test_case_and_surrounding_punctuation_make_no_difference(text: str) -> None:
    assert fold(f"  «{text}»!? ") == fold(text)


@given(st.text())
def test_length_is_that_of_utf_16(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le")) // 2


@given(st.text(), st.integers(min_value=1, max_value=30))
def test_cut_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    cut = cut_utf16(text, limit)

    assert utf16_length(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]))
