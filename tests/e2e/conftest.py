"""Stages for end-to-end tests: each test has its own playground, data folder and bot processes."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import SMALL_KNOWLEDGE, Home
from tests.e2e.stage import Stage, open_stage, shared_cache


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of built indexes, shared by every program the tests start."""
    return shared_cache(tmp_path_factory.getbasetemp())


@pytest.fixture
def home(tmp_path: Path, cache: Path) -> Home:
    """A data folder for commands over the small knowledge, each started by its command line."""
    return Home(tmp_path / "data", cache, SMALL_KNOWLEDGE, forks=False)


@pytest.fixture
def forks() -> bool:
    """Whether the stage's bots are forked off one that has imported everything, not started by their command line."""
    return True


@pytest.fixture
def stage(tmp_path: Path, cache: Path, forks: bool) -> Iterator[Stage]:
    """A stage over the small knowledge, without a bot; no call may have been refused in the end."""
    with open_stage(tmp_path / "data", cache, SMALL_KNOWLEDGE, forks=forks) as opened:
        yield opened
        opened.check()
