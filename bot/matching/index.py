"""The index of one language: every unit's texts as vectors, and how well a question's vector agrees with each unit.

Immutable once built and safe to share between threads.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bot.matching.features import Extractor, Features
from bot.matching.having import Having
from bot.matching.repair import Repairer
from bot.matching.units import Unit
from bot.matching.vectors import Floats, Integers, Postings, Rows, SparseRow, Vectorizer
from bot.text import fold

NEAREST: Final = 3
_TINY: Final = np.float32(1e-6)
_HALF: Final = np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for each unit, one number a unit, each about 0–1.

    ``centroid``: cosine with the sum of its phrasings; ``margin``: on which side of what sets it
    apart from all others the question lies, −1 to 1; ``nearest``: mean of its three most similar phrasings;
    ``statement``: its most similar statement; ``against``: its most similar
    near miss; ``strange`` (two numbers for the whole question): how like it the three nearest strangers are, and on
    which side of what sets strangers apart it lies, NaN where there are none; ``bulk``: how much of
    everything like the question is its own, so that of a subject the most asked unit has most.
    """

    centroid: Floats
    margin: Floats
    nearest: Floats
    statement: Floats
    against: Floats
    strange: Floats
    bulk: Floats
    best_phrasing: npt.NDArray[np.int64]

    def mean(self, other: "Evidence") -> "Evidence":
        """Return the average of two readings of one question; the best phrasing is the first one's."""
        return Evidence(
            _HALF * (self.centroid + other.centroid),
            _HALF * (self.margin + other.margin),
            _HALF * (self.nearest + other.nearest),
            _HALF * (self.statement + other.statement),
            _HALF * (self.against + other.against),
            _HALF * (self.strange + other.strange),
            _HALF * (self.bulk + other.bulk),
            self.best_phrasing,
        )


@dataclass(frozen=True, slots=True)
class Margins:
    """Support phrasings, unit after unit: ``rows`` and their ``weights``; ``intercepts`` by unit.

    ``units`` are those that have support, and ``starts`` where the support of each begins.
    """

    rows: Rows
    weights: Floats
    units: Integers
    starts: Integers
    intercepts: Floats

    @classmethod
    def none(cls, units: int) -> "Margins":
        """Return margins that are 0 for every unit, for a base that is too small or too large to train them."""
        nothing = np.zeros(0, np.int32)
        return cls(nothing, np.zeros(0, np.float32), nothing, nothing, np.zeros(units, np.float32))

    def of(self, similar: Floats) -> Floats:
        """Return the margin of each unit for a question as ``similar`` to each phrasing."""
        told = np.zeros(len(self.intercepts))
        if len(self.units):
            told[self.units] = np.add.reduceat((similar.take(self.rows) * self.weights).astype(np.float64), self.starts)
        return (told + self.intercepts).astype(np.float32)


class Group:
    """Which rows speak for which unit: gathers a number per row into numbers per unit."""

    def __init__(self, pairs: Sequence[tuple[int, int]], size: int) -> None:
        """Take ``pairs`` of row and unit; a row may speak for several of the ``size`` units."""
        self.rows = np.array([row for row, _ in pairs], dtype=np.int64)
        self.owners = np.array([unit for _, unit in pairs], dtype=np.int64)
        self._size = size
        self._padding = int(self.rows.max(initial=-1)) + 1
        counts = np.bincount(self.owners, minlength=size)
        self._padded = np.full((size, int(counts.max(initial=0)) + 1), self._padding, dtype=np.int64)
        filled = np.zeros(size, dtype=np.int64)
        for row, unit in pairs:
            self._padded[unit, filled[unit]] = row
            filled[unit] += 1

    def spread(self, values: Floats) -> Floats:
        """Return the rows' values as a table, one line a unit, padded with zeros."""
        return np.append(values[: self._padding], np.float32(0))[self._padded]

    def sums(self, values: Floats) -> Floats:
        """Return the sum of each unit's values."""
        return np.bincount(self.owners, weights=values[self.rows], minlength=self._size).astype(np.float32)

    def row_at(self, unit: int, place: int) -> int:
        """Return the row at ``place`` in the unit's line of the table."""
        return int(self._padded[unit, place])


@dataclass(frozen=True, slots=True)
class Tables:
    """What of an index takes long to make: everything that is kept on disk between two starts.

    The rows of ``postings`` are the phrasings, the strangers, the statements and the near misses, one kind after
    the other. The last of the units that ``margins`` knows stands for the strangers.

    ``folded`` are the phrasings as folded; ``scale`` brings similarities to about 0–1; ``concepts`` and
    ``words`` are those of each unit's texts, ``said`` the words of its phrasings alone.
    """

    vectorizer: Vectorizer
    postings: Postings
    margins: Margins
    strangers: int
    sum_squares: Floats
    scale: float
    folded: tuple[str, ...]
    spoken: Mapping[str, int]
    concepts: Having
    words: Having
    said: Having


class LanguageIndex:
    """One language's texts of every unit."""

    def __init__(self, units: Sequence[Unit], language: str, extractor: Extractor, tables: Tables) -> None:
        self.units = tuple(units)
        self.language = language
        self.vectorizer = tables.vectorizer
        self.folded = tables.folded
        self.concepts = tables.concepts
        self.words = tables.words
        self.said = tables.said
        self.repairer = Repairer(tables.spoken)
        self._tables = tables
        self._extractor = extractor
        self.group = phrasing_group(units)
        self._statement_group = statement_group(units)
        self._against_group = Group(_owners(unit.against for unit in units), len(units))
        phrasings = len(self.group.rows)
        self._begins = np.cumsum([0, *(len(unit.phrasings) for unit in units)]).tolist()
        strange = phrasings + tables.strangers
        self._ends = (phrasings, strange, strange + len(distinct_statements(units)))

    def extract(self, text: str) -> Features:
        """Return the features of a question in this language."""
        return self._extractor.extract(text, self.language)

    def repaired(self, text: str) -> str | None:
        """Return the folded text with its unknown words repaired, or None if there is nothing to repair.

        A word of the lexicon's is known: another country's capital must not become a word of this base's.
        """
        words = fold(text).split()
        changed = [self._repaired_word(word) or word for word in words]
        return " ".join(changed) if changed != words else None

    def _repaired_word(self, word: str) -> str | None:
        repaired = self.repairer.repair(word)
        return None if repaired is None or self._extractor.names_a_concept(word, self.language) else repaired

    def holds(self, text: str, unit: int) -> bool:
        """Say whether ``text`` is, once folded, one of the unit's phrasings."""
        return fold(text) in self.folded[self._begins[unit] : self._begins[unit + 1]]

    def evidence(self, row: SparseRow, left_out: int | None = None) -> Evidence:
        """Return what speaks for each unit; ``left_out`` is a phrasing to do as if it weren't there."""
        every = self._tables.postings.similarity(row)
        similar, strange, stated, against = np.split(every, self._ends)
        sums, squares = self.group.sums(similar), self._tables.sum_squares
        if left_out is not None:
            owner, own = self.group.owners[left_out], similar[left_out]
            squares = squares.copy()
            squares[owner] = max(squares[owner] - 2 * sums[owner] + own, 0.0)
            sums[owner] -= own
            similar[left_out] = 0.0
        spread = self.group.spread(similar)
        top = np.partition(spread, -NEAREST, axis=1)[:, -NEAREST:] if spread.shape[1] > NEAREST else spread
        scale = np.float32(1.0 / max(self._tables.scale, float(_TINY)))
        margin = self._tables.margins.of(every[: self._ends[1]])
        return Evidence(
            centroid=(scale * (sums / np.sqrt(np.maximum(squares, _TINY)))).astype(np.float32),
            margin=margin[:-1],
            nearest=scale * scale * top.mean(axis=1),
            statement=scale * scale * self._statement_group.spread(stated).max(axis=1),
            against=scale * scale * self._against_group.spread(against).max(axis=1),
            strange=self._strange(scale * scale * strange, margin),
            bulk=sums,
            best_phrasing=spread.argmax(axis=1),
        )

    @staticmethod
    def _strange(similar: Floats, margin: Floats) -> Floats:
        if not len(similar):
            return np.full(2, np.nan, dtype=np.float32)
        nearest = np.partition(similar, -NEAREST)[-NEAREST:] if len(similar) > NEAREST else similar
        return np.array([nearest.sum() / NEAREST, margin[-1]], dtype=np.float32)


def phrasing_group(units: Sequence[Unit]) -> Group:
    """Return which phrasing is whose: the rows of the phrasings' table in the order of the units."""
    return Group(_owners(unit.phrasings for unit in units), len(units))


def distinct_statements(units: Sequence[Unit]) -> tuple[str, ...]:
    """Return each statement once, in the order of the rows of the statements' table."""
    return tuple(dict.fromkeys(text for unit in units for text in unit.statements))


def statement_group(units: Sequence[Unit]) -> Group:
    """Return which statement speaks for which units."""
    rows = {text: row for row, text in enumerate(distinct_statements(units))}
    pairs = [(rows[text], number) for number, unit in enumerate(units) for text in unit.statements]
    return Group(pairs, len(units))


def _owners(texts: Iterable[Sequence[str]]) -> list[tuple[int, int]]:
    owners = (number for number, own in enumerate(texts) for _ in own)
    return list(enumerate(owners))
