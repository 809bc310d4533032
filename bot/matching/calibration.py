"""Calibration: from signs to the probability that the first candidate is right, by logistic regression.

Fitted on the knowledge alone: each sampled phrasing once as a question the base holds (itself left out), and
once as a stranger (its unit and every unit sharing a fact left out).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.matching.vectors import Floats

_RIDGE: Final = 1.0
_STEPS: Final = 30
_MOST: Final = 30.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """A fitted regression: ``weights`` by sign after centring and scaling, then the intercept."""

    centre: Floats
    scale: Floats
    weights: Floats
    intercept: float

    def probability(self, signs: Floats) -> float:
        """Return the probability (0–1) that the first candidate is right."""
        total = float(((signs - self.centre) / self.scale) @ self.weights) + self.intercept
        return float(1.0 / (1.0 + np.exp(-np.clip(total, -_MOST, _MOST))))


def fit(signs: Floats, right: Floats) -> Calibration:
    """Return the regression of ``right`` (0 or 1, by row) on ``signs`` (rows × signs), by Newton's method.

    A ridge keeps it finite where the rows are few or separable. Without both kinds of rows the probability
    is what their share says.
    """
    centre = signs.mean(axis=0)
    scale = np.maximum(signs.std(axis=0), np.float32(1e-3))
    rows = np.hstack([(signs - centre) / scale, np.ones((len(signs), 1), np.float32)]).astype(np.float64)
    penalty = np.diag([_RIDGE] * signs.shape[1] + [1e-3])
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        chance = 1.0 / (1.0 + np.exp(-np.clip(rows @ weights, -_MOST, _MOST)))
        gradient = rows.T @ (right - chance) - penalty @ weights
        curvature = (rows * (chance * (1 - chance))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curvature, gradient)
        weights += step
        if float(np.abs(step).max()) < 1e-6:
            break
    return Calibration(
        centre.astype(np.float32), scale.astype(np.float32), weights[:-1].astype(np.float32), float(weights[-1])
    )
