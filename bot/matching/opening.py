"""Opening a matcher: built from a knowledge base, or taken from disk where the same was built before."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.collector import collector_paused
from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.reading import digest_of, load_knowledge
from bot.matching.apart import build_apart
from bot.matching.concepts import Lexicon, read_concepts
from bot.matching.keeping import Array, Shelf, code_digest, freeze_knowledge, thaw_knowledge, thaw_lexicon
from bot.matching.making import Making
from bot.matching.matcher import Matcher
from bot.matching.strangers import STRANGERS_NAME, load_strangers

LEXICON_NAME: Final = "concepts.yaml"
BUILT_APART: Final = 5_000
"""From how many phrasings on processes of their own build the languages: below, starting them takes longer."""


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
        arrays = _built(knowledge, directory) | freeze_knowledge(knowledge, directory)
    _shelf(directory, cache, knowledge.digest).save(arrays)
    return _thaw(arrays, directory)  # takes much less memory than what it was frozen from


def open_matcher(knowledge: KnowledgeBase, directory: Path) -> Matcher:
    """Return the matcher of ``knowledge``, read from ``directory``, with the lexicon there if it has one.

    Raises:
        KnowledgeError: if the lexicon is malformed.
    """
    with collector_paused():
        arrays = _built(knowledge, directory)
        return Making(knowledge, thaw_lexicon(arrays)).thaw(arrays)


def _shelf(directory: Path, cache: Path, digest: str) -> Shelf:
    """Return the place of what is built of these contents, wherever the directory is."""
    beside = (directory / name for name in (LEXICON_NAME, STRANGERS_NAME))
    digests = " ".join(hashlib.sha256(path.read_bytes() if path.exists() else b"").hexdigest() for path in beside)
    return Shelf(cache, f"{digest} {digests} {code_digest()}")


def _built(knowledge: KnowledgeBase, directory: Path) -> dict[str, Array]:
    """Return everything that takes long to make."""
    lexicon, languages = _lexicon(knowledge, directory), tuple(knowledge.languages)
    strangers: Mapping[str, Sequence[str]] = load_strangers(directory, languages)
    making = Making(knowledge, lexicon, strangers)
    if making.size >= BUILT_APART:
        return build_apart(knowledge, directory, lexicon, strangers, making.build_common)
    arrays = making.build_common()
    for language in languages:
        arrays |= making.build_language(language)
    return arrays


def _lexicon(knowledge: KnowledgeBase, directory: Path) -> Lexicon:
    concepts, problems = read_concepts(directory / LEXICON_NAME, tuple(knowledge.languages))
    if problems:
        raise KnowledgeError(tuple(map(str, problems)))
    return Lexicon.of(concepts)


def _thaw(kept: Mapping[str, Array], directory: Path) -> Base:
    knowledge = thaw_knowledge(kept, directory)
    return Base(knowledge, Making(knowledge, thaw_lexicon(kept)).thaw(kept))
