"""The matcher: a knowledge base's searchable form. Immutable once built; safe to share between threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from bot.matching.calibration import Calibration
from bot.matching.decision import ANY_LANGUAGE, OperatingPoint
from bot.matching.features import Features
from bot.matching.index import Evidence, LanguageIndex
from bot.matching.language import LanguageGuesser, Reading
from bot.matching.learning import spread
from bot.matching.model import Candidate, Decision, Question, Search
from bot.matching.scoring import Ranking, Scorer

SHARPNESS: Final = 6.0
VERBATIM: Final = 0.995
"""The score of a question that is one of the first candidate's own phrasings."""
VAGUE: Final = 0.04
"""A bare subject, such as "visa", scores below: then the units most asked about it come first."""
SECOND_READING: Final = 0.05
LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Tongue:
    """What one language is searched with."""

    index: LanguageIndex
    scorer: Scorer
    calibration: Calibration


@dataclass(frozen=True, slots=True)
class Found:
    """What a reading leads to; ``bare`` says that the question is but a subject, such as "visa"."""

    reading: Reading
    candidates: tuple[Candidate, ...]
    bare: bool

    @property
    def score(self) -> float:
        """The first candidate's score, 0 where there is none."""
        return self.candidates[0].score if self.candidates else 0.0


class Matcher:
    """Finds the entry or fact that a question asks for."""

    def __init__(
        self, guesser: LanguageGuesser, tongues: Mapping[str, Tongue], points: Mapping[str, OperatingPoint]
    ) -> None:
        self.guesser = guesser
        self.tongues = tongues
        self._points = points

    def language_of(self, question: Question) -> str:
        """Return the language to reply in: the one asked for, else the text's own."""
        return self._reply_language(question, self.guesser.readings(question.text, question.hint))

    def search(self, question: Question) -> Search:
        """Return the best candidates with calibrated scores and what to do with them; never raises for any text."""
        readings = self.guesser.readings(question.text, question.hint)
        language = self._reply_language(question, readings)
        found = max(map(self.find, _plausible(readings)), key=lambda one: one.score)
        decision, offered = self.decide(language, found)
        return Search(language, found.candidates[:LISTED], decision, offered)

    def decide(self, language: str, found: Found) -> tuple[Decision, int]:
        """Return what to do with what was found, and how many candidates to offer."""
        point = self._points.get(language, self._points[ANY_LANGUAGE])
        return point.decide([candidate.score for candidate in found.candidates], bare=found.bare)

    def _reply_language(self, question: Question, readings: tuple[Reading, ...]) -> str:
        asked = question.language
        return asked if asked is not None and asked in self.tongues else readings[0].language

    def find(self, reading: Reading) -> Found:
        """Return what one way to read a question leads to."""
        tongue = self.tongues.get(reading.language)
        if tongue is None or not tongue.index.units:
            return Found(reading, (), bare=False)
        considered = consider(tongue.index, tongue.scorer, reading.text)
        ranking = considered.ranking
        probability = tongue.calibration.probability(ranking.signs)
        if tongue.index.holds(reading.text, ranking.units[0]):
            probability = max(probability, VERBATIM)
        probabilities = spread(ranking, probability, SHARPNESS)
        bare = ranking.bare and considered.repaired is None
        ranked = ranking.units
        if bare and probability < VAGUE:
            ranked = tuple(np.argsort(-considered.evidence.bulk, kind="stable")[: len(ranked)].tolist())
        units = (tongue.index.units[unit] for unit in ranked)
        candidates = tuple(
            Candidate(unit.kind, unit.id, probability) for unit, probability in zip(units, probabilities, strict=True)
        )
        return Found(reading, candidates, bare)


@dataclass(frozen=True, slots=True)
class Considered:
    """All that a ranking was made from; ``repaired`` is the text that was ranked where it differs from the question."""

    features: Features
    evidence: Evidence
    repaired: str | None
    ranking: Ranking


def _plausible(readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
    return readings[:1] + tuple(reading for reading in readings[1:2] if reading.weight >= SECOND_READING)


def consider(index: LanguageIndex, scorer: Scorer, text: str) -> Considered:
    """Rank a question read as it stands and, where it has unknown words, repaired."""
    features = index.extract(text)
    evidence = index.evidence(index.vectorizer.row(features))
    repaired = index.repaired(text)
    if repaired is not None:
        features = index.extract(repaired)
        evidence = evidence.mean(index.evidence(index.vectorizer.row(features)))
    return Considered(features, evidence, repaired, scorer.rank(repaired or text, features, evidence))
