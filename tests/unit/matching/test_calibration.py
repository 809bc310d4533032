"""The regression from signs to a probability, on synthetic questions."""

import numpy as np
import pytest

from bot.matching.calibration import Calibration, fit, read_prior
from bot.matching.scoring import SIGNS
from bot.matching.vectors import Floats

PLAIN = Calibration(np.zeros(2, np.float32), np.ones(2, np.float32), np.zeros(2, np.float32), 0.0)


def questions(count: int = 4000) -> tuple[Floats, Floats]:
    """Return signs and outcomes drawn from a known rule: logit = 2·first − 1."""
    random = np.random.default_rng(7)
    signs = random.normal(size=(count, 2)).astype(np.float32)
    chance = 1 / (1 + np.exp(-(2 * signs[:, 0] - 1)))
    return signs, (random.random(count) < chance).astype(np.float32)


def test_the_rule_behind_many_questions_is_found() -> None:
    signs, right = questions()

    fitted = fit(signs, right, PLAIN, faith=1.0)

    assert fitted.weights[0] == pytest.approx(2.0, abs=0.25)
    assert fitted.weights[1] == pytest.approx(0.0, abs=0.15)
    assert fitted.intercept == pytest.approx(-1.0, abs=0.15)


@pytest.mark.parametrize(("low", "high"), [(0.0, 0.2), (0.4, 0.6), (0.8, 1.0)])
def test_probabilities_are_how_often_it_is_right(low: float, high: float) -> None:
    signs, right = questions()
    fitted = fit(signs, right, PLAIN, faith=1.0)

    told = np.array([fitted.probability(row) for row in signs])
    among = (told >= low) & (told < high)

    assert float(right[among].mean()) == pytest.approx(float(told[among].mean()), abs=0.06)


def test_strong_faith_stays_with_the_prior() -> None:
    signs, right = questions()
    prior = Calibration(PLAIN.centre, PLAIN.scale, np.array([0.5, 0.5], np.float32), 0.25)

    fitted = fit(signs, right, prior, faith=1e9)

    assert fitted.weights.tolist() == pytest.approx([0.5, 0.5], abs=1e-3)
    assert fitted.intercept == pytest.approx(0.25, abs=1e-3)


@pytest.mark.parametrize("outcome", [0.0, 1.0])
def test_questions_of_one_kind_give_finite_figures(outcome: float) -> None:
    signs, _ = questions(50)

    fitted = fit(signs, np.full(50, outcome, np.float32), PLAIN, faith=1.0)

    assert np.isfinite([*fitted.weights, fitted.intercept]).all()
    assert (fitted.probability(signs[0]) > 0.5) is bool(outcome)


def test_separable_questions_give_finite_figures() -> None:
    signs = np.array([[-1, 0], [-2, 0], [1, 0], [2, 0]] * 10, np.float32)

    fitted = fit(signs, (signs[:, 0] > 0).astype(np.float32), PLAIN, faith=1.0)

    assert np.isfinite(fitted.weights).all()
    assert fitted.probability(signs[3]) > 0.9


def test_signs_are_centred_and_scaled() -> None:
    calibration = Calibration(
        np.array([1, 0], np.float32), np.array([2, 1], np.float32), np.array([3, 0], np.float32), 0.0
    )

    assert calibration.probability(np.array([1, 9], np.float32)) == pytest.approx(0.5)
    assert calibration.probability(np.array([3, 9], np.float32)) == pytest.approx(1 / (1 + np.exp(-3)))


@pytest.mark.parametrize("sign", [-1e9, 1e9])
def test_extreme_signs_stay_probabilities(sign: float) -> None:
    calibration = Calibration(PLAIN.centre, PLAIN.scale, np.array([1, 0], np.float32), 0.0)

    assert 0.0 <= calibration.probability(np.array([sign, 0], np.float32)) <= 1.0


def test_the_shipped_prior_knows_every_sign() -> None:
    prior = read_prior(SIGNS)

    assert prior.weights.shape == prior.centre.shape == prior.scale.shape == (len(SIGNS),)
    assert (prior.scale > 0).all()


def test_a_sign_that_is_not_told_counts_as_the_average() -> None:
    signs, right = questions()
    fitted = fit(signs, right, Calibration(np.full(2, 0.5, np.float32), PLAIN.scale, PLAIN.weights, 0.0), faith=1.0)

    untold = fitted.probability(np.array([1.0, np.nan], np.float32))

    assert untold == pytest.approx(fitted.probability(np.array([1.0, 0.5], np.float32)))
