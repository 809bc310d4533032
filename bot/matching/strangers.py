"""Strangers: questions that people ask and no entry answers, by which others like them are told apart.

``strangers.yaml`` is ``{language: [questions]}``: other countries, other subjects with the base's words, what
nobody here can know. None is ever found; each speaks against whatever else would be.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.nodes import Problem, Problems, Table, read_file
from bot.knowledge.record import Record
from bot.text import fold

STRANGERS_NAME: Final = "strangers.yaml"


def read_strangers(path: Path, languages: tuple[str, ...]) -> tuple[Mapping[str, tuple[str, ...]], tuple[Problem, ...]]:
    """Return the strangers in ``path`` by language, and what is wrong; none where there is no such file."""
    problems = Problems()
    if not path.exists():
        return {}, ()
    node = read_file(path, path.read_bytes(), problems)
    if not isinstance(node, Table):
        if node is not None:
            problems.add(node.place, "must be lists of questions by language")
        return {}, problems.all()
    record = Record(node, problems)
    found = {language: record.texts(language) for language in languages if record.has(language)}
    record.finish()
    return found, problems.all()


def load_strangers(directory: Path, languages: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return the strangers of a knowledge directory by language.

    Raises:
        KnowledgeError: if their file is malformed.
    """
    found, problems = read_strangers(directory / STRANGERS_NAME, languages)
    if problems:
        raise KnowledgeError(tuple(map(str, problems)))
    return found


def check_strangers(path: Path, knowledge: KnowledgeBase) -> tuple[Problem, ...]:
    """Return every problem of the strangers in ``path``: what is malformed, and what an entry is asked by."""
    found, problems = read_strangers(path, tuple(knowledge.languages))
    return (*problems, *_answered(path, found, knowledge))


def _answered(path: Path, found: Mapping[str, tuple[str, ...]], knowledge: KnowledgeBase) -> Iterator[Problem]:
    asked = {
        (language, fold(said.text)): entry.id
        for entry in knowledge.entries.values()
        for language, phrasings in entry.utterances.items()
        for said in phrasings
    }
    for language, strangers in found.items():
        for stranger in strangers:
            entry = asked.get((language, fold(stranger)))
            if entry is not None:
                yield Problem(str(path), 1, f"{language}: {stranger!r} is an utterance of {entry!r}")
