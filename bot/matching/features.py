"""Features: what a text is compared by — stems and their pairs, character n-grams, Japanese readings, concepts."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Final

from bot.matching.concepts import Lexicon
from bot.matching.japanese import analyse_japanese, is_japanese, plain_sound
from bot.matching.tokens import LONGEST_KEPT, Token, stem, tokens

BLOCKS: Final = ("words", "grams", "sounds", "concepts")
_WORD_GRAMS: Final = (2, 3, 4, 5)
_RUN_GRAMS: Final = (1, 2, 3, 4)
_SOUND_GRAMS: Final = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class Features:
    """Counts by feature, one mapping for each of ``BLOCKS``; ``words`` are the content stems in their order."""

    blocks: tuple[Mapping[str, int], ...]
    words: tuple[str, ...]


class Extractor:
    """Takes features out of texts with one lexicon of concepts."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def names_a_concept(self, word: str, language: str) -> bool:
        """Say whether a folded word is one by which the lexicon names something, alone or with others."""
        return self._lexicon.has(stem(word, language))

    def extract(self, text: str, language: str) -> Features:
        """Return the features of ``text`` read as ``language``; any text gives some, maybe none."""
        found = tokens(text, language)
        stems = [token.stem for token in found if not token.japanese]
        sounds: Iterable[str] = ()
        if is_japanese(text):
            japanese = analyse_japanese(text)
            stems = list(japanese.lemmas)
            reading = plain_sound(japanese.reading)
            sounds = _grams(reading, _SOUND_GRAMS)
        concepts = self._lexicon.find(found, stems)
        grams = Counter(chain.from_iterable(map(_grams_of, found)))
        return Features((Counter(_with_pairs(stems)), grams, Counter(sounds), Counter(concepts)), tuple(stems))


def _with_pairs(stems: list[str]) -> list[str]:
    pairs = [f"{one} {two}" for step in (1, 2) for one, two in zip(stems, stems[step:], strict=False)]
    return stems + pairs


def _grams_of(token: Token) -> tuple[str, ...]:
    return (_kept_grams if len(token.text) <= LONGEST_KEPT else _token_grams)(token)


def _token_grams(token: Token) -> tuple[str, ...]:
    if token.japanese:
        return _grams(token.text, _RUN_GRAMS)
    bounded = f"_{token.text}_"
    return (bounded,) if token.text.isdigit() else _grams(bounded, _WORD_GRAMS)


_kept_grams: Final = lru_cache(maxsize=3_000)(_token_grams)


def _grams(text: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    return tuple([text[start : start + length] for length in lengths for start in range(len(text) - length + 1)])
