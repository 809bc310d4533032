"""Typo repair: a word the knowledge never uses becomes the nearest one that it does, within bounds."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST: Final = 4
LONG: Final = 7


class Repairer:
    """Knows the folded words of one language with how often each stands.

    Optimal string alignment distance: 1 for words of 4 to 6 letters, 2 from 7; never numbers, never shorter
    words. Of equally near words one with the same first letter is taken, then the more frequent.
    """

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._counts:
            by_length[len(word)].append(word)
        self._by_length = dict(by_length)
        self._known: dict[str, str | None] = {}

    def knows(self, word: str) -> bool:
        """Say whether the word stands in the knowledge as it is."""
        return word in self._counts

    def repair(self, word: str) -> str | None:
        """Return what ``word`` was probably meant to be, or None if it is known, exempt or near to nothing."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._counts:
            return None
        if word not in self._known:
            if len(self._known) > 5_000:
                self._known.clear()
            self._known[word] = self._nearest(word)
        return self._known[word]

    def _nearest(self, word: str) -> str | None:
        allowed = 1 if len(word) < LONG else 2
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        near = (
            (distance, found[0] != word[0], -self._counts[found], found)
            for length in lengths
            for found, distance, _ in process.extract(
                word,
                self._by_length.get(length, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                processor=None,
                limit=None,
            )
        )
        best = min(near, default=None)
        return None if best is None else best[3]
