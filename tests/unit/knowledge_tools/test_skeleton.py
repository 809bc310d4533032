"""Skeletons of new records: loadable YAML in every language, and ``check`` tells what is still to be filled in."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import KnowledgeError, UsageError
from bot.knowledge.reading import load_knowledge
from bot.knowledge.skeleton import new_entry, new_fact
from tests.knowledge_dirs import change, write_one_language

Messages = Callable[[], list[str]]


def test_an_entry_has_its_own_file_in_every_language(tidy_dir: Path) -> None:
    path = new_entry(tidy_dir, "culture", "sister-cities")

    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert path == tidy_dir / "faq" / "culture" / "sister-cities.yaml"
    assert (written["id"], written["topic"]) == ("sister-cities", "culture")
    assert list(written["utterances"]) == list(written["answer"]) == ["en", "ru", "kk", "ja"]


def test_a_new_entry_loads_and_is_still_to_be_written(tidy_dir: Path, messages: Messages) -> None:
    new_entry(tidy_dir, "culture", "sister-cities")

    assert "sister-cities" in load_knowledge(tidy_dir).entries
    found = [line for line in messages() if "is still to be written" in line]
    assert len(found) == 8
    assert all(line.startswith("faq/culture/sister-cities.yaml:") for line in found)


def test_a_fact_is_appended_to_its_topics_file(tidy_dir: Path) -> None:
    before = (tidy_dir / "facts" / "visas.yaml").read_text(encoding="utf-8")

    path = new_fact(tidy_dir, "visas", "visa-fees-2026")

    after = path.read_text(encoding="utf-8")
    assert after.startswith(before.rstrip() + "\n\n- id: visa-fees-2026\n")
    assert list(yaml.safe_load(after)[-1]["statement"]) == ["en", "ru", "kk", "ja"]


def test_a_fact_follows_the_indent_of_its_file(tidy_dir: Path) -> None:
    path = tidy_dir / "facts" / "visas.yaml"
    path.write_text("".join(f"  {line}\n" for line in path.read_text(encoding="utf-8").splitlines()), encoding="utf-8")

    new_fact(tidy_dir, "visas", "visa-fees-2026")

    assert yaml.safe_load(path.read_text(encoding="utf-8"))[-1]["id"] == "visa-fees-2026"


def test_a_topics_first_fact_starts_its_file(tidy_dir: Path) -> None:
    path = new_fact(tidy_dir, "culture", "sister-cities")

    assert path == tidy_dir / "facts" / "culture.yaml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))[0]["id"] == "sister-cities"


def test_check_tells_all_that_a_new_fact_lacks(tidy_dir: Path, messages: Messages) -> None:
    new_fact(tidy_dir, "culture", "sister-cities")

    found = messages()

    assert "facts/culture.yaml:3: 'as_of' must be a day as YYYY-MM-DD: '…'" in found
    assert "facts/culture.yaml:1: fact 'sister-cities': source '…' does not exist" in found
    assert sum("is still to be written" in line for line in found) == 4


def test_one_language_gets_one(tmp_path: Path) -> None:
    path = new_entry(write_one_language(tmp_path / "one"), "visas", "visa-longer")

    assert list(yaml.safe_load(path.read_text(encoding="utf-8"))["answer"]) == ["en"]


def test_a_directory_with_a_problem_elsewhere_can_be_added_to(tidy_dir: Path) -> None:
    change(tidy_dir, "faq/visas/visa-needed.yaml", "topic: visas", "topic: nowhere")

    assert new_entry(tidy_dir, "culture", "sister-cities").exists()


def test_an_existing_entry_is_refused(tidy_dir: Path) -> None:
    with pytest.raises(UsageError, match=r"entry 'visa-needed' exists already: .*visa-needed\.yaml"):
        new_entry(tidy_dir, "culture", "visa-needed")


def test_a_file_that_is_there_is_not_overwritten(tidy_dir: Path) -> None:
    path = tidy_dir / "faq" / "visas" / "broken.yaml"
    path.write_text("id: [", encoding="utf-8")

    with pytest.raises(UsageError, match="exists already"):
        new_entry(tidy_dir, "visas", "broken")
    assert path.read_text(encoding="utf-8") == "id: ["


def test_an_existing_fact_is_refused(tidy_dir: Path) -> None:
    with pytest.raises(UsageError, match=r"fact 'visa-30-days' exists already: .*visas\.yaml:1"):
        new_fact(tidy_dir, "visas", "visa-30-days")


def test_a_former_id_is_refused(tidy_dir: Path) -> None:
    change(tidy_dir, "facts/visas.yaml", "sources: [mofa, agency]", "sources: [mofa, agency]\n  also: [visa-old]")

    with pytest.raises(UsageError, match="'visa-old' exists already"):
        new_fact(tidy_dir, "visas", "visa-old")


def test_an_unknown_topic_is_refused(tidy_dir: Path) -> None:
    with pytest.raises(UsageError, match="topic 'space' does not exist; there are: visas, air-travel, culture"):
        new_fact(tidy_dir, "space", "rocket")


@pytest.mark.parametrize("wrong", ["Visa", "visa needed", "../visa", " visa", "a" * 60, ""])
def test_an_id_of_another_form_is_refused(tidy_dir: Path, wrong: str) -> None:
    with pytest.raises(UsageError, match="an id is at most"):
        new_entry(tidy_dir, "visas", wrong)


def test_a_facts_file_that_is_no_list_is_left_alone(tidy_dir: Path) -> None:
    path = tidy_dir / "facts" / "culture.yaml"
    path.write_text("[]\n", encoding="utf-8")

    with pytest.raises(UsageError, match="is no list of facts"):
        new_fact(tidy_dir, "culture", "sister-cities")
    assert path.read_text(encoding="utf-8") == "[]\n"


def test_what_is_no_knowledge_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="is not a directory"):
        new_entry(tmp_path / "nowhere", "visas", "visa-needed")


def test_the_commands_print_the_file(tidy_dir: Path) -> None:
    runner = CliRunner()

    entry = runner.invoke(app, ["knowledge", "new", "entry", "culture", "a-b", "--knowledge", str(tidy_dir)])
    fact = runner.invoke(app, ["knowledge", "new", "fact", "culture", "a-b", "--knowledge", str(tidy_dir)])

    assert entry.stdout == f"{tidy_dir}/faq/culture/a-b.yaml\n"
    assert fact.stdout == f"{tidy_dir}/facts/culture.yaml\n"


def test_a_refusal_is_wrong_use(tidy_dir: Path) -> None:
    command = ["knowledge", "new", "entry", "space", "rocket", "--knowledge", str(tidy_dir)]

    done = subprocess.run([sys.executable, "-m", "bot", *command], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("topic 'space' does not exist")
