"""Checking a knowledge directory with every rule there is, those of each room in one list; how findings are shown."""

import datetime as dt
import enum
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from bot.announcing.files import check_announcements
from bot.answering.checking import check_lengths
from bot.answering.following import read_follow_ups
from bot.answering.smalltalk import read_smalltalk
from bot.answering.wording import Wording
from bot.charting.checking import check_charts
from bot.charting.reading import read_charts
from bot.confusable import confusable_pairs
from bot.errors import KnowledgeError
from bot.knowledge.check import check_editorial
from bot.knowledge.nodes import Problem
from bot.knowledge.phrases import check_phrases, load_phrases
from bot.knowledge.reading import load_knowledge, read_knowledge
from bot.knowledge.style import check_placeholders
from bot.matching.lexicon_check import check_lexicon
from bot.matching.strangers import STRANGERS_NAME, check_strangers

SHOWN_PAIRS: Final = 40


class ProblemFormat(enum.StrEnum):
    """How a problem is printed: ``path:line: message``, or as an annotation of a GitHub workflow."""

    TEXT = "text"
    GITHUB = "github"


def check_directory(directory: Path, today: dt.date) -> tuple[Problem, ...]:
    """Return every problem of ``directory``, by path and line; editorial rules only where it loads at all."""
    knowledge, problems = read_knowledge(directory)
    if knowledge is None:
        return problems
    found = {*problems, *check_phrases(directory, tuple(knowledge.languages))}
    found.update(read_smalltalk(directory, tuple(knowledge.languages))[1], read_follow_ups(directory)[1])
    charts, chart_problems = read_charts(directory, knowledge)
    found.update(chart_problems)
    found.update(check_lexicon(directory / "concepts.yaml", knowledge))
    found.update(check_strangers(directory / STRANGERS_NAME, knowledge))
    if problems:
        return tuple(sorted({*found, *check_placeholders(knowledge)}))
    found.update(check_editorial(knowledge, today), check_announcements(directory, knowledge))
    found.update(() if chart_problems else check_charts(charts, knowledge))
    with suppress(KnowledgeError):  # check_phrases has told it
        found.update(check_lengths(knowledge, Wording(load_phrases(directory)), today))
    return tuple(sorted(found))


def formatted(problem: Problem, problem_format: ProblemFormat, root: Path) -> str:
    """Return the problem as one line; in GitHub's format paths under ``root`` are relative to it."""
    if problem_format is ProblemFormat.TEXT:
        return str(problem)
    path = Path(problem.path).resolve()
    shown = path.relative_to(root.resolve()) if path.is_relative_to(root.resolve()) else path
    return f"::error file={_property(str(shown))},line={problem.line}::{_data(problem.message)}"


def told_pairs(directory: Path) -> Iterator[str]:
    """Yield a line for each of the entry pairs that the matcher mixes up most; none where the directory can't load."""
    try:
        pairs = confusable_pairs(load_knowledge(directory), directory)
    except KnowledgeError:  # check_directory has told it
        return
    yield f"confusable pairs, the worst {min(SHOWN_PAIRS, len(pairs))} of {len(pairs)} (no problems, but worth a look):"
    yield from (str(pair) for pair in pairs[:SHOWN_PAIRS])


def _data(text: str) -> str:
    """Escape as workflow commands want it: github.com/actions/toolkit, packages/core/src/command.ts."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
