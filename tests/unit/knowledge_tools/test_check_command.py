"""``kzjp check``: how findings are printed, and the pairs that the matcher mixes up."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.checking import ProblemFormat, formatted
from bot.cli import app
from bot.confusable import confusable_pairs
from bot.knowledge.nodes import Problem
from bot.knowledge.reading import load_knowledge
from tests.knowledge_dirs import change

runner = CliRunner()


def test_a_tidy_directory_passes(tidy_dir: Path) -> None:
    result = runner.invoke(app, ["check", str(tidy_dir)])

    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"{tidy_dir}: no problems\n"


def test_a_problem_fails_with_path_and_line(tidy_dir: Path) -> None:
    path = change(tidy_dir, "faq/visas/visa-needed.yaml", "related: [visa-longer]", "related: [visa-needed]")

    result = runner.invoke(app, ["check", str(tidy_dir)])

    assert (result.exit_code, result.stdout) == (1, f"{path}:1: is related to itself\n")


def test_github_is_told_by_annotations_relative_to_the_repository(
    tidy_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change(tidy_dir, "faq/visas/visa-needed.yaml", "related: [visa-longer]", "related: [visa-needed]")
    monkeypatch.chdir(tidy_dir.parent)

    result = runner.invoke(app, ["check", str(tidy_dir), "--format", "github"])

    assert result.stdout == "::error file=tidy/faq/visas/visa-needed.yaml,line=1::is related to itself\n"
    assert result.exit_code == 1


def test_what_github_would_take_for_its_own_is_escaped(tmp_path: Path) -> None:
    problem = Problem(str(tmp_path / "a,b:c.yaml"), 3, "26% in\nen")

    line = formatted(problem, ProblemFormat.GITHUB, tmp_path)

    assert line == "::error file=a%2Cb%3Ac.yaml,line=3::26%25 in%0Aen"


def test_a_path_outside_the_repository_stays_whole(tmp_path: Path) -> None:
    problem = Problem(str(tmp_path / "there" / "a.yaml"), 3, "x")

    assert str(tmp_path / "there" / "a.yaml") in formatted(problem, ProblemFormat.GITHUB, tmp_path / "here")


def test_an_unknown_format_is_wrong_use(tidy_dir: Path) -> None:
    assert runner.invoke(app, ["check", str(tidy_dir), "--format", "xml"]).exit_code == 2


def _mix_up(directory: Path) -> None:
    name = "faq/visas/visa-longer.yaml"
    change(directory, name, "the 90 days rule", "visa for Japanese tourists in total")
    change(directory, name, "total length of several trips", "visa-free entry for Japanese travellers in total")


def test_entries_in_each_others_words_are_a_confusable_pair(tidy_dir: Path) -> None:
    _mix_up(tidy_dir)

    pairs = confusable_pairs(load_knowledge(tidy_dir), tidy_dir)

    mixed = [pair for pair in pairs if (pair.language, pair.one, pair.other) == ("en", "visa-longer", "visa-needed")]
    assert len(mixed) == 1
    assert mixed[0].mistaken >= 1
    assert mixed[0].asked == 30


def test_no_more_than_the_sample_is_asked(tidy_dir: Path) -> None:
    _mix_up(tidy_dir)

    pairs = confusable_pairs(load_knowledge(tidy_dir), tidy_dir, sample=7)

    assert all(pair.asked <= 7 for pair in pairs)


def test_confusable_pairs_are_shown_but_fail_nothing(tidy_dir: Path) -> None:
    _mix_up(tidy_dir)

    result = runner.invoke(app, ["check", str(tidy_dir), "--confusable"])

    assert "visa-longer ↔ visa-needed" in result.stdout
    assert result.exit_code == 0


def test_a_directory_that_does_not_load_has_problems_but_no_pairs(tidy_dir: Path) -> None:
    change(tidy_dir, "faq/visas/visa-needed.yaml", "topic: visas", "topic: nowhere")

    result = runner.invoke(app, ["check", str(tidy_dir), "--confusable"])

    assert result.exit_code == 1
    assert "topic 'nowhere' does not exist" in result.stdout
    assert "confusable" not in result.stdout
