"""Evaluating from the command line: which questions, by group, and what changed since an earlier run."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

from rich.table import Table

from bot.errors import KnowledgeError, UsageError
from bot.knowledge.nodes import Problems, read_file
from bot.knowledge.nodes import Sequence as ListNode
from bot.knowledge.nodes import Table as TableNode
from bot.knowledge.record import Record
from bot.matching.evaluation import Measures, Share, TestQuestion, Trial, confusions, measure, read_questions

DEFAULT_QUESTIONS: Final = Path(__file__).resolve().parent.parent / "tests" / "understanding"
_SHARES: Final = ("success_at_1", "success_at_3", "helped", "coverage", "precision", "false_answers", "language_right")
_SHOWN_CONFUSIONS: Final = 20


def gather(paths: Sequence[Path], languages: Sequence[str]) -> tuple[TestQuestion, ...]:
    """Return the questions of ``paths``, or of the shipped test questions; a file's folder names its language.

    Raises:
        UsageError: if there are none, or a file is not there.
        KnowledgeError: if a file is malformed.
    """
    found = tuple(paths) or tuple(sorted(DEFAULT_QUESTIONS.glob("??/*.yaml")))
    missing = ", ".join(str(path) for path in found if not path.is_file())
    if missing:
        raise UsageError(f"there is no file {missing}")
    questions = tuple(
        question
        for path in found
        for question in read_questions(path, path.parent.name if path.parent.name in languages else languages[0])
    )
    if not questions:
        raise UsageError("no test questions found; name files with --questions")
    return questions


def grouped(trials: Sequence[Trial]) -> Iterator[Measures]:
    """Yield the measures by language, by kind, and of all."""
    for language in dict.fromkeys(trial.question.language for trial in trials):
        own = [trial for trial in trials if trial.question.language == language]
        yield measure(language, own)
        for kind in dict.fromkeys(trial.question.kind for trial in own):
            yield measure(f"{language} {kind}", [trial for trial in own if trial.question.kind == kind])
    yield measure("all", trials)


def as_json(trials: Sequence[Trial], measures: Sequence[Measures]) -> str:
    """Return figures, confusions and every question's first candidate as JSON, to keep and compare with."""
    answers = {
        trial.question.text: {
            "decision": trial.search.decision.name.lower(),
            "first": trial.search.candidates[0].id if trial.search.candidates else None,
        }
        for trial in trials
    }
    report = {
        "measures": [asdict(figures) for figures in measures],
        "confusions": confusions(trials)[:_SHOWN_CONFUSIONS],
        "answers": answers,
    }
    return json.dumps(report, ensure_ascii=False, indent=1)


def as_table(measures: Sequence[Measures]) -> Table:
    """Return the figures as a table, in per cent with the 95 % interval."""
    table = Table("group", "n", *(name.replace("_", " ") for name in _SHARES), "MRR", "AUROC", title="Understanding, %")
    for figures in measures:
        shares = (getattr(figures, name) for name in _SHARES)
        auroc = "–" if figures.auroc is None else f"{figures.auroc * 100:.1f}"
        table.add_row(figures.group, str(figures.questions), *map(_cell, shares), f"{figures.mrr * 100:.1f}", auroc)
    return table


def told_confusions(trials: Sequence[Trial]) -> Iterator[str]:
    """Yield a line for each of the pairs that were most often taken for each other: first, right, how often."""
    found = confusions(trials)
    yield f"confusable pairs, the worst {min(len(found), _SHOWN_CONFUSIONS)} of {len(found)}:"
    yield from (f"{count:>3}  {first} instead of {right}" for first, right, count in found[:_SHOWN_CONFUSIONS])


def changes(trials: Sequence[Trial], earlier: Path) -> Iterator[str]:
    """Yield a line for each question whose decision or first candidate differs from an earlier ``--json`` run.

    Raises:
        UsageError: if the file is no such run.
    """
    try:
        before = dict(json.loads(earlier.read_text(encoding="utf-8"))["answers"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{earlier} is not the output of an earlier 'kzjp evaluate --json'") from error
    now = json.loads(as_json(trials, ()))["answers"]
    for text in sorted(set(before) | set(now)):
        if before.get(text) != now.get(text):
            yield f"{text}: {_told(before.get(text))} → {_told(now.get(text))}"


def _told(answer: object) -> str:
    return f"{answer['decision']} {answer['first']}" if isinstance(answer, dict) else "not asked"


def _cell(value: Share) -> str:
    if value.value is None:
        return "–"
    return f"{value.value * 100:.1f} ({value.low * 100:.0f}–{value.high * 100:.0f})"


def below_floor(measures: Sequence[Measures], path: Path) -> Iterator[str]:
    """Yield a line for each figure that is worse than ``path`` records: ``{group, success_at_1, precision, …}``.

    ``false_answers`` must not be above its figure, every other one not below.

    Raises:
        KnowledgeError: if the file is malformed.
    """
    figures = {measured.group: measured for measured in measures}
    for group, name, floor in _floors(path):
        found: Share = getattr(figures[group], name)
        value = 0.0 if found.value is None else found.value * 100
        if value > floor if name == "false_answers" else value < floor:
            yield f"{group}: {name.replace('_', ' ')} is {value:.1f} %, the recorded floor is {floor:.1f} %"


def _floors(path: Path) -> Iterator[tuple[str, str, float]]:
    problems = Problems()
    node = read_file(path, path.read_bytes(), problems)
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, TableNode):
            record = Record(item, problems)
            group = record.text("group")
            for name in _SHARES:
                if record.has(name):
                    yield group, name, float(record.text(name))
            record.finish()
    if found := problems.all():
        raise KnowledgeError(tuple(map(str, found)))
