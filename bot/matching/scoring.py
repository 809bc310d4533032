"""Scoring: the evidence for each unit blended into one number, and the signs by which the first is trusted."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from bot.matching.features import BLOCKS, Features
from bot.matching.index import Evidence, LanguageIndex
from bot.matching.vectors import Floats
from bot.text import fold

WEIGHTS: Final = {
    "centroid": 1.0,
    "margin": 1.0,
    "nearest": 0.3,
    "statement": 0.7,
    "against": 1.0,
    "foreign": 0.25,
    "fuzzy": 0.15,
}
SHORTLIST: Final = 8
SIGNS: Final = (
    "first",
    "gap to second",
    "gap to fourth",
    "margin",
    "nearest phrasing",
    "statement",
    "known share",
    "covered share",
    "covered weight",
    "uncovered weight",
    "said share",
    "rarest unsaid",
    "unknown numbers",
    "fuzzy",
    "shared concepts",
    "missing concepts",
    "foreign",
    "like strangers",
    "strange margin",
)
_CONCEPTS: Final = BLOCKS.index("concepts")
_RAREST: Final = 8.0
_SUBJECT: Final = (0.22, 0.6)  # of the rarest word's idf: between words that stand everywhere and in few phrasings


@dataclass(frozen=True, slots=True)
class Ranking:
    """Units best first with their blended scores, and the signs (one number for each of ``SIGNS``).

    ``parts`` tells what each kind of evidence added to each unit's score, in the order of ``units``.
    """

    units: tuple[int, ...]
    scores: tuple[float, ...]
    signs: Floats
    parts: tuple[Mapping[str, float], ...]

    bare: bool
    """The question is but a subject of the base, such as "visa": words that many phrasings and the first unit have."""


@dataclass(frozen=True, slots=True)
class Held:
    """What to do as if it weren't known, to ask a phrasing of the base as a stranger would.

    ``unknown`` words nobody has; ``uncovered`` words the unit ``owner`` doesn't have; ``excluded`` units are
    not to be found.
    """

    owner: int
    unknown: frozenset[str]
    uncovered: frozenset[str]
    excluded: tuple[int, ...] = ()


NOTHING_HELD: Final = Held(-1, frozenset(), frozenset())


class Scorer:
    """Ranks the units of one language's index."""

    def __init__(self, index: LanguageIndex, foreign: frozenset[str]) -> None:
        self._index = index
        self._foreign = foreign

    def rank(self, text: str, features: Features, evidence: Evidence, held: Held = NOTHING_HELD) -> Ranking:
        """Return the best units for a question."""
        told = {
            "centroid": evidence.centroid,
            "margin": evidence.margin,
            "nearest": evidence.nearest,
            "statement": evidence.statement,
            "against": -np.maximum(evidence.against - evidence.nearest, np.float32(0)),
        }
        blend = np.sum([np.float32(WEIGHTS[kind]) * values for kind, values in told.items()], axis=0)
        if held.excluded:
            blend[list(held.excluded)] = -1.0
        count = min(SHORTLIST, len(blend))
        shortlist = np.argpartition(-blend, count - 1)[:count].tolist()
        folded = fold(text)
        named = self._foreign.intersection(features.blocks[_CONCEPTS])
        foreign = tuple(self._index.vectorizer.concepts.numbers(named))
        parts = {
            unit: {kind: WEIGHTS[kind] * float(values[unit]) for kind, values in told.items()}
            | {"fuzzy": WEIGHTS["fuzzy"] * self._fuzzy(folded, unit, evidence)}
            | {"foreign": -WEIGHTS["foreign"] * (len(foreign) - self._index.concepts.count(unit, foreign))}
            for unit in shortlist
        }
        scores = {unit: sum(parts[unit].values()) if blend[unit] > -1.0 else -1.0 for unit in shortlist}
        units = sorted(shortlist, key=lambda unit: -scores[unit])
        ranked = [scores[unit] for unit in units]
        signs = self._signs(ranked, units[0], parts[units[0]], features, evidence, held)
        return Ranking(
            units=tuple(units),
            scores=tuple(scores[unit] for unit in units),
            signs=signs,
            parts=tuple(parts[unit] for unit in units),
            bare=self._is_bare(features, units[0]),
        )

    def _is_bare(self, features: Features, unit: int) -> bool:
        vectorizer = self._index.vectorizer
        rarest, numbers = vectorizer.rarest, tuple(vectorizer.words.numbers(features.words))
        weights = [vectorizer.idf_of(number) for number in numbers]
        known = [weight / rarest for weight in weights if weight is not None and weight <= _SUBJECT[1] * rarest]
        common = len(known) == len(weights) and max(known, default=0.0) >= _SUBJECT[0]
        return common and self._index.words.has_all(unit, numbers)

    def _signs(
        self,
        scores: list[float],
        first: int,
        parts: Mapping[str, float],
        features: Features,
        evidence: Evidence,
        held: Held,
    ) -> Floats:
        ranked = scores + [0.0] * (4 - len(scores))
        signs = (
            ranked[0],
            ranked[0] - ranked[1],
            ranked[0] - ranked[3],
            parts["margin"] / WEIGHTS["margin"],
            parts["nearest"] / WEIGHTS["nearest"],
            parts["statement"] / WEIGHTS["statement"],
            *self._words(features, first, held),
            parts["fuzzy"] / WEIGHTS["fuzzy"],
            *self._concepts(features, first),
            -parts["foreign"] / WEIGHTS["foreign"],
            *evidence.strange.tolist(),
        )
        return np.array(signs, dtype=np.float32)

    def _fuzzy(self, folded: str, unit: int, evidence: Evidence) -> float:
        row = self._index.group.row_at(unit, int(evidence.best_phrasing[unit]))
        if row >= len(self._index.folded):
            return 0.0
        return fuzz.token_sort_ratio(folded, self._index.folded[row]) / 100

    def _words(self, features: Features, unit: int, held: Held) -> tuple[float, ...]:
        """Return how much of the question the base knows and the unit covers, in the order of ``SIGNS``.

        Two shares, two amounts; then what the unit's own phrasings leave out: the share they say, the weight of
        the rarest word they don't, and how many numbers the unit nowhere has. A word weighs its idf, brought to
        the same span for bases of every size; one that the base doesn't know weighs as much as the rarest.
        """
        known = covered = said = total = rarest = numbers = 0.0
        index, vectorizer = self._index, self._index.vectorizer
        for word, number in zip(features.words, vectorizer.words.numbers(features.words), strict=True):
            idf = None if word in held.unknown else vectorizer.idf_of(number)
            weight = _RAREST if idf is None else idf / vectorizer.rarest * _RAREST
            missing = idf is None or (unit == held.owner and word in held.uncovered)
            total += weight
            known += 0.0 if idf is None else weight
            has = index.words.has(unit, number)
            covered += weight if not missing and has else 0.0
            if not missing and index.said.has(unit, number):
                said += weight
            else:
                rarest = max(rarest, weight)
                numbers += word.isdigit() and not has
        amounts = math.log1p(covered), math.log1p(total - covered)
        total = max(total, 1e-6)
        return known / total, covered / total, *amounts, said / total, rarest, numbers

    def _concepts(self, features: Features, unit: int) -> tuple[float, float]:
        """Return the share of the question's own concepts that the unit names, and how many it doesn't."""
        found = features.blocks[_CONCEPTS].keys() - self._foreign
        shared = self._index.concepts.count(unit, self._index.vectorizer.concepts.numbers(found))
        return (shared / len(found) if found else 1.0), float(len(found) - shared)
