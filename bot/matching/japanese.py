"""Japanese words: lemmas and readings by Sudachi's small dictionary, and romaji turned into kana."""

import re
import threading
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Final

from sudachipy import Dictionary, SplitMode, Tokenizer

from bot.allocator import let_go_of
from bot.text import fold

JAPANESE_CHARACTER: Final = re.compile(r"[ぁ-ゖァ-ヺーｦ-ﾟ々㐀-鿿\uf900-\ufaff]")
_LONG_VOWEL: Final = re.compile(r"(?<=[おこそとのほもよろごぞどぼぽょうくすつぬふむゆるぐずづぶぷゅ])う|ー|っ")
_SKIPPED: Final = frozenset({"補助記号", "空白", "記号"})
_FUNCTION_WORDS: Final = frozenset({"助詞", "助動詞", "接続詞"})
_LOCAL: Final = threading.local()
_DICTIONARY_FILE: Final = Path(str(files("sudachidict_small") / "resources" / "system.dic"))
_ANALYSED: Final = count()
_LET_GO_EVERY: Final = 25
"""So many look at some 40 MB of the dictionary, a thousand at 80; to let go costs each text 0.3 ms."""


@dataclass(frozen=True, slots=True)
class JapaneseWords:
    """``lemmas`` of the content words, folded; ``reading`` of the whole text in hiragana."""

    lemmas: tuple[str, ...]
    reading: str


def is_japanese(text: str) -> bool:
    """Say whether ``text`` has kana or Chinese characters in it."""
    return JAPANESE_CHARACTER.search(text) is not None


def analyse_japanese(text: str) -> JapaneseWords:
    """Return the words of ``text``; any text, in any script, gives some."""
    sayable = text.encode("utf-8", errors="replace").decode()  # Sudachi refuses half a surrogate pair
    morphemes = _tokenizer().tokenize(unicodedata.normalize("NFKC", sayable)[:2000], SplitMode.A)
    lemmas: list[str] = []
    reading: list[str] = []
    for morpheme in morphemes:
        part_of_speech = morpheme.part_of_speech()[0]
        if part_of_speech in _SKIPPED:
            continue
        reading.append(_folded(morpheme.reading_form()))
        lemma = _folded(morpheme.normalized_form())
        if part_of_speech not in _FUNCTION_WORDS and lemma:
            lemmas.append(lemma)
    return JapaneseWords(tuple(lemmas), "".join(reading))


@lru_cache(maxsize=3_000)
def _folded(word: str) -> str:
    return fold(word).replace(" ", "")


def plain_sound(reading: str) -> str:
    """Return a kana reading without long vowels and doubled consonants, which people write in many ways."""
    return _LONG_VOWEL.sub("", reading)


def _tokenizer() -> Tokenizer:
    """Return this thread's tokenizer: one may not be used by two threads at once."""
    tokenizer: Tokenizer | None = getattr(_LOCAL, "tokenizer", None)
    if tokenizer is None:
        tokenizer = _dictionary().tokenizer()
        _LOCAL.tokenizer = tokenizer
    _let_go_now_and_then(next(_ANALYSED))
    return tokenizer


@cache
def _dictionary() -> Dictionary:
    """Return the dictionary, one for all threads, which lives as long as the process."""
    return Dictionary(dict="small")


def _let_go_now_and_then(analysed: int) -> None:
    """Let go of the dictionary's pages at first, for loading looks at many, and after every so many texts."""
    if analysed % _LET_GO_EVERY == 0:
        let_go_of(_DICTIONARY_FILE)


ROMAJI_PARTICLES: Final = frozenset({
    "wa", "ga", "wo", "ni", "ka", "desu", "desuka", "deshita", "deshou", "masu", "masuka", "arimasu",
    "arimasuka", "imasu", "shita", "mashita", "shimasu", "kudasai", "oshiete", "kara", "nan", "nani", "doko", "itsu",
    "naze", "ikura", "dono", "dou", "donna", "hitsuyou", "nihon", "nihonjin",
})  # fmt: skip
"""Romanised words that are in no other language's questions and in nearly every Japanese one."""
_VOWELS: Final = "aiueo"
_ROWS: Final = (
    ("", "あいうえお"), ("k", "かきくけこ"), ("g", "がぎぐげご"), ("s", "さしすせそ"), ("z", "ざじずぜぞ"),
    ("t", "たちつてと"), ("d", "だぢづでど"), ("n", "なにぬねの"), ("h", "はひふへほ"), ("b", "ばびぶべぼ"),
    ("p", "ぱぴぷぺぽ"), ("m", "まみむめも"), ("r", "らりるれろ"), ("l", "らりるれろ"),
)  # fmt: skip
_GLIDES: Final = (
    ("ky", "き"), ("gy", "ぎ"), ("sh", "し"), ("sy", "し"), ("j", "じ"), ("jy", "じ"), ("zy", "じ"), ("ch", "ち"),
    ("ty", "ち"), ("ny", "に"), ("hy", "ひ"), ("by", "び"), ("py", "ぴ"), ("my", "み"), ("ry", "り"),
)  # fmt: skip
_ODD: Final = {
    "shi": "し", "chi": "ち", "tsu": "つ", "ji": "じ", "fu": "ふ", "ya": "や", "yu": "ゆ", "yo": "よ", "wa": "わ",
    "wo": "を", "fa": "ふぁ", "fi": "ふぃ", "fe": "ふぇ", "fo": "ふぉ", "ti": "てぃ", "di": "でぃ", "va": "ゔぁ",
    "vi": "ゔぃ", "vu": "ゔ", "ve": "ゔぇ", "vo": "ゔぉ", "she": "しぇ", "che": "ちぇ", "je": "じぇ", "si": "し",
    "tu": "つ", "hu": "ふ", "n": "ん", "-": "ー",
}  # fmt: skip
_LONG: Final = str.maketrans({"ā": "aa", "ī": "ii", "ū": "uu", "ē": "ee", "ō": "ou", "â": "aa", "û": "uu", "ô": "ou"})


def _romaji_table() -> dict[str, str]:
    table = {head + vowel: kana for head, row in _ROWS for vowel, kana in zip(_VOWELS, row, strict=True)}
    for head, kana in _GLIDES:
        table |= {head + "a": kana + "ゃ", head + "u": kana + "ゅ", head + "o": kana + "ょ"}
    return table | _ODD


_ROMAJI: Final = _romaji_table()


def romaji_to_kana(word: str) -> str | None:
    """Return a lower-case Latin word as hiragana, or None where it cannot be romanised Japanese."""
    word = word.translate(_LONG).replace("'", "")
    kana: list[str] = []
    position = 0
    while position < len(word):
        if position + 1 < len(word) and word[position] == word[position + 1] and word[position] not in "aiueon":
            kana.append("っ")
            position += 1
            continue
        for length in (3, 2, 1):
            syllable = _ROMAJI.get(word[position : position + length])
            if syllable is not None:
                kana.append(syllable)
                position += length
                break
        else:
            return None
    return "".join(kana)
