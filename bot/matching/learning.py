"""Learning when to trust a ranking, from the knowledge alone: phrasings held out, and their units held out."""

import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final

import numpy as np

from bot.matching.calibration import Calibration, fit, read_prior
from bot.matching.features import Features
from bot.matching.index import LanguageIndex
from bot.matching.scoring import SIGNS, Held, Ranking, Scorer
from bot.matching.vectors import Floats

SAMPLE: Final = 100
_SEED: Final = 20261121


def learn(index: LanguageIndex, scorer: Scorer, phrasings: Sequence[str], features: Sequence[Features]) -> Calibration:
    """Return the calibration of one language's index; ``phrasings`` and ``features`` by row.

    Each sampled phrasing is asked twice: itself left out, when its unit or one that shares a fact is right; and
    with every such unit left out, when nothing is right.
    """
    owners = index.group.owners.tolist()
    chosen = list(range(len(owners)))
    random.Random(_SEED).shuffle(chosen)  # noqa: S311 - a sample, no secret
    holding = _Holding(index, owners, features)
    signs: list[Floats] = []
    right: list[float] = []
    for row in chosen[:SAMPLE]:
        evidence = index.evidence(index.vectorizer.row(features[row]), left_out=row)
        held = scorer.rank(phrasings[row], features[row], evidence, holding.phrasing(row))
        stranger = holding.unit(row)
        signs.append(held.signs)
        right.append(float(held.units[0] in stranger.excluded))
        if len(stranger.excluded) < len(index.units):
            signs.append(scorer.rank(phrasings[row], features[row], evidence, stranger).signs)
            right.append(0.0)
    prior = read_prior(SIGNS)
    return fit(np.vstack(signs), np.array(right, dtype=np.float32), prior) if signs else prior


class _Holding:
    """Tells what the base would not know without one phrasing, or without its unit and the unit's kin."""

    def __init__(self, index: LanguageIndex, owners: Sequence[int], features: Sequence[Features]) -> None:
        self._index = index
        self._owners = owners
        self._features = features
        self._citing: dict[str, list[int]] = defaultdict(list)
        for unit, told in enumerate(index.units):
            for fact in told.facts:
                self._citing[fact].append(unit)
        self._having: dict[str, set[int]] = defaultdict(set)
        names = tuple(index.vectorizer.words)
        for unit, number in index.words.pairs():
            self._having[names[number]].add(unit)
        self._said = Counter(
            (owner, word) for owner, own in zip(owners, features, strict=True) for word in set(own.words)
        )

    def phrasing(self, row: int) -> Held:
        """Return what is unknown without the phrasing in ``row``."""
        owner = self._owners[row]
        lone = frozenset(word for word in self._features[row].words if self._said[owner, word] == 1)
        return Held(owner, frozenset(word for word in lone if len(self._having[word]) == 1), lone)

    def unit(self, row: int) -> Held:
        """Return what is unknown without the unit of ``row`` and every unit that shares a fact with it."""
        owner = self._owners[row]
        kin = {owner, *(unit for fact in self._index.units[owner].facts for unit in self._citing[fact])}
        words = self._features[row].words
        return Held(-1, frozenset(word for word in words if self._having[word] <= kin), frozenset(), tuple(sorted(kin)))


def spread(ranking: Ranking, probability: float, sharpness: float) -> tuple[float, ...]:
    """Return a probability for each ranked unit, the first's being ``probability``, falling with its score."""
    first = ranking.scores[0] if ranking.scores else 0.0
    return tuple(probability * float(np.exp(sharpness * (score - first))) for score in ranking.scores)
