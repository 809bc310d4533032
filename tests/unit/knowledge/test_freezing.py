"""A frozen knowledge base is the same when thawed, in every field of every record."""

import json
import shutil
from pathlib import Path

import pytest

from bot.config import shipped_knowledge_dir
from bot.knowledge.freezing import freeze, thaw
from bot.knowledge.reading import digest_of, load_knowledge
from tests.knowledge_dirs import change


def test_the_shipped_knowledge_comes_back_equal() -> None:
    directory = shipped_knowledge_dir()
    knowledge = load_knowledge(directory)

    assert thaw(freeze(knowledge, directory), directory) == knowledge


def test_a_copy_in_another_folder_is_thawed_with_the_copys_places(four_dir: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(four_dir, tmp_path / "copy")

    thawed = thaw(freeze(load_knowledge(four_dir), four_dir), copy)

    assert thawed == load_knowledge(copy)


def test_rare_fields_come_back_equal(four_dir: Path) -> None:
    change(
        four_dir,
        "facts/visas.yaml",
        "- id: visa-90-in-180",
        "- id: visa-90-in-180\n  also: [former]\n  review_by: '2030-01-01'",
    )
    knowledge = load_knowledge(four_dir)

    thawed = thaw(freeze(knowledge, four_dir), four_dir)

    assert thawed == knowledge
    assert "former" in thawed.former_facts
    assert any(fact.review_by for fact in thawed.facts.values())


@pytest.mark.parametrize("text", ["", "{}", "[]", json.dumps({"paths": [], "facts": [["one"]]})])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"frozen|Expecting"):
        thaw(text, Path())


def test_the_digest_of_a_directory_is_that_of_its_knowledge(four_dir: Path) -> None:
    assert digest_of(four_dir) == load_knowledge(four_dir).digest


def test_the_digest_changes_with_any_file(four_dir: Path) -> None:
    before = digest_of(four_dir)
    change(four_dir, "sources.yaml", "Ministry", "Embassy")

    assert digest_of(four_dir) != before


def test_a_directory_without_its_files_has_no_digest(tmp_path: Path) -> None:
    assert digest_of(tmp_path) is None
