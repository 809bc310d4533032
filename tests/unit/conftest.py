"""Knowledge directories and what is opened on them, each made once a run."""

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.wording import Wording
from bot.knowledge.phrases import Phrases, load_phrases
from bot.knowledge.reading import load_knowledge
from bot.matching.opening import open_matcher
from tests.knowledge_dirs import write_four_languages, write_one_language


@pytest.fixture
def small_dir(tmp_path: Path) -> Path:
    """A complete English directory to spoil."""
    return write_one_language(tmp_path / "knowledge")


@pytest.fixture
def four_dir(tmp_path: Path) -> Path:
    """A complete directory in four languages to spoil."""
    return write_four_languages(tmp_path / "knowledge")


@pytest.fixture(scope="session")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """An answerer over the directory in four languages."""
    directory = write_four_languages(tmp_path_factory.mktemp("knowledge"))
    knowledge = load_knowledge(directory)
    return Answerer(knowledge, open_matcher(knowledge, directory))


@pytest.fixture(scope="session")
def phrases(tmp_path_factory: pytest.TempPathFactory) -> Phrases:
    """The shipped phrases."""
    return load_phrases(tmp_path_factory.mktemp("without-phrases"))


@pytest.fixture(scope="session")
def wording(phrases: Phrases) -> Wording:
    """Wording with the shipped phrases."""
    return Wording(phrases)
