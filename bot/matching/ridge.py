"""Ridge classification in its dual form: what sets units apart, learnt from all phrasings of a language at once.

Solves (X·Xᵀ + λI)·A = Y by conjugate gradients, Y being 1 where a phrasing belongs to a unit and 0 elsewhere,
without ever forming X·Xᵀ. A question's evidence is then its similarity with every phrasing times A.
"""

from typing import Final

import numpy as np
from scipy import sparse

from bot.matching.vectors import Floats, SparseRows, Starts

RIDGE: Final = 1.0
MOST_CELLS: Final = 6_000_000
"""Phrasings × units beyond which the table would cost more memory and time than it is worth."""
_STEPS: Final = 6
_CLOSE: Final = 1e-3


def is_worthwhile(phrasings: int, units: int) -> bool:
    """Say whether a base of that size is to have a ridge table at all."""
    return units > 1 and 0 < phrasings * units <= MOST_CELLS


def solve(rows: SparseRows, owners: Starts, units: int) -> Floats:
    """Return A, phrasings × units, for phrasings belonging to ``owners``; rows are brought to unit length."""
    matrix = sparse.csr_matrix((rows.values, (rows.rows, rows.columns)), shape=(rows.height, rows.width))
    turned = matrix.T.tocsr()
    wanted = np.zeros((rows.height, units), dtype=np.float32)
    wanted[np.arange(rows.height), owners] = 1.0
    solution = np.zeros_like(wanted)
    residual = wanted.copy()
    direction = residual.copy()
    energy = np.einsum("ij,ij->j", residual, residual)
    first = np.maximum(energy, np.float32(1e-12))
    for _ in range(_STEPS):
        applied = matrix @ (turned @ direction) + np.float32(RIDGE) * direction
        curvature = np.maximum(np.einsum("ij,ij->j", direction, applied), np.float32(1e-12))
        step = (energy / curvature).astype(np.float32)
        solution += step * direction
        residual -= step * applied
        remaining = np.einsum("ij,ij->j", residual, residual)
        if float(np.sqrt(remaining / first).max()) < _CLOSE:
            break
        direction = residual + (remaining / np.maximum(energy, np.float32(1e-12))).astype(np.float32) * direction
        energy = remaining
    return solution
