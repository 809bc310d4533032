"""The index of one language: every unit's texts as vectors, and how well a question's vector agrees with each unit.

Immutable once built and safe to share between threads.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import sparse

from bot.matching.features import BLOCKS, Extractor, Features
from bot.matching.repair import Repairer
from bot.matching.units import Unit
from bot.matching.vectors import Floats, Postings, SparseRow, Vectorizer
from bot.text import fold

NEAREST: Final = 3
_CONCEPTS: Final = BLOCKS.index("concepts")
_TINY: Final = np.float32(1e-6)
_HALF: Final = np.float32(0.5)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for each unit, one number a unit, each about 0–1.

    ``centroid``: cosine with the sum of its phrasings; ``nearest``: mean of its three most similar phrasings;
    ``statement``: its most similar statement; ``against``: its most similar near miss.
    """

    centroid: Floats
    nearest: Floats
    statement: Floats
    against: Floats
    best_phrasing: npt.NDArray[np.int64]

    def mean(self, other: "Evidence") -> "Evidence":
        """Return the average of two readings of one question; the best phrasing is the first one's."""
        return Evidence(
            _HALF * (self.centroid + other.centroid),
            _HALF * (self.nearest + other.nearest),
            _HALF * (self.statement + other.statement),
            _HALF * (self.against + other.against),
            self.best_phrasing,
        )


class Group:
    """Rows that belong to units: gathers a number per row into numbers per unit."""

    def __init__(self, owners: Sequence[int], size: int) -> None:
        self.owners = np.array(owners, dtype=np.int64)
        self._size = size
        counts = np.bincount(self.owners, minlength=size) if len(owners) else np.zeros(size, np.int64)
        width = int(counts.max(initial=0))
        self._padded = np.full((size, width + 1), len(owners), dtype=np.int64)
        filled = np.zeros(size, dtype=np.int64)
        for row, owner in enumerate(owners):
            self._padded[owner, filled[owner]] = row
            filled[owner] += 1

    def spread(self, values: Floats) -> Floats:
        """Return the rows' values as a table, one line a unit, padded with zeros."""
        return np.append(values, np.float32(0))[self._padded]

    def sums(self, values: Floats) -> Floats:
        """Return the sum of each unit's values."""
        return np.bincount(self.owners, weights=values, minlength=self._size).astype(np.float32)

    def row_at(self, unit: int, place: int) -> int:
        """Return the row at ``place`` in the unit's line of the table."""
        return int(self._padded[unit, place])


class LanguageIndex:
    """One language's texts of every unit."""

    def __init__(self, units: Sequence[Unit], language: str, extractor: Extractor) -> None:
        self.units = tuple(units)
        self.language = language
        self._extractor = extractor
        self.phrasings = [text for unit in units for text in unit.phrasings]
        self.folded = [fold(text) for text in self.phrasings]
        features = self._features(self.phrasings)
        statements = self._features(text for unit in units for text in unit.statements)
        self.vectorizer = Vectorizer.fit(features, statements)
        self.rows = self.vectorizer.matrix(features)
        self._phrasings = Postings.of(self.rows)
        self._statements = Postings.of(self.vectorizer.matrix(statements))
        against = self._features(text for unit in units for text in unit.against)
        self._against = Postings.of(self.vectorizer.matrix(against))
        size = len(self.units)
        self.group = Group([number for number, unit in enumerate(units) for _ in unit.phrasings], size)
        self._statement_group = Group([number for number, unit in enumerate(units) for _ in unit.statements], size)
        self._against_group = Group([number for number, unit in enumerate(units) for _ in unit.against], size)
        owned = sparse.csr_matrix(
            (np.ones(len(self.phrasings), np.float32), (self.group.owners, np.arange(len(self.phrasings)))),
            shape=(size, len(self.phrasings)),
        )
        sums = owned @ self.rows
        self._sum_squares = np.asarray(sums.multiply(sums).sum(axis=1)).ravel().astype(np.float32)
        self._scale = (
            float(np.mean(np.sqrt(np.asarray(self.rows.multiply(self.rows).sum(axis=1))))) if features else 1.0
        )
        spoken = " ".join((*self.folded, *(fold(text) for unit in units for text in unit.statements)))
        self.repairer = Repairer(spoken.split())
        by_unit = self._gather(features, statements)
        self.concepts = [frozenset(text for found in unit for text in found.blocks[_CONCEPTS]) for unit in by_unit]
        self.words = [frozenset(word for found in unit for word in found.words) for unit in by_unit]

    def extract(self, text: str) -> Features:
        """Return the features of a question in this language."""
        return self._extractor.extract(text, self.language)

    def repaired(self, text: str) -> str | None:
        """Return the folded text with its unknown words repaired, or None if there is nothing to repair."""
        words = fold(text).split()
        changed = [self.repairer.repair(word) or word for word in words]
        return " ".join(changed) if changed != words else None

    def evidence(self, row: SparseRow, left_out: int | None = None) -> Evidence:
        """Return what speaks for each unit; ``left_out`` is a phrasing to do as if it weren't there."""
        similar = self._phrasings.similarity(row)
        sums, squares = self.group.sums(similar), self._sum_squares
        if left_out is not None:
            owner, own = self.group.owners[left_out], similar[left_out]
            squares = squares.copy()
            squares[owner] = max(squares[owner] - 2 * sums[owner] + own, 0.0)
            sums[owner] -= own
            similar[left_out] = 0.0
        spread = self.group.spread(similar)
        top = np.partition(spread, -NEAREST, axis=1)[:, -NEAREST:] if spread.shape[1] > NEAREST else spread
        scale = np.float32(1.0 / max(self._scale, float(_TINY)))
        return Evidence(
            centroid=(scale * (sums / np.sqrt(np.maximum(squares, _TINY)))).astype(np.float32),
            nearest=scale * scale * top.mean(axis=1),
            statement=scale * scale * self._statement_group.spread(self._statements.similarity(row)).max(axis=1),
            against=scale * scale * self._against_group.spread(self._against.similarity(row)).max(axis=1),
            best_phrasing=spread.argmax(axis=1),
        )

    def _features(self, texts: Iterable[str]) -> list[Features]:
        return [self._extractor.extract(text, self.language) for text in texts]

    def _gather(self, features: Sequence[Features], statements: Sequence[Features]) -> list[list[Features]]:
        """Return every text's features by unit."""
        gathered: list[list[Features]] = [[] for _ in self.units]
        for group, texts in ((self.group, features), (self._statement_group, statements)):
            for owner, found in zip(group.owners.tolist(), texts, strict=True):
                gathered[owner].append(found)
        return gathered
