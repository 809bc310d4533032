"""Tokens: folded text as runs of one script, words with their stems. Japanese words are ``bot.matching.japanese``'s."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import Stemmer

from bot.text import fold

_RUN: Final = re.compile(r"\d+|[a-z]+|[а-яёђ-џ]+|[ぁ-ゖー々㐀-鿿\uf900-\ufaff]+|[^\W\d_]")
_JAPANESE: Final = re.compile(r"[ぁ-ゖー々㐀-鿿\uf900-\ufaff]")
_KAZAKH_SUFFIXES: Final = re.compile(
    r"(?:"
    r"(?:лар|лер|дар|дер|тар|тер)|"  # plural
    r"(?:ымыз|имиз|ыныз|иниз|мыз|миз|ныз|низ|сы|си|ым|им|ын|ин|ы|и)|"  # possession
    r"(?:нын|нин|дын|дин|тын|тин|га|ге|ка|ке|на|не|ны|ни|ды|ди|ты|ти|да|де|та|те|нда|нде|"
    r"дан|ден|тан|тен|нан|нен|мен|бен|пен)|"  # case
    r"(?:гы|ги|кы|ки|дагы|деги|тагы|теги|лык|лик|дык|дик|тык|тик)|"  # belonging
    r"(?:ма|ме|ба|бе|па|пе)"  # question
    r")\Z"
)
LONGEST_KEPT: Final = 64  # words are shorter; of what is longer a stranger could make a memory full
_ENGLISH: Final = Stemmer.Stemmer("english")
_RUSSIAN: Final = Stemmer.Stemmer("russian")
_KAZAKH_STEM: Final = 4
_KAZAKH_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Token:
    """A run of one script: ``text`` as folded, ``stem`` to compare by. Japanese runs are not cut."""

    text: str
    stem: str
    japanese: bool = False


def tokens(text: str, language: str) -> tuple[Token, ...]:
    """Return the folded text's runs of one script each; words stemmed by ``language`` and by script."""
    runs = _RUN.findall(fold(text))
    return tuple((_kept if len(run) <= LONGEST_KEPT else _token)(run, language) for run in runs)


def _token(run: str, language: str) -> Token:
    if _JAPANESE.match(run):
        return Token(run, run, japanese=True)
    return Token(run, stem(run, language))


_kept: Final = lru_cache(maxsize=8_000)(_token)


def stem(word: str, language: str) -> str:
    """Return the stem of a folded word: English for Latin script; Kazakh or Russian rules for Cyrillic."""
    if word.isascii():
        return word if word.isdigit() else str(_ENGLISH.stemWord(word))
    return _kazakh_stem(word) if language == "kk" else str(_RUSSIAN.stemWord(word))


def _kazakh_stem(word: str) -> str:
    for _ in range(_KAZAKH_ROUNDS):
        shorter = _KAZAKH_SUFFIXES.sub("", word)
        if shorter == word or len(shorter) < _KAZAKH_STEM:
            break
        word = shorter
    return word
