"""Evaluating from the command line: which questions, in which groups, and what changed."""

import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from bot.errors import UsageError
from bot.evaluating import as_json, as_table, changes, gather, grouped, told_confusions
from bot.matching.evaluation import TestQuestion as Asked
from bot.matching.evaluation import Trial
from bot.matching.model import Candidate, Decision, Search
from tests.knowledge_dirs import write_files


def trial(text: str, language: str, kind: str, decision: Decision, first: str | None, rank: int | None) -> Trial:
    candidates = () if first is None else (Candidate("entry", first, 0.5),)
    question = Asked(text, language, kind, frozenset({"f"}), unknown=False)
    return Trial(question, Search(language, candidates, decision), rank)


TRIALS = [
    trial("A?", "en", "natural", Decision.ANSWER, "a", 1),
    trial("B?", "en", "keyword", Decision.DECLINE, None, None),
    trial("В?", "ru", "natural", Decision.ANSWER, "b", None),
]


def test_a_files_folder_names_its_language(tmp_path: Path) -> None:
    question = "- {question: A?, kind: natural}\n"
    write_files(tmp_path, {"kk/a.yaml": question, "elsewhere/b.yaml": question})

    questions = gather([tmp_path / "kk/a.yaml", tmp_path / "elsewhere/b.yaml"], ["en", "kk"])

    assert [asked.language for asked in questions] == ["kk", "en"]


def test_the_shipped_questions_are_in_four_languages() -> None:
    questions = gather([], ["en", "ru", "kk", "ja"])

    assert {asked.language for asked in questions} == {"en", "ru", "kk", "ja"}


def test_without_questions_there_is_nothing_to_do(tmp_path: Path) -> None:
    path = write_files(tmp_path, {"a.yaml": "[]\n"}) / "a.yaml"

    with pytest.raises(UsageError, match="no test questions found"):
        gather([path], ["en"])


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere\.yaml"):
        gather([tmp_path / "nowhere.yaml"], ["en"])


def test_measures_are_by_language_by_kind_and_of_all() -> None:
    groups = [(figures.group, figures.questions) for figures in grouped(TRIALS)]

    assert groups == [("en", 2), ("en natural", 1), ("en keyword", 1), ("ru", 1), ("ru natural", 1), ("all", 3)]


def test_json_holds_measures_confusions_and_every_answer() -> None:
    report = json.loads(as_json(TRIALS, tuple(grouped(TRIALS))))

    assert report["answers"] == {
        "A?": {"decision": "answer", "first": "a"},
        "B?": {"decision": "decline", "first": None},
        "В?": {"decision": "answer", "first": "b"},
    }
    assert report["measures"][-1]["group"] == "all"
    assert report["measures"][-1]["success_at_1"]["value"] == pytest.approx(1 / 3)
    assert report["confusions"] == []


def test_the_table_shows_per_cent_with_interval() -> None:
    shown = io.StringIO()

    Console(file=shown, width=300).print(as_table(tuple(grouped(TRIALS))))

    row = next(line for line in shown.getvalue().splitlines() if " all " in line)
    assert [cell.strip() for cell in row.split("│")][1:4] == ["all", "3", "33.3 (6–79)"]
    assert [cell.strip() for cell in row.split("│")][-3:-1] == ["33.3", "–"]


def test_what_changed_since_an_earlier_run_is_listed(tmp_path: Path) -> None:
    earlier = write_files(tmp_path, {"run.json": as_json(TRIALS, ())}) / "run.json"
    now = [
        TRIALS[0],
        trial("B?", "en", "keyword", Decision.OFFER, "b", 1),
        trial("C?", "en", "keyword", Decision.ANSWER, "c", 1),
    ]

    assert list(changes(now, earlier)) == [
        "B?: decline None → offer b",
        "C?: not asked → answer c",
        "В?: answer b → not asked",
    ]


def test_the_same_run_has_no_changes(tmp_path: Path) -> None:
    earlier = write_files(tmp_path, {"run.json": as_json(TRIALS, ())}) / "run.json"

    assert list(changes(TRIALS, earlier)) == []


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"answers": [1]}', '{"answers": 1}'])
def test_a_file_that_is_no_earlier_run_is_wrong_use(tmp_path: Path, text: str) -> None:
    earlier = write_files(tmp_path, {"run.json": text}) / "run.json"

    with pytest.raises(UsageError, match="is not the output of an earlier"):
        list(changes(TRIALS, earlier))


def test_an_earlier_run_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not the output of an earlier"):
        list(changes(TRIALS, tmp_path / "nowhere.json"))


def test_pairs_taken_for_each_other_are_told_most_first() -> None:
    def mistaken(text: str, first: str, right: str) -> Trial:
        candidates = (Candidate("entry", first, 0.5), Candidate("entry", right, 0.4))
        return Trial(
            Asked(text, "en", "natural", frozenset({"f"}), unknown=False), Search("en", candidates, Decision.OFFER), 2
        )

    lines = list(
        told_confusions([*TRIALS, mistaken("C?", "x", "y"), mistaken("D?", "a", "b"), mistaken("E?", "a", "b")])
    )

    assert lines == ["confusable pairs, the worst 2 of 2:", "  2  a instead of b", "  1  x instead of y"]
