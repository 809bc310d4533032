"""Opening an answerer: the knowledge of a directory and its matcher."""

from pathlib import Path

from bot.answering.answerer import Answerer
from bot.matching.opening import open_base


def open_answerer(directory: Path, cache: Path) -> Answerer:
    """Return an answerer over the knowledge in ``directory``, its index kept in ``cache``.

    Raises:
        KnowledgeError: with every problem of the directory.
    """
    base = open_base(directory, cache)
    return Answerer(base.knowledge, base.matcher)
