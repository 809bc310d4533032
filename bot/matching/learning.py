"""Learning when to trust a ranking, from the knowledge alone: phrasings held out, and their units held out."""

import random
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.matching.calibration import Calibration, fit
from bot.matching.features import Features
from bot.matching.index import LanguageIndex
from bot.matching.scoring import SIGNS, Ranking, Scorer
from bot.matching.vectors import Floats

SAMPLE: Final = 400
_SEED: Final = 20261121
_FEWEST: Final = 20


def learn(index: LanguageIndex, scorer: Scorer, phrasings: Sequence[str], features: Sequence[Features]) -> Calibration:
    """Return the calibration of one language's index; ``phrasings`` and ``features`` by row.

    Each sampled phrasing is asked twice: itself left out, when its unit or one that shares a fact is right; and
    with every such unit left out, when nothing is right.
    """
    owners = index.group.owners
    chosen = list(range(len(owners)))
    random.Random(_SEED).shuffle(chosen)  # noqa: S311 - a sample, no secret
    citing: dict[str, list[int]] = defaultdict(list)
    for unit, told in enumerate(index.units):
        for fact in told.facts:
            citing[fact].append(unit)
    signs: list[Floats] = []
    right: list[float] = []
    for row in chosen[:SAMPLE]:
        owner = int(owners[row])
        evidence = index.evidence(index.vectorizer.row(features[row]), left_out=row)
        kin = np.array(sorted({owner, *(unit for fact in index.units[owner].facts for unit in citing[fact])}))
        held = scorer.rank(phrasings[row], features[row], evidence)
        signs.append(held.signs)
        right.append(float(held.units[0] in kin))
        if len(kin) < len(index.units):
            signs.append(scorer.rank(phrasings[row], features[row], evidence, excluded=kin).signs)
            right.append(0.0)
    if len(signs) < _FEWEST:
        return _default()
    return fit(np.vstack(signs), np.array(right, dtype=np.float32))


def _default() -> Calibration:
    """Return a calibration for a base too small to learn from: the nearest phrasing decides."""
    weights = np.zeros(len(SIGNS), dtype=np.float32)
    weights[SIGNS.index("fuzzy")] = 8.0
    weights[SIGNS.index("covered share")] = 4.0
    return Calibration(np.zeros(len(SIGNS), np.float32), np.ones(len(SIGNS), np.float32), weights, -7.0)


def spread(ranking: Ranking, probability: float, sharpness: float) -> tuple[float, ...]:
    """Return a probability for each ranked unit, the first's being ``probability``, falling with its score."""
    first = ranking.scores[0] if ranking.scores else 0.0
    return tuple(probability * float(np.exp(sharpness * (score - first))) for score in ranking.scores)
