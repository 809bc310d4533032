"""Calibration: from signs to the probability that the first candidate is right, by logistic regression.

It starts from a prior that was fitted once on the test questions (``trust.yaml``) and is drawn towards each
knowledge base's own phrasings. Measured on four languages: the phrasings alone, which curators make as unlike
each other as they can, teach too little trust; the prior alone is a little worse than both together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from bot.errors import KnowledgeError
from bot.knowledge.nodes import Problems, Table, read_file
from bot.knowledge.nodes import Sequence as ListNode
from bot.knowledge.record import Record
from bot.matching.vectors import Floats

PRIOR_FILE: Final = Path(__file__).with_name("trust.yaml")
INTERCEPT: Final = "intercept"
FAITH: Final = 250.0
"""How strongly the prior holds: the ridge towards it, in units of questions' worth of curvature."""
_STEPS: Final = 60
_LONGEST_STEP: Final = 3.0
_MOST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A regression: ``weights`` by sign after centring and scaling, then the intercept."""

    centre: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def pulls(self, signs: Floats) -> Floats:
        """Return how far each sign pulls towards trust; one that is NaN, not told, pulls nowhere."""
        pulls: Floats = np.nan_to_num((signs - self.centre) / self.scale) * self.weights
        return pulls

    def probability(self, signs: Floats) -> float:
        """Return the probability (0–1) that the first candidate is right."""
        total = float(self.pulls(signs).sum()) + self.intercept
        return float(1.0 / (1.0 + np.exp(-np.clip(total, -_MOST, _MOST))))


def fit(signs: Floats, right: Floats, prior: Calibration, faith: float = FAITH) -> Calibration:
    """Return the regression of ``right`` (0 or 1, by row) on ``signs`` (rows × signs), by Newton's method.

    A ridge of strength ``faith`` holds the weights and the intercept to the prior's.
    """
    scaled = np.nan_to_num((signs - prior.centre) / prior.scale)
    rows = np.hstack([scaled, np.ones((len(signs), 1), np.float32)]).astype(np.float64)
    start = np.append(prior.weights, prior.intercept).astype(np.float64)
    ridge = np.diag([faith] * (signs.shape[1] + 1))
    weights = start.copy()
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -_MOST, _MOST)))
        gradient = rows.T @ (right - chance) - ridge @ (weights - start)
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + ridge
        step = np.linalg.solve(curvature, gradient)
        weights += step * min(1.0, _LONGEST_STEP / max(float(np.abs(step).max()), 1e-9))
        if float(np.abs(step).max()) < 1e-6:
            break
    return Calibration(prior.centre, prior.scale, weights[:-1].astype(np.float32), float(weights[-1]))


def read_prior(signs: Sequence[str], path: Path = PRIOR_FILE) -> Calibration:
    """Return the prior for ``signs``, in their order.

    Raises:
        KnowledgeError: if the file lacks one of them or is malformed.
    """
    problems = Problems()
    node = read_file(path, path.read_bytes(), problems)
    told: dict[str, tuple[float, float, float]] = {}
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, Table):
            record = Record(item, problems)
            name = record.text("sign")
            told[name] = float(record.text("centre")), float(record.text("scale")), float(record.text("weight"))
            record.finish()
    missing = [name for name in (*signs, INTERCEPT) if name not in told]
    if missing or problems.all():
        raise KnowledgeError((*map(str, problems.all()), f"{path}:1: no prior for {', '.join(missing)}"))
    rows = np.array([told[name] for name in signs], dtype=np.float32)
    return Calibration(rows[:, 0], rows[:, 1], rows[:, 2], told[INTERCEPT][2])
