"""Versions of a knowledge directory: a folder, or a revision that git keeps."""

import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import KnowledgeError
from bot.knowledge.reading import load_knowledge
from bot.knowledge.versions import directory_at
from tests.knowledge_dirs import change

ENTRY = "faq/visas/visa-needed.yaml"
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=Curator", "-c", "user.email=curator@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def kept_dir(tidy_dir: Path, tmp_path: Path) -> Path:
    """A knowledge directory inside a git repository, changed since its tag ``announced``."""
    repository = tmp_path / "repository"
    kept = Path(shutil.copytree(tidy_dir, repository / "knowledge"))
    git(repository, "init", "--quiet")
    git(repository, "add", ".")
    git(repository, "commit", "--quiet", "--message", "As announced")
    git(repository, "tag", "announced")
    change(kept, ENTRY, "30 days", "31 days")
    return kept


def test_a_revision_is_the_directory_as_it_was(kept_dir: Path, tidy_dir: Path) -> None:
    with directory_at("announced", kept_dir) as before:
        assert load_knowledge(before).digest == load_knowledge(tidy_dir).digest
    assert not before.exists()


def test_a_folder_is_taken_as_it_is(kept_dir: Path, tidy_dir: Path) -> None:
    with directory_at(str(tidy_dir), kept_dir) as before:
        assert before == tidy_dir


@pytest.mark.parametrize("version", ["nowhere", "--output=stolen.zip", "announced:README.md"])
def test_what_is_neither_folder_nor_revision_is_told(version: str, kept_dir: Path) -> None:
    with pytest.raises(KnowledgeError, match="neither a folder nor"), directory_at(version, kept_dir):
        pass
    assert not (kept_dir / "stolen.zip").exists()


def test_a_directory_that_git_does_not_keep_has_no_revisions(tidy_dir: Path, tmp_path: Path) -> None:
    alone = Path(shutil.copytree(tidy_dir, tmp_path / "alone"))

    with pytest.raises(KnowledgeError, match="not a git repository"), directory_at("HEAD", alone):
        pass


def test_the_difference_since_a_revision_is_told(kept_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KZJP_KNOWLEDGE_DIR", str(kept_dir))

    told = CliRunner().invoke(app, ["knowledge", "diff", "announced"])

    assert told.exit_code == 0
    assert "31 days" in told.stdout
