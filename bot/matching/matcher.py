"""The matcher: a knowledge base's searchable form. Immutable once built; safe to share between threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.matching.calibration import Calibration
from bot.matching.decision import ANY_LANGUAGE, OperatingPoint
from bot.matching.index import LanguageIndex
from bot.matching.language import LanguageGuesser, Reading
from bot.matching.learning import spread
from bot.matching.model import Candidate, Question, Search
from bot.matching.scoring import Ranking, Scorer

SHARPNESS: Final = 6.0
SECOND_READING: Final = 0.05
LISTED: Final = 5


@dataclass(frozen=True, slots=True)
class Tongue:
    """What one language is searched with."""

    index: LanguageIndex
    scorer: Scorer
    calibration: Calibration


class Matcher:
    """Finds the entry or fact that a question asks for."""

    def __init__(
        self, guesser: LanguageGuesser, tongues: Mapping[str, Tongue], points: Mapping[str, OperatingPoint]
    ) -> None:
        self._guesser = guesser
        self._tongues = tongues
        self._points = points

    def language_of(self, question: Question) -> str:
        """Return the language to reply in: the one asked for, else the text's own."""
        return self._reply_language(question, self._guesser.readings(question.text, question.hint))

    def search(self, question: Question) -> Search:
        """Return the best candidates with calibrated scores and what to do with them; never raises for any text."""
        readings = self._guesser.readings(question.text, question.hint)
        language = self._reply_language(question, readings)
        found = [self._search(reading) for reading in readings[:2] if reading.weight >= SECOND_READING]
        candidates = max(found, key=lambda listed: listed[0].score if listed else 0.0, default=())
        point = self._points.get(language, self._points[ANY_LANGUAGE])
        decision, offered = point.decide([candidate.score for candidate in candidates])
        return Search(language, candidates[:LISTED], decision, offered)

    def _reply_language(self, question: Question, readings: tuple[Reading, ...]) -> str:
        asked = question.language
        return asked if asked is not None and asked in self._tongues else readings[0].language

    def _search(self, reading: Reading) -> tuple[Candidate, ...]:
        tongue = self._tongues.get(reading.language)
        if tongue is None or not tongue.index.units:
            return ()
        ranking = rank(tongue.index, tongue.scorer, reading.text)
        probabilities = spread(ranking, tongue.calibration.probability(ranking.signs), SHARPNESS)
        units = (tongue.index.units[unit] for unit in ranking.units)
        return tuple(
            Candidate(unit.kind, unit.id, probability) for unit, probability in zip(units, probabilities, strict=True)
        )


def rank(index: LanguageIndex, scorer: Scorer, text: str) -> Ranking:
    """Return the ranking of a question read as it stands and, where it has unknown words, repaired."""
    features = index.extract(text)
    evidence = index.evidence(index.vectorizer.row(features))
    repaired = index.repaired(text)
    if repaired is not None:
        features = index.extract(repaired)
        evidence = evidence.mean(index.evidence(index.vectorizer.row(features)))
    return scorer.rank(repaired or text, features, evidence)
