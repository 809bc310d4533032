"""Input habits undone by tables: Cyrillic typed in Latin letters or on the wrong keyboard layout."""

import re
from typing import Final

_LAYOUT_LATIN: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUT_CYRILLIC: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_CYRILLIC_LAYOUT: Final = str.maketrans(_LAYOUT_LATIN, _LAYOUT_CYRILLIC)
_TO_LATIN_LAYOUT: Final = str.maketrans(_LAYOUT_CYRILLIC, _LAYOUT_LATIN)

_RUSSIAN: Final = (
    ("shch", "щ"), ("sch", "щ"), ("iya", "ия"), ("iyu", "ию"), ("iye", "ие"), ("ija", "ия"),
    ("yo", "ё"), ("jo", "ё"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("tz", "ц"),
    ("ch", "ч"), ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("ye", "е"), ("je", "е"),
    ("iy", "ий"), ("ij", "ий"), ("yy", "ый"), ("yj", "ый"), ("ay", "ай"), ("oy", "ой"), ("ey", "ей"), ("uy", "уй"),
    ("ai", "ай"), ("oi", "ой"), ("ei", "ей"), ("a", "а"), ("b", "б"), ("v", "в"), ("w", "в"), ("g", "г"), ("d", "д"),
    ("e", "е"), ("z", "з"), ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"),
    ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("f", "ф"), ("h", "х"), ("x", "х"), ("c", "ц"),
    ("q", "к"), ("y", "ы"), ("'", "ь"), ("4", "ч"),
)  # fmt: skip
_KAZAKH: Final = (
    ("sh", "ш"), ("ch", "ч"), ("zh", "ж"), ("kh", "х"), ("ya", "я"), ("yu", "ю"), ("ng", "ң"), ("gh", "ғ"),
    ("a'", "ә"), ("o'", "ө"), ("u'", "ү"), ("g'", "ғ"), ("n'", "ң"), ("i'", "и"), ("s'", "ш"), ("y'", "у"),
    ("ä", "ә"), ("á", "ә"), ("ö", "ө"), ("ó", "ө"), ("ü", "ү"), ("ú", "ү"), ("ū", "ұ"), ("ğ", "ғ"), ("ǵ", "ғ"),
    ("ŋ", "ң"), ("ñ", "ң"), ("ń", "ң"), ("ş", "ш"), ("ı", "ы"), ("ý", "у"), ("iy", "и"), ("yi", "и"), ("ai", "ай"),
    ("ay", "ай"), ("ey", "ей"), ("ei", "ей"), ("oy", "ой"), ("oi", "ой"), ("a", "а"), ("b", "б"), ("v", "в"),
    ("g", "г"), ("d", "д"), ("e", "е"), ("j", "ж"), ("z", "з"), ("i", "і"), ("k", "к"), ("q", "қ"), ("l", "л"),
    ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"), ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("w", "у"),
    ("f", "ф"), ("h", "х"), ("x", "х"), ("y", "ы"), ("c", "с"),
)  # fmt: skip


class _Transliteration:
    """Replaces the longest Latin spellings first."""

    def __init__(self, spellings: tuple[tuple[str, str], ...]) -> None:
        self._table = dict(spellings)
        longest_first = sorted(self._table, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, longest_first)))

    def __call__(self, text: str) -> str:
        return self._pattern.sub(lambda spelling: self._table[spelling[0]], text)


_FROM_RUSSIAN: Final = _Transliteration(_RUSSIAN)
_FROM_KAZAKH: Final = _Transliteration(_KAZAKH)


def latin_to_russian(text: str) -> str:
    """Return lower-case text in Latin letters as the Russian it may stand for."""
    return _FROM_RUSSIAN(text)


def latin_to_kazakh(text: str) -> str:
    """Return lower-case text in Latin letters, of any of Kazakh's Latin alphabets, in Cyrillic."""
    return _FROM_KAZAKH(text)


def latin_keys_to_cyrillic(text: str) -> str:
    """Return lower-case text typed on a Latin layout as it would read on the Russian one."""
    return text.translate(_TO_CYRILLIC_LAYOUT)


def cyrillic_keys_to_latin(text: str) -> str:
    """Return lower-case text typed on the Russian layout as it would read on a Latin one."""
    return text.translate(_TO_LATIN_LAYOUT)
