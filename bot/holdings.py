"""What is read from a knowledge directory, all of it together, so that it can be exchanged as one."""

from dataclasses import dataclass
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.following import FollowUpSigns, read_follow_ups
from bot.answering.kept_searches import KeptSearches
from bot.answering.opening import open_answerer
from bot.answering.smalltalk import Smalltalk, read_smalltalk
from bot.answering.wording import Wording
from bot.charting.gallery import Gallery, PictureStore, open_gallery
from bot.config import Settings
from bot.errors import KnowledgeError
from bot.knowledge.phrases import load_phrases


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that answers stand on."""

    answerer: Answerer
    wording: Wording
    smalltalk: Smalltalk
    signs: FollowUpSigns
    gallery: Gallery

    @property
    def digest(self) -> str:
        """The name of the knowledge: the same for the same files."""
        return self.answerer.knowledge.digest


def open_holdings(settings: Settings, pictures: PictureStore) -> Holdings:
    """Return what the knowledge directory of ``settings`` holds; ``pictures`` keeps which were sent before.

    Raises:
        KnowledgeError: with every problem of the directory.
    """
    directory, cache = settings.knowledge_dir, settings.cache_dir()
    wording = Wording(load_phrases(directory))
    opened = open_answerer(directory, cache)
    answerer = Answerer(opened.knowledge, KeptSearches(opened.searcher))
    smalltalk, signs = open_manners(directory, answerer)
    gallery = open_gallery(directory, answerer.knowledge, wording, settings.pictures_dir(), pictures)
    return Holdings(answerer, wording, smalltalk, signs, gallery)


def open_manners(directory: Path, answerer: Answerer) -> tuple[Smalltalk, FollowUpSigns]:
    """Return the small talk and the signs of follow-ups in ``directory``, those it lacks the shipped ones.

    Raises:
        KnowledgeError: with every problem of the two files.
    """
    languages = tuple(answerer.knowledge.languages)
    smalltalk, problems = read_smalltalk(directory, languages)
    signs, more = read_follow_ups(directory)
    if problems or more:
        raise KnowledgeError(tuple(map(str, (*problems, *more))))
    return smalltalk, signs
