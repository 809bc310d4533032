"""Folding: the one normal form in which two phrasings are compared, and UTF-16 lengths.

Leaves to others: stemming and variants of a language (``bot.matching``), escaping for a markup (``bot.tg``).
"""

import unicodedata
from typing import Final

_LOOKALIKES: Final = str.maketrans("әғқңөұүһіё", "агкноуухие")
_HIRAGANA_SHIFT: Final = ord("ァ") - ord("ぁ")
_KEPT_MARKS: Final = "ー々"
_REMEMBERED_CHARS: Final = 16_384  # the four languages need some thousands; a stranger could send a million others


class _CharTable(dict[int, str]):
    """Maps a code point to what it folds to; filled as characters are met, up to a size."""

    def __missing__(self, code: int) -> str:
        folded = _fold_char(chr(code))
        if len(self) < _REMEMBERED_CHARS:
            self[code] = folded
        return folded


def _fold_char(char: str) -> str:
    if "ァ" <= char <= "ヶ":
        return chr(ord(char) - _HIRAGANA_SHIFT)
    if char in _KEPT_MARKS:
        return char
    category = unicodedata.category(char)
    if category in {"Mn", "Cf", "Me"}:
        return ""
    if category[0] not in {"L", "N"} and category != "Mc":
        return " "
    mapped = char.translate(_LOOKALIKES)
    if mapped != char:
        return mapped
    decomposed = unicodedata.normalize("NFD", char)
    return decomposed[0] if decomposed[0].isascii() else char


_CHARS: Final = _CharTable()


def fold(text: str) -> str:
    """Return ``text`` in the normal form used for comparison.

    NFKC, case folded, Kazakh letters as their Russian look-alikes, ё as е, katakana as hiragana, Latin
    diacritics dropped, punctuation and symbols as single spaces, no space at the ends. Idempotent:
    ``fold(fold(x)) == fold(x)``.
    """
    previous, folded = None, text
    while folded != previous:
        previous = folded
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", folded).casefold())
        folded = " ".join(folded.translate(_CHARS).split())
    return folded


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units, the unit of Telegram's limits."""
    return len(text) + sum(char > "\uffff" for char in text)


def cut_utf16(text: str, limit: int, ellipsis: str = "…") -> str:
    """Return ``text`` cut to at most ``limit`` UTF-16 units, ``ellipsis`` included, never inside a character."""
    if utf16_length(text) <= limit:
        return text
    room = limit - utf16_length(ellipsis)
    kept: list[str] = []
    for char in text:
        room -= 2 if char > "\uffff" else 1
        if room < 0:
            break
        kept.append(char)
    return "".join(kept).rstrip() + ellipsis
