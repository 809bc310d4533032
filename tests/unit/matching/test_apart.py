"""Languages built in processes of their own are what this process would have built."""

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from structlog.testing import capture_logs

from bot.knowledge.reading import load_knowledge
from bot.matching.apart import build_apart
from bot.matching.concepts import Lexicon
from bot.matching.keeping import Array
from bot.matching.making import Making

STRANGERS = {"en": ("Where is the best pizza in Naples?",)}


def built_here(directory: Path) -> dict[str, Array]:
    knowledge = load_knowledge(directory)
    making = Making(knowledge, Lexicon.of(()), STRANGERS)
    return {name: array for language in knowledge.languages for name, array in making.build_language(language).items()}


def built_apart(directory: Path) -> dict[str, Array]:
    return build_apart(load_knowledge(directory), directory, Lexicon.of(()), STRANGERS)


def assert_same(one: dict[str, Array], other: dict[str, Array]) -> None:
    assert one.keys() == other.keys()
    for name, array in one.items():
        np.testing.assert_array_equal(array, other[name], err_msg=name)


def test_other_processes_build_the_same(four_dir: Path) -> None:
    with capture_logs() as logs:
        apart = built_apart(four_dir)

    assert logs == []
    assert_same(apart, built_here(four_dir))


def test_where_no_process_can_be_had_this_one_builds(four_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))

    with capture_logs() as logs:
        apart = built_apart(four_dir)

    assert {language for log in logs for language in log["langs"]} == {"en", "ru", "kk", "ja"}
    assert_same(apart, built_here(four_dir))


def test_what_is_made_meanwhile_comes_with_it(four_dir: Path) -> None:
    common = {"common": np.arange(3)}

    apart = build_apart(load_knowledge(four_dir), four_dir, Lexicon.of(()), STRANGERS, lambda: common)

    assert_same(apart, built_here(four_dir) | common)
