"""Making a matcher: what is built of a knowledge base, language by language, and the matcher made of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.knowledge.model import KnowledgeBase
from bot.matching.building import build_tables, train_margins
from bot.matching.concepts import Lexicon
from bot.matching.decision import read_operating_points
from bot.matching.features import Extractor
from bot.matching.index import LanguageIndex
from bot.matching.keeping import (
    Array,
    freeze_calibration,
    freeze_lexicon,
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
from bot.matching.units import units_of


class Making:
    """One knowledge base on its way to a matcher, with its lexicon and its strangers by language."""

    def __init__(
        self, knowledge: KnowledgeBase, lexicon: Lexicon, strangers: Mapping[str, Sequence[str]] = MappingProxyType({})
    ) -> None:
        self._units = {language: units_of(knowledge, language) for language in knowledge.languages}
        self._lexicon = lexicon
        self._strangers = strangers
        self._extractor = Extractor(lexicon)

    @property
    def size(self) -> int:
        """How many phrasings there are, in all languages together."""
        return sum(len(unit.phrasings) for units in self._units.values() for unit in units)

    def build_common(self) -> dict[str, Array]:
        """Return what serves all languages: the lexicon, and how each language is told from the others."""
        heard = {name: (*self._said(name), *self._strangers.get(name, ())) for name in self._units}
        return freeze_trigrams(LanguageGuesser.of(heard).models) | freeze_lexicon(self._lexicon)

    def build_language(self, language: str) -> dict[str, Array]:
        """Return one language's tables and calibration: by far the most of the work."""
        units = self._units[language]
        built = build_tables(units, language, self._extractor, self._strangers.get(language, ()))
        tables = built.with_margins(train_margins(built))
        index = LanguageIndex(units, language, self._extractor, tables)
        fitted = learn(index, Scorer(index, self._lexicon.foreign), self._said(language), built.features)
        return freeze_tables(language, tables) | freeze_calibration(language, fitted)

    def thaw(self, kept: Mapping[str, Array]) -> Matcher:
        """Return the matcher of everything that was built."""
        guesser = LanguageGuesser(tuple(self._units), thaw_trigrams(kept))
        tongues = {name: self._tongue(name, kept) for name in self._units}
        return Matcher(guesser, tongues, read_operating_points())

    def _said(self, language: str) -> tuple[str, ...]:
        return tuple(text for unit in self._units[language] for text in unit.phrasings)

    def _tongue(self, language: str, kept: Mapping[str, Array]) -> Tongue:
        index = LanguageIndex(self._units[language], language, self._extractor, thaw_tables(language, kept))
        return Tongue(index, Scorer(index, self._lexicon.foreign), thaw_calibration(language, kept))
