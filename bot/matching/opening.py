"""Opening a matcher: built from a knowledge base, or taken from disk where the same was built before."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.reading import collector_paused
from bot.matching.building import Built, build_tables, train_margins
from bot.matching.concepts import Lexicon, read_concepts
from bot.matching.decision import read_operating_points
from bot.matching.features import Extractor
from bot.matching.index import LanguageIndex, Tables
from bot.matching.keeping import (
    Array,
    Shelf,
    code_digest,
    freeze_calibration,
    freeze_tables,
    freeze_trigrams,
    thaw_calibration,
    thaw_tables,
    thaw_trigrams,
)
from bot.matching.language import LanguageGuesser
from bot.matching.learning import learn
from bot.matching.matcher import Matcher, Tongue
from bot.matching.scoring import Scorer
from bot.matching.units import Unit, units_of

TRAINERS: Final = 1  # liblinear draws from one generator for the whole process: two at once would not repeat


def open_matcher(knowledge: KnowledgeBase, directory: Path, cache: Path | None = None) -> Matcher:
    """Return the matcher of ``knowledge``, read from ``directory``, with the lexicon there if it has one.

    ``cache`` is the folder to keep what was built in; None keeps nothing.

    Raises:
        KnowledgeError: if the lexicon is malformed.
    """
    path = directory / "concepts.yaml"
    concepts, problems = read_concepts(path, tuple(knowledge.languages))
    if problems:
        raise KnowledgeError(tuple(map(str, problems)))
    opening = _Opening(knowledge, Lexicon(concepts))
    if cache is None:
        return opening.build()[0]
    lexicon_digest = hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest()
    shelf = Shelf(cache, f"{knowledge.digest} {lexicon_digest} {code_digest()}")
    kept = shelf.load()
    with collector_paused():
        if kept is not None:
            return opening.thaw(kept)
        matcher, arrays = opening.build()
    shelf.save(arrays)
    return matcher


class _Opening:
    """One knowledge base on its way to a matcher."""

    def __init__(self, knowledge: KnowledgeBase, lexicon: Lexicon) -> None:
        self._units = {language: units_of(knowledge, language) for language in knowledge.languages}
        self._lexicon = lexicon
        self._extractor = Extractor(lexicon)

    def build(self) -> tuple[Matcher, dict[str, Array]]:
        said = {name: [text for unit in units for text in unit.phrasings] for name, units in self._units.items()}
        tongues: dict[str, Tongue] = {}
        arrays: dict[str, Array] = {}
        for language, (built, tables) in self._tables().items():
            index = LanguageIndex(self._units[language], language, self._extractor, tables)
            scorer = Scorer(index, self._lexicon.foreign)
            fitted = learn(index, scorer, said[language], built.features)
            tongues[language] = Tongue(index, scorer, fitted)
            arrays |= freeze_tables(language, tables) | freeze_calibration(language, fitted)
        guesser = LanguageGuesser.of(said)
        return self._matcher(guesser, tongues), arrays | freeze_trigrams(guesser.models)

    def _tables(self) -> dict[str, tuple[Built, Tables]]:
        """Build every language's tables; while one is built, the margins of those before it are trained."""
        with ThreadPoolExecutor(TRAINERS) as pool:
            waiting = {}
            for language, units in self._units.items():
                built = build_tables(units, language, self._extractor)
                waiting[language] = built, pool.submit(train_margins, built)
            return {
                language: (built, built.with_margins(margins.result()))
                for language, (built, margins) in waiting.items()
            }

    def thaw(self, kept: Mapping[str, Array]) -> Matcher:
        guesser = LanguageGuesser(tuple(self._units), thaw_trigrams(kept))
        return self._matcher(guesser, {name: self._thaw(name, units, kept) for name, units in self._units.items()})

    def _thaw(self, language: str, units: tuple[Unit, ...], kept: Mapping[str, Array]) -> Tongue:
        index = LanguageIndex(units, language, self._extractor, thaw_tables(language, kept))
        return Tongue(index, Scorer(index, self._lexicon.foreign), thaw_calibration(language, kept))

    @staticmethod
    def _matcher(guesser: LanguageGuesser, tongues: Mapping[str, Tongue]) -> Matcher:
        return Matcher(guesser, tongues, read_operating_points())
