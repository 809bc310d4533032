"""Trigrams: how usual a text's letters are in one language, and which of its words that language's texts have.

Three letters are one number here, and all of a language's numbers one sorted array: a tenth of what a dictionary of
strings takes in memory, and as quick to ask.
"""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.matching.vocabulary import UNKNOWN, Vocabulary
from bot.text import fold

Keys = npt.NDArray[np.int64]

_NOT_LETTERS: Final = re.compile(r"[\W\d_]+")
_SMOOTHING: Final = 0.3
_CODE_BITS: Final = 21
"""Unicode's code points need no more."""
_BEYOND: Final = np.iinfo(np.int64).max


class Trigrams:
    """How usual a text's letters are in one language, as a mean log-probability per trigram, and which words it has.

    ``keys`` are the trigrams of the language's texts as numbers, ascending; ``counts`` how often each stands there.
    """

    def __init__(self, keys: Keys, counts: npt.NDArray[np.int64], words: Vocabulary) -> None:
        self.keys = keys
        self.counts = counts
        self.words = words
        total = int(counts.sum()) + _SMOOTHING * (len(counts) + 1)
        self._unseen = math.log(_SMOOTHING / total)
        distinct, place = np.unique(counts, return_inverse=True)
        seen = np.array([math.log((count + _SMOOTHING) / total) for count in distinct.tolist()])
        self._scores = np.append(seen[place], self._unseen)
        self._sought = np.append(keys, _BEYOND)

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Trigrams":
        """Return the model of some texts."""
        said = tuple(texts)
        words = {word for text in said for word in fold(text).split() if len(word) > 1}
        every = [np.zeros(0, np.int64), *map(_keys.__wrapped__, said)]
        keys, counts = np.unique(np.concatenate(every), return_counts=True)
        return cls(keys, counts.astype(np.int64), Vocabulary.of(words))

    def known(self, text: str) -> int:
        """Return how many words of the text, once folded, stand in the language's own texts."""
        return sum(number != UNKNOWN for number in self.words.numbers(_folded_words(text)))

    def mean(self, text: str) -> float:
        """Return the log-probability of a trigram of the text, on average."""
        wanted = _keys(text)
        place = self._sought.searchsorted(wanted)
        scores = self._scores.take(place)
        scores[self._sought.take(place) != wanted] = self._unseen
        told: list[float] = scores.tolist()
        return sum(told) / len(told)


@lru_cache(maxsize=8)
def _folded_words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


@lru_cache(maxsize=8)  # one text is read as several languages, one after the other
def _keys(text: str) -> Keys:
    """Return the trigrams of a text, at least one, each as a number."""
    padded = f"  {_NOT_LETTERS.sub(' ', text).strip()} "
    codes = np.frombuffer(padded.encode("utf-32-le", "surrogatepass"), dtype="<u4").astype(np.int64)
    keys: Keys = (codes[:-2] << 2 * _CODE_BITS) | (codes[1:-1] << _CODE_BITS) | codes[2:]
    keys.flags.writeable = False
    return keys
