"""Vectors: texts as sparse TF-IDF rows, each block of features of unit length times the block's weight."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.matching.features import BLOCKS, Features
from bot.matching.vocabulary import UNKNOWN, Vocabulary

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int32]
Rows = npt.NDArray[np.int32] | npt.NDArray[np.uint16]
Starts = npt.NDArray[np.int64]

BLOCK_WEIGHTS: Final[Mapping[str, float]] = {"words": 1.0, "grams": 1.0, "sounds": 0.5, "concepts": 0.7}
_COMMON_CUT: Final = frozenset({"grams", "sounds"})  # the longest postings, weighing next to nothing
_MOST_TEXTS: Final = 0.15
_FEW_TEXTS: Final = 500
_BACKGROUND: Final = 20
_MIN_DOCUMENTS: Final[Mapping[str, int]] = {"words": 1, "grams": 2, "sounds": 2, "concepts": 1}


@dataclass(frozen=True, slots=True)
class SparseRow:
    """One text's vector: ``columns`` ascending within a block, and their ``values``."""

    columns: Integers
    values: Floats


@dataclass(frozen=True, slots=True)
class SparseRows:
    """Vectors of ``height`` texts in ``width`` columns: cell by cell its row, column and value, rows ascending."""

    rows: Integers
    columns: Integers
    values: Floats
    height: int
    width: int

    def head(self, height: int) -> "SparseRows":
        """Return the first ``height`` rows."""
        end = int(np.searchsorted(self.rows, height))
        return SparseRows(self.rows[:end], self.columns[:end], self.values[:end], height, self.width)

    def sum_squares(self, groups: Starts, size: int) -> Floats:
        """Return the squared length of the sum of each group's rows; ``groups`` names each row's group."""
        cells = groups[self.rows] * self.width + self.columns
        distinct, place = np.unique(cells, return_inverse=True)
        sums = np.bincount(place, weights=self.values, minlength=len(distinct))
        return np.bincount(distinct // self.width, weights=sums * sums, minlength=size).astype(np.float32)


class Vectorizer:
    """The vocabularies of one language's texts, by block; ``idf`` is by column, block after block."""

    def __init__(self, vocabularies: Sequence[Vocabulary], idf: Floats) -> None:
        self.vocabularies = tuple(vocabularies)
        self.idf = idf
        self.rarest = float(idf.max(initial=0.0)) or 1.0
        self._offsets = np.cumsum([0, *map(len, vocabularies[:-1])], dtype=np.int32)

    @property
    def words(self) -> Vocabulary:
        """The stems and pairs of stems that some text has."""
        return self.vocabularies[BLOCKS.index("words")]

    @property
    def concepts(self) -> Vocabulary:
        """The concepts that some text names."""
        return self.vocabularies[BLOCKS.index("concepts")]

    @classmethod
    def fit(cls, texts: Sequence[Features], company: Sequence[Features] = ()) -> "Vectorizer":
        """Return a vectorizer for ``texts``; words standing only in ``company`` get columns too.

        idf = ln((n + b) / (df + 1)) over ``texts`` alone, b being a background of texts that have none of the
        words: what stands in every text weighs nothing in a large base, and a little in a very small one.
        """
        vocabularies: list[Vocabulary] = []
        found: list[int] = []
        for number, block in enumerate(BLOCKS):
            counted = Counter(chain.from_iterable(text.blocks[number] for text in texts))
            seen = counted.copy()
            seen.update(chain.from_iterable(text.blocks[number] for text in company))
            most = _MOST_TEXTS * len(texts) if block in _COMMON_CUT and len(texts) >= _FEW_TEXTS else math.inf
            kept = [
                feature
                for feature, documents in seen.items()
                if documents >= _MIN_DOCUMENTS[block] and counted[feature] <= most
            ]
            vocabularies.append(Vocabulary.of(kept))
            found.extend(counted[feature] for feature in vocabularies[-1])
        idf = np.log((len(texts) + _BACKGROUND) / (np.array(found, dtype=np.float64) + 1))
        return cls(vocabularies, np.maximum(idf, 0.0).astype(np.float32))

    def row(self, features: Features) -> SparseRow:
        """Return the vector of one text."""
        columns, values, _ = self._weighted([features])
        return SparseRow(columns, values)

    def rows(self, texts: Sequence[Features]) -> "SparseRows":
        """Return the vectors of ``texts``, one row each."""
        columns, values, starts = self._weighted(texts)
        owners = np.repeat(np.arange(len(texts), dtype=np.int32), np.diff(starts))
        return SparseRows(owners, columns, values, len(texts), len(self.idf))

    def _weighted(self, texts: Sequence[Features]) -> tuple[Integers, Floats, Starts]:
        """Return the columns and values of every text one after the other, and where each text starts.

        Within each text and block: (1 + ln count) · idf, scaled to the block's weight in length.
        """
        places: list[int] = []
        counts: list[int] = []
        spans: list[int] = []
        for text in texts:
            for vocabulary, counted in zip(self.vocabularies, text.blocks, strict=True):
                places.extend(vocabulary.numbers(counted))
                counts.extend(counted.values())
                spans.append(len(counted))
        every = np.array(places, dtype=np.int32)
        known = every != UNKNOWN
        owner = np.repeat(np.arange(len(spans)), spans)[known]
        found = every[known] + self._offsets[owner % len(BLOCKS)]
        values = (1.0 + np.log(np.array(counts, dtype=np.float64)[known])) * self.idf[found]
        norms = np.sqrt(np.bincount(owner, weights=values * values, minlength=len(spans)))
        weights = np.tile([BLOCK_WEIGHTS[block] for block in BLOCKS], len(texts))
        scale = np.divide(weights, norms, out=np.zeros_like(norms), where=norms > 0)
        lengths = np.bincount(owner // len(BLOCKS), minlength=len(texts))
        starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        return found, (values * scale[owner]).astype(np.float32), starts

    def word_idf(self, stem: str) -> float | None:
        """Return the idf of a stem, or None if no text has it."""
        return self.idf_of(self.words.number(stem))

    def idf_of(self, number: int) -> float | None:
        """Return the idf of the word of that number, or None if it is ``UNKNOWN``."""
        return None if number == UNKNOWN else float(self.idf[number])


def narrow(numbers: Integers) -> Rows:
    """Return row numbers in half the memory where all of them, none negative, are small enough."""
    small = int(numbers.max(initial=0)) <= np.iinfo(np.uint16).max
    return numbers.astype(np.uint16) if small else numbers


class Postings:
    """Rows turned round: for each column the rows that have it, to score one question against all rows at once."""

    def __init__(self, starts: Integers, rows: Rows, values: Floats, size: int) -> None:
        self.starts = starts
        self.rows = rows
        self.values = values
        self.size = size

    @classmethod
    def of(cls, table: SparseRows) -> "Postings":
        """Return the postings of ``table``."""
        order = np.argsort(table.columns, kind="stable")
        starts = np.concatenate([[0], np.cumsum(np.bincount(table.columns, minlength=table.width))])
        return cls(starts.astype(np.int32), narrow(table.rows[order]), table.values[order], table.height)

    def similarity(self, row: SparseRow) -> Floats:
        """Return the inner product of ``row`` with every row, by row."""
        begin, past = self.starts[row.columns], self.starts[row.columns + 1]
        spans = list(zip(begin.tolist(), past.tolist(), strict=True))
        if not spans:
            return np.zeros(self.size, dtype=np.float32)
        rows = np.concatenate([self.rows[start:end] for start, end in spans])
        values = np.concatenate([self.values[start:end] for start, end in spans])
        weights = values * np.repeat(row.values, past - begin)
        return np.bincount(rows, weights=weights, minlength=self.size).astype(np.float32)
