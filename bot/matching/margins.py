"""Margins: a linear support vector machine for each unit against all others, trained on a language's phrasings.

Kept in the dual form, which is sparse: a question's margin for a unit is the sum over that unit's support
phrasings of their weight times their similarity with the question, plus the unit's intercept. Imported only
where an index is built, since scikit-learn takes a second to import.
"""

from typing import Final

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from bot.matching.index import Margins
from bot.matching.vectors import SparseRows, Starts

PENALTY: Final = 1.0
_TOLERANCE: Final = 0.01  # beyond this the weights no longer follow from the margins
_SMALLEST: Final = 1e-3
_SEED: Final = 0


def train(rows: SparseRows, owners: Starts, units: int) -> Margins:
    """Return the machines' support phrasings for ``rows`` that belong to ``owners``.

    With the squared hinge, a phrasing's weight is 2·C·y·max(0, 1 − y·margin), y being 1 for a unit's own
    phrasings and −1 for others: what lies beyond the margin has none.
    """
    matrix = sparse.csr_matrix((rows.values, (rows.rows, rows.columns)), shape=(rows.height, rows.width))
    machine = LinearSVC(C=PENALTY, tol=_TOLERANCE, random_state=_SEED).fit(matrix, owners)
    margins = machine.decision_function(matrix)
    intercepts = np.asarray(machine.intercept_, dtype=np.float32)
    if margins.ndim == 1:  # two units share one machine
        margins = np.column_stack([-margins, margins])
        intercepts = np.concatenate([-intercepts, intercepts])
    sides = np.where(owners[:, None] == machine.classes_[None, :], 1.0, -1.0)
    weights = 2 * PENALTY * sides * np.maximum(0.0, 1.0 - sides * margins)
    support, columns = np.nonzero(np.abs(weights) > _SMALLEST)
    every = np.full(units, -1.0, dtype=np.float32)
    every[machine.classes_] = intercepts
    return Margins(
        rows=support.astype(np.int32),
        units=machine.classes_[columns].astype(np.int32),
        weights=weights[support, columns].astype(np.float32),
        intercepts=every,
    )
