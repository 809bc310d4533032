"""Two bot processes for all dialogs of the session: over the shipped knowledge and over the small one."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.charting.reading import read_charts
from bot.config import shipped_knowledge_dir
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from tests.dialogs.judging import Judge
from tests.dialogs.transcript import KnowledgeName, read_dialogs
from tests.e2e.harness import SMALL_KNOWLEDGE
from tests.e2e.people import Person
from tests.e2e.stage import Stage, open_stage, shared_cache


@pytest.fixture(scope="session")
def directories(tmp_path_factory: pytest.TempPathFactory) -> Mapping[KnowledgeName, Path]:
    """The knowledge directories by the names that dialogs use; a copy, for curators edit while tests run."""
    shipped = tmp_path_factory.mktemp("knowledge") / "shipped"
    shutil.copytree(shipped_knowledge_dir(), shipped)
    return {"shipped": shipped, "small": SMALL_KNOWLEDGE}


@pytest.fixture(scope="session")
def judges(directories: Mapping[KnowledgeName, Path]) -> Mapping[KnowledgeName, Judge]:
    """What the bots may say."""
    judges: dict[KnowledgeName, Judge] = {}
    for name, path in directories.items():
        knowledge = load_knowledge(path)
        judges[name] = Judge(knowledge, load_phrases(path), read_charts(path, knowledge)[0])
    return judges


@dataclass(frozen=True, slots=True)
class Theatre:
    """The stages by their knowledge, and the bots' administrators by the dialogs they are to play in."""

    stages: Mapping[KnowledgeName, Stage]
    administrators: Mapping[str, Person]


@pytest.fixture(scope="session")
def theatre(tmp_path_factory: pytest.TempPathFactory, directories: Mapping[KnowledgeName, Path]) -> Iterator[Theatre]:
    """The bots, both starting at once, with an administrator for each dialog that needs one."""
    cache = shared_cache(tmp_path_factory.getbasetemp())
    with ExitStack() as stack:
        opened = {
            name: stack.enter_context(open_stage(tmp_path_factory.mktemp(name), cache, path))
            for name, path in directories.items()
        }
        needed = {name: dialog for name, dialog in read_dialogs() if dialog.announces}
        admins = {name: opened[dialog.knowledge].person(dialog.language_code) for name, dialog in needed.items()}
        for knowledge, stage in opened.items():
            own = (str(admins[name].id) for name, dialog in needed.items() if dialog.knowledge == knowledge)
            stage.start_bot(ADMINS=",".join(own))
        for stage in opened.values():
            stage.bot.wait_for_line("serving")
        yield Theatre(opened, admins)
