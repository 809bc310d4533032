"""Building an index's tables out of the units' texts: the slow part of a cold start."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np

from bot.matching.features import BLOCKS, Extractor, Features
from bot.matching.index import Group, Tables, distinct_statements, phrasing_group, statement_group
from bot.matching.ridge import is_worthwhile, solve
from bot.matching.units import Unit
from bot.matching.vectors import Floats, Postings, SparseRows, Starts, Vectorizer
from bot.text import fold

_CONCEPTS: Final = BLOCKS.index("concepts")


def build_tables(units: Sequence[Unit], language: str, extractor: Extractor) -> tuple[Tables, list[Features]]:
    """Return the tables of one language's units, and the phrasings' features in the order of the rows."""
    phrasings = [text for unit in units for text in unit.phrasings]
    stated = distinct_statements(units)
    features = [extractor.extract(text, language) for text in phrasings]
    statements = [extractor.extract(text, language) for text in stated]
    against = [extractor.extract(text, language) for unit in units for text in unit.against]
    vectorizer = Vectorizer.fit(features, statements)
    rows = vectorizer.rows(features)
    groups = phrasing_group(units), statement_group(units)
    by_unit = _gather(len(units), zip(groups, (features, statements), strict=True))
    folded = tuple(map(fold, phrasings))
    words = " ".join((*folded, *map(fold, stated))).split()
    tables = Tables(
        vectorizer=vectorizer,
        postings=Postings.of(vectorizer.rows([*features, *statements, *against])),
        ridge=_ridge(rows, groups[0].owners, len(units)),
        sum_squares=rows.sum_squares(groups[0].owners, len(units)),
        scale=float(np.sqrt(rows.sum_squares(np.arange(len(phrasings)), len(phrasings))).mean()) if phrasings else 1.0,
        folded=folded,
        spoken=Counter(word for word in words if word.isalpha()),
        concepts=tuple(frozenset(name for found in own for name in found.blocks[_CONCEPTS]) for own in by_unit),
        words=tuple(frozenset(word for found in own for word in found.words) for own in by_unit),
    )
    return tables, features


def _ridge(rows: SparseRows, owners: Starts, units: int) -> Floats:
    return solve(rows, owners, units) if is_worthwhile(rows.height, units) else np.zeros((0, units), np.float32)


def _gather(size: int, groups: Iterable[tuple[Group, Sequence[Features]]]) -> list[list[Features]]:
    """Return every text's features by unit."""
    gathered: list[list[Features]] = [[] for _ in range(size)]
    for group, texts in groups:
        for row, owner in zip(group.rows.tolist(), group.owners.tolist(), strict=True):
            gathered[owner].append(texts[row])
    return gathered
