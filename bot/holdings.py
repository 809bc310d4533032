"""What is read from a knowledge directory, all of it together, so that it can be exchanged as one."""

from dataclasses import dataclass
from pathlib import Path

from bot.answering.answerer import Answerer
from bot.answering.following import FollowUpSigns, read_follow_ups
from bot.answering.smalltalk import Smalltalk, read_smalltalk
from bot.answering.wording import Wording
from bot.config import Settings
from bot.errors import KnowledgeError
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from bot.matching.opening import open_matcher


@dataclass(frozen=True, slots=True)
class Holdings:
    """Everything that answers stand on."""

    answerer: Answerer
    wording: Wording
    smalltalk: Smalltalk
    signs: FollowUpSigns

    @property
    def digest(self) -> str:
        """The name of the knowledge: the same for the same files."""
        return self.answerer.knowledge.digest


def open_holdings(settings: Settings) -> Holdings:
    """Return what the knowledge directory of ``settings`` holds.

    Raises:
        KnowledgeError: with every problem of the directory.
    """
    wording = Wording(load_phrases(settings.knowledge_dir))
    answerer = open_answerer(settings.knowledge_dir, settings.cache_dir())
    return Holdings(answerer, wording, *open_manners(settings.knowledge_dir, answerer))


def open_answerer(directory: Path, cache: Path) -> Answerer:
    """Return an answerer over the knowledge in ``directory``, its index kept in ``cache``.

    Raises:
        KnowledgeError: with every problem of the directory.
    """
    knowledge = load_knowledge(directory)
    return Answerer(knowledge, open_matcher(knowledge, directory, cache))


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
