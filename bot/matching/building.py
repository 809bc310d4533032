"""Building an index's tables out of the units' texts: the slow part of a cold start."""

import importlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bot.matching.features import BLOCKS, Extractor, Features
from bot.matching.having import Having
from bot.matching.index import Group, Margins, Tables, distinct_statements, phrasing_group, statement_group
from bot.matching.units import Unit
from bot.matching.vectors import Postings, SparseRows, Starts, Vectorizer
from bot.text import fold

MOST_CELLS: Final = 5_000_000
"""Phrasings × units beyond which training margins would cost more time and memory than they are worth."""
_CONCEPTS: Final = BLOCKS.index("concepts")


@dataclass(frozen=True, slots=True)
class Built:
    """Tables still without their margins, and the phrasings' features and vectors in the order of the rows.

    ``strange`` are the vectors of the phrasings, then of the strangers.
    """

    tables: Tables
    features: list[Features]
    rows: SparseRows
    owners: Starts
    strange: SparseRows

    def with_margins(self, margins: Margins) -> Tables:
        """Return the tables complete."""
        return replace(self.tables, margins=margins)


def build_tables(units: Sequence[Unit], language: str, extractor: Extractor, strangers: Sequence[str] = ()) -> Built:
    """Return the tables of one language's units; their margins are ``train_margins``'s."""
    phrasings = [text for unit in units for text in unit.phrasings]
    stated = distinct_statements(units)
    features = [extractor.extract(text, language) for text in phrasings]
    statements = [extractor.extract(text, language) for text in stated]
    against = [extractor.extract(text, language) for unit in units for text in unit.against]
    strange = [extractor.extract(text, language) for text in strangers]
    vectorizer = Vectorizer.fit(features, [*statements, *strange])
    every = vectorizer.rows([*features, *strange, *statements, *against])
    rows = every.head(len(features))
    groups = phrasing_group(units), statement_group(units)
    said = _gather(len(units), [(groups[0], features)])
    by_unit = _gather(len(units), zip(groups, (features, statements), strict=True))
    folded = tuple(map(fold, phrasings))
    words = " ".join((*folded, *map(fold, stated))).split()
    tables = Tables(
        vectorizer=vectorizer,
        postings=Postings.of(every),
        margins=Margins.none(len(units) + 1),
        strangers=len(strangers),
        sum_squares=rows.sum_squares(groups[0].owners, len(units)),
        scale=float(np.sqrt(rows.sum_squares(np.arange(len(phrasings)), len(phrasings))).mean()) if phrasings else 1.0,
        folded=folded,
        spoken=Counter(word for word in words if word.isalpha()),
        concepts=Having.of(
            vectorizer.concepts,
            [{name for found in own for name in found.blocks[_CONCEPTS]} for own in by_unit],
        ),
        words=Having.of(vectorizer.words, list(map(_words, by_unit))),
        said=Having.of(vectorizer.words, list(map(_words, said))),
    )
    return Built(tables, features, rows, groups[0].owners, every.head(len(features) + len(strange)))


def train_margins(built: Built) -> Margins:
    """Return the units' margins, none where the base is too small or too large for them."""
    units = len(built.tables.words.sizes)
    if len(np.unique(built.owners)) < 2 or built.rows.height * units > MOST_CELLS:
        return Margins.none(units + 1)
    owners = np.concatenate([built.owners, np.full(built.strange.height - built.rows.height, units)])
    trained: Margins = importlib.import_module("bot.matching.margins").train(built.strange, owners, units + 1)
    return trained


def _words(texts: Iterable[Features]) -> set[str]:
    return {word for text in texts for word in text.words}


def _gather(size: int, groups: Iterable[tuple[Group, Sequence[Features]]]) -> list[list[Features]]:
    """Return every text's features by unit."""
    gathered: list[list[Features]] = [[] for _ in range(size)]
    for group, texts in groups:
        for row, owner in zip(group.rows.tolist(), group.owners.tolist(), strict=True):
            gathered[owner].append(texts[row])
    return gathered
