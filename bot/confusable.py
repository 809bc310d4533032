"""Which entries the matcher mistakes for each other: every phrasing asked as if it weren't in the index.

For curators to look at, no part of passing the check: neighbours in meaning are neighbours in words.
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase
from bot.matching.building import build_tables
from bot.matching.concepts import Lexicon, read_concepts
from bot.matching.features import Extractor
from bot.matching.index import LanguageIndex
from bot.matching.scoring import Scorer
from bot.matching.units import units_of

SAMPLE: Final = 2500
_SEED: Final = 20261121


@dataclass(frozen=True, slots=True)
class ConfusablePair:
    """Two entries (ids in order) of one language: of ``asked`` phrasings ``mistaken`` led to the other one first."""

    language: str
    one: str
    other: str
    mistaken: int
    asked: int
    example: str

    @property
    def rate(self) -> float:
        """The share that went wrong, 0–1."""
        return self.mistaken / self.asked

    def __str__(self) -> str:
        shares = f"{self.rate:6.1%} {self.mistaken:>3}/{self.asked:<3}"
        return f"{shares} {self.language}  {self.one} ↔ {self.other}  e.g. {self.example!r}"


def confusable_pairs(knowledge: KnowledgeBase, directory: Path, sample: int = SAMPLE) -> tuple[ConfusablePair, ...]:
    """Return the pairs that were mistaken at all, worst first; at most ``sample`` phrasings a language are asked.

    Raises:
        KnowledgeError: if the lexicon in ``directory`` is malformed.
    """
    concepts, problems = read_concepts(directory / "concepts.yaml", tuple(knowledge.languages))
    if problems:
        raise KnowledgeError(tuple(map(str, problems)))
    lexicon = Lexicon.of(concepts)
    found = [pair for language in knowledge.languages for pair in _pairs(knowledge, language, lexicon, sample)]
    return tuple(sorted(found, key=lambda pair: (-pair.rate, -pair.mistaken, pair.one, pair.other)))


def _pairs(knowledge: KnowledgeBase, language: str, lexicon: Lexicon, sample: int) -> Iterator[ConfusablePair]:
    units = units_of(knowledge, language)
    phrasings = [text for unit in units for text in unit.phrasings]
    if len(units) < 2 or not phrasings:
        return
    extractor = Extractor(lexicon)
    built = build_tables(units, language, extractor)
    index = LanguageIndex(units, language, extractor, built.tables)  # margins have seen the phrasing itself
    features = built.features
    scorer = Scorer(index, lexicon.foreign)
    asked: Counter[str] = Counter()
    mistaken: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in _chosen(index, sample):
        right = units[int(index.group.owners[row])]
        evidence = index.evidence(index.vectorizer.row(features[row]), left_out=row)
        first = units[scorer.rank(phrasings[row], features[row], evidence).units[0]]
        asked[right.id] += 1
        if first.kind == "entry" and first.id != right.id:
            one, other = sorted((right.id, first.id))
            mistaken[one, other].append(phrasings[row])
    for (one, other), wrong in mistaken.items():
        yield ConfusablePair(language, one, other, len(wrong), asked[one] + asked[other], wrong[0])


def _chosen(index: LanguageIndex, sample: int) -> Sequence[int]:
    """Return rows of entries' phrasings, all of them or a sample that is the same each time."""
    rows = [row for row, owner in enumerate(index.group.owners) if index.units[int(owner)].kind == "entry"]
    random.Random(_SEED).shuffle(rows)  # noqa: S311 - a sample, no secret
    return rows[:sample]
