"""A vocabulary: the numbers of features, in a static trie that takes a fiftieth of a dictionary's memory."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import repeat
from typing import Final

import marisa_trie

UNKNOWN: Final = -1


class Vocabulary:
    """Numbers features from 0 up. Immutable once made."""

    def __init__(self, kept: bytes, known: Mapping[str, int] | None = None) -> None:
        """Take what ``to_bytes`` returned; ``known``, the same as a dictionary, is faster to ask while building."""
        self._kept = kept
        self._trie = marisa_trie.Trie()
        self._trie.frombytes(kept)
        self._known = known

    @classmethod
    def of(cls, features: Collection[str]) -> "Vocabulary":
        """Return the vocabulary of some features, whose order doesn't matter."""
        trie = marisa_trie.Trie(features)
        return cls(trie.tobytes(), dict(trie.items()))

    def __len__(self) -> int:
        return len(self._trie)

    def __iter__(self) -> Iterator[str]:
        """Yield each feature in the order of the numbers."""
        return map(self._trie.restore_key, range(len(self._trie)))

    def numbers(self, features: Iterable[str]) -> Iterator[int]:
        """Yield the number of each feature, ``UNKNOWN`` for those that aren't there."""
        find = self._trie.get if self._known is None else self._known.get
        return map(find, features, repeat(UNKNOWN))

    def number(self, feature: str) -> int:
        """Return the number of a feature, ``UNKNOWN`` if it isn't there."""
        found: int = (self._trie if self._known is None else self._known).get(feature, UNKNOWN)
        return found

    def to_bytes(self) -> bytes:
        """Return what the vocabulary can be made of again."""
        return self._kept
