"""A directory in four languages in which ``check`` finds nothing, to spoil one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.checking import check_directory
from bot.knowledge.coverage import FEWEST_UTTERANCES
from tests.building import TODAY
from tests.knowledge_dirs import write_four_languages


@pytest.fixture
def tidy_dir(tmp_path: Path) -> Path:
    """Four languages, no problem."""
    directory = write_four_languages(tmp_path / "tidy")
    for path in (directory / "faq").rglob("*.yaml"):
        path.write_text(_with_enough_utterances(path.read_text(encoding="utf-8"), path.stem), encoding="utf-8")
    return directory


@pytest.fixture
def messages(tidy_dir: Path) -> Callable[[], list[str]]:
    """What ``check`` finds in the tidy directory, paths relative to it."""

    def found() -> list[str]:
        return [str(problem).removeprefix(f"{tidy_dir}/") for problem in check_directory(tidy_dir, TODAY)]

    return found


def _with_enough_utterances(text: str, stem: str) -> str:
    """Return an entry's YAML with just as many utterances in each language as are needed."""
    lines: list[str] = []
    language, said = "", 0
    for line in text.splitlines():
        if line.startswith("    - "):
            said += 1
        elif language:
            lines += [f"    - {stem} {language} another way {number}" for number in range(said, FEWEST_UTTERANCES)]
            language = ""
        if line.startswith("  ") and line.endswith(":"):
            language, said = line.strip(" :"), 0
        lines.append(line)
    return "\n".join(lines) + "\n"
