"""Checking a knowledge directory with every rule there is, those of each room in one list."""

import datetime as dt
from contextlib import suppress
from pathlib import Path

from bot.answering.checking import check_lengths
from bot.answering.wording import Wording
from bot.errors import KnowledgeError
from bot.knowledge.check import check_editorial
from bot.knowledge.nodes import Problem
from bot.knowledge.phrases import check_phrases, load_phrases
from bot.knowledge.reading import read_knowledge
from bot.matching.lexicon_check import check_lexicon


def check_directory(directory: Path, today: dt.date) -> tuple[Problem, ...]:
    """Return every problem of ``directory``, by path and line; editorial rules only where it loads at all."""
    knowledge, problems = read_knowledge(directory)
    if knowledge is None:
        return problems
    found = {*problems, *check_phrases(directory, tuple(knowledge.languages))}
    found.update(check_lexicon(directory / "concepts.yaml", knowledge))
    if problems:
        return tuple(sorted(found))
    found.update(check_editorial(knowledge))
    with suppress(KnowledgeError):  # check_phrases has told it
        found.update(check_lengths(knowledge, Wording(load_phrases(directory)), today))
    return tuple(sorted(found))
