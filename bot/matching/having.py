"""Which units have which features: numbers in one array, a small part of what as many sets take in memory."""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from bot.matching.vocabulary import UNKNOWN, Vocabulary

Numbers = npt.NDArray[np.int32]


class Having:
    """The features of each unit: numbers of a vocabulary, ascending within a unit, one unit after the other.

    ``sizes`` tells how many each unit has. Immutable once made.
    """

    def __init__(self, numbers: Numbers, sizes: Numbers) -> None:
        self._numbers = array("i", numbers.tobytes())
        self._ends = [0, *accumulate(sizes.tolist())]

    @classmethod
    def of(cls, vocabulary: Vocabulary, units: Sequence[Collection[str]]) -> "Having":
        """Return what each unit has, as far as it stands in the vocabulary."""
        each = [sorted(set(vocabulary.numbers(own)) - {UNKNOWN}) for own in units]
        every = [number for own in each for number in own]
        return cls(np.array(every, dtype=np.int32), np.array([len(own) for own in each], dtype=np.int32))

    @property
    def numbers(self) -> Numbers:
        """Every unit's numbers, one unit after the other."""
        return np.array(self._numbers, dtype=np.int32)

    @property
    def sizes(self) -> Numbers:
        """How many features each unit has."""
        ends = np.array(self._ends, dtype=np.int32)
        sizes: Numbers = ends[1:] - ends[:-1]
        return sizes

    def has(self, unit: int, number: int) -> bool:
        """Say whether the unit has the feature of that number; it never has ``UNKNOWN``."""
        end = self._ends[unit + 1]
        place = bisect_left(self._numbers, number, self._ends[unit], end)
        return place < end and self._numbers[place] == number

    def has_all(self, unit: int, numbers: Iterable[int]) -> bool:
        """Say whether the unit has every one of the features."""
        return all(self.has(unit, number) for number in numbers)

    def count(self, unit: int, numbers: Iterable[int]) -> int:
        """Return how many of the features the unit has."""
        return sum(self.has(unit, number) for number in numbers)

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield each unit with the number of each feature that it has."""
        for unit, (start, end) in enumerate(zip(self._ends, self._ends[1:], strict=False)):
            for number in self._numbers[start:end]:
                yield unit, number
