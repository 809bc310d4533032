"""Margins: a linear support vector machine for each unit against all others, trained on a language's phrasings.

Kept in the dual form, which is sparse: a question's margin for a unit is the sum over that unit's support
phrasings of their weight times their similarity with the question, plus the unit's intercept. What lies beyond
the margin has no weight, so each machine is shown its own phrasings and only those others that are most like
them. Imported only where an index is built, since scikit-learn takes a second to import.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import sklearn
from scipy import sparse
from sklearn.svm import LinearSVC

from bot.matching.index import Margins
from bot.matching.vectors import Floats, SparseRows, Starts, narrow

PENALTY: Final = 1.0
RIVALS: Final = 1000
"""How many phrasings of other units a machine is shown; support phrasings are about 250."""
_TOLERANCE: Final = 0.01  # beyond this the weights no longer follow from the margins
_SMALLEST: Final = 1e-3
_SEED: Final = 0

Support = tuple[npt.NDArray[np.int64], Floats, float]


def train(rows: SparseRows, owners: Starts, units: int) -> Margins:
    """Return the machines' support phrasings for ``rows`` that belong to ``owners``."""
    matrix = sparse.csr_matrix((rows.values, (rows.rows, rows.columns)), shape=(rows.height, rows.width))
    named = np.unique(owners)
    member = sparse.csr_matrix((np.ones(rows.height, np.float32), (owners, np.arange(rows.height))))
    alike = (matrix @ (member @ matrix).T).toarray()
    every = np.full(units, -1.0, dtype=np.float32)
    found: list[Support] = []
    with sklearn.config_context(assume_finite=True, skip_parameter_validation=True):  # half the time of small fits
        for unit in named.tolist():
            shown = _shown(alike[:, unit], owners == unit)
            found.append(_machine(matrix[shown], np.where(owners[shown] == unit, 1.0, -1.0), shown))
            every[unit] = found[-1][2]
    sizes = np.array([len(own) for own, _, _ in found])
    return Margins(
        rows=narrow(np.concatenate([own for own, _, _ in found]).astype(np.int32)),
        weights=np.concatenate([weights for _, weights, _ in found]),
        units=named[sizes > 0].astype(np.int32),
        starts=(np.cumsum(sizes) - sizes)[sizes > 0].astype(np.int32),
        intercepts=every,
    )


def _shown(alike: Floats, own: npt.NDArray[np.bool_]) -> npt.NDArray[np.int64]:
    """Return a unit's own rows and, of the others, those most like them, ascending."""
    liked = np.where(own, np.float32(np.inf), alike)
    most = min(int(own.sum()) + RIVALS, len(liked))
    return np.sort(np.argpartition(-liked, most - 1)[:most])


def _machine(matrix: sparse.csr_matrix, sides: npt.NDArray[np.float64], shown: npt.NDArray[np.int64]) -> Support:
    """Return the support rows of one machine, their weights and the intercept.

    With the squared hinge, a phrasing's weight is 2·C·y·max(0, 1 − y·margin), y being 1 for a unit's own
    phrasings and −1 for others: what lies beyond the margin has none.
    """
    machine = LinearSVC(C=PENALTY, tol=_TOLERANCE, random_state=_SEED).fit(matrix, sides)
    margins = machine.decision_function(matrix)
    weights = (2 * PENALTY * sides * np.maximum(0.0, 1.0 - sides * margins)).astype(np.float32)
    support = np.abs(weights) > _SMALLEST
    return shown[support], weights[support], float(machine.intercept_[0])
