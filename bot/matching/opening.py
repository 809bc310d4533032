"""Opening a matcher: built from a knowledge base, or taken from disk where the same was built before."""

import hashlib
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.reading import collector_paused, digest_of, load_knowledge
from bot.matching.building import Built, build_tables, train_margins
from bot.matching.concepts import Lexicon, read_concepts
from bot.matching.decision import read_operating_points
from bot.matching.features import Extractor
from bot.matching.index import LanguageIndex, Margins
from bot.matching.keeping import (
    Array,
    Shelf,
    code_digest,
    freeze_calibration,
    freeze_knowledge,
    freeze_lexicon,
    freeze_tables,
    freeze_trigrams,
    thaw_calibration,
    thaw_knowledge,
    thaw_lexicon,
    thaw_tables,
    thaw_trigrams,
)
from bot.matching.language import LanguageGuesser
from bot.matching.learning import learn
from bot.matching.matcher import Matcher, Tongue
from bot.matching.scoring import Scorer
from bot.matching.strangers import STRANGERS_NAME, load_strangers
from bot.matching.units import Unit, units_of

LEXICON_NAME: Final = "concepts.yaml"
TRAINERS: Final = 1  # liblinear draws from one generator for the whole process: two at once would not repeat


@dataclass(frozen=True, slots=True)
class Base:
    """A knowledge base and its matcher."""

    knowledge: KnowledgeBase
    matcher: Matcher


def open_base(directory: Path, cache: Path) -> Base:
    """Return the knowledge in ``directory`` and its matcher; what was built is kept in the folder ``cache``.

    Raises:
        KnowledgeError: if the knowledge or the lexicon is malformed.
    """
    digest = digest_of(directory)
    kept = None if digest is None else _shelf(directory, cache, digest).load()
    with collector_paused():
        if kept is not None:
            return _thaw(kept, directory)
        knowledge = load_knowledge(directory)
        opening = _read(knowledge, directory)
        arrays = opening.build() | freeze_knowledge(knowledge, directory)
    _shelf(directory, cache, knowledge.digest).save(arrays)
    return _thaw(arrays, directory)  # takes much less memory than what it was frozen from


def open_matcher(knowledge: KnowledgeBase, directory: Path) -> Matcher:
    """Return the matcher of ``knowledge``, read from ``directory``, with the lexicon there if it has one.

    Raises:
        KnowledgeError: if the lexicon is malformed.
    """
    with collector_paused():
        opening = _read(knowledge, directory)
        return opening.thaw(opening.build())


def _shelf(directory: Path, cache: Path, digest: str) -> Shelf:
    """Return the place of what is built of these contents, wherever the directory is."""
    beside = (directory / name for name in (LEXICON_NAME, STRANGERS_NAME))
    digests = " ".join(hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest() for path in beside)
    return Shelf(cache, f"{digest} {digests} {code_digest()}")


def _read(knowledge: KnowledgeBase, directory: Path) -> "_Opening":
    concepts, problems = read_concepts(directory / LEXICON_NAME, tuple(knowledge.languages))
    if problems:
        raise KnowledgeError(tuple(map(str, problems)))
    return _Opening(knowledge, Lexicon.of(concepts), load_strangers(directory, tuple(knowledge.languages)))


def _thaw(kept: Mapping[str, Array], directory: Path) -> Base:
    knowledge = thaw_knowledge(kept, directory)
    return Base(knowledge, _Opening(knowledge, thaw_lexicon(kept)).thaw(kept))


class _Opening:
    """One knowledge base on its way to a matcher."""

    def __init__(
        self, knowledge: KnowledgeBase, lexicon: Lexicon, strangers: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        self._units = {language: units_of(knowledge, language) for language in knowledge.languages}
        self._lexicon = lexicon
        self._strangers = strangers
        self._extractor = Extractor(lexicon)

    def build(self) -> dict[str, Array]:
        """Return everything that takes long to make; while a language is built, the one before it is trained."""
        said = {name: [text for unit in units for text in unit.phrasings] for name, units in self._units.items()}
        heard = {name: (*texts, *self._strangers.get(name, ())) for name, texts in said.items()}
        arrays = freeze_trigrams(LanguageGuesser.of(heard).models) | freeze_lexicon(self._lexicon)
        before: _Training | None = None
        with ThreadPoolExecutor(TRAINERS) as pool:
            for language, units in self._units.items():
                built = build_tables(units, language, self._extractor, self._strangers.get(language, ()))
                training = _Training(language, built, pool.submit(train_margins, built))
                arrays |= self._learned(before, said) if before else {}
                before = training
            arrays |= self._learned(before, said) if before else {}
        return arrays

    def _learned(self, training: "_Training", said: Mapping[str, Sequence[str]]) -> dict[str, Array]:
        language, built = training.language, training.built
        tables = built.with_margins(training.margins.result())
        index = LanguageIndex(self._units[language], language, self._extractor, tables)
        fitted = learn(index, Scorer(index, self._lexicon.foreign), said[language], built.features)
        return freeze_tables(language, tables) | freeze_calibration(language, fitted)

    def thaw(self, kept: Mapping[str, Array]) -> Matcher:
        """Return the matcher that ``build`` took long to make."""
        guesser = LanguageGuesser(tuple(self._units), thaw_trigrams(kept))
        tongues = {name: self._thaw(name, units, kept) for name, units in self._units.items()}
        return Matcher(guesser, tongues, read_operating_points())

    def _thaw(self, language: str, units: tuple[Unit, ...], kept: Mapping[str, Array]) -> Tongue:
        index = LanguageIndex(units, language, self._extractor, thaw_tables(language, kept))
        return Tongue(index, Scorer(index, self._lexicon.foreign), thaw_calibration(language, kept))


@dataclass(frozen=True, slots=True)
class _Training:
    """A language's tables and the margins that are being trained for them."""

    language: str
    built: Built
    margins: Future[Margins]
