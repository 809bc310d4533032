"""``kzjp evaluate``: how well the test questions are understood, and what changed since an earlier run."""

import os
import sys
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.progress import track

from bot import evaluating
from bot.answering.opening import open_answerer
from bot.config import read_settings
from bot.matching.evaluation import ask_all

evaluate_app: Final = typer.Typer(add_completion=False)


@evaluate_app.command()
def evaluate(
    questions: Annotated[
        list[Path] | None, typer.Option(help="Test question files; a file's folder names its language.")
    ] = None,
    knowledge: Annotated[
        Path | None, typer.Option("--knowledge", help="Knowledge directory instead of the shipped one.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print everything as JSON, to keep and compare with.")
    ] = False,
    compare: Annotated[Path | None, typer.Option(help="List what changed since this earlier --json output.")] = None,
    floor: Annotated[Path | None, typer.Option(help="Exit 1 where a figure is worse than this file records.")] = None,
) -> None:
    """Ask the test questions and print how well they are understood."""
    read = read_settings(os.environ)
    answerer = open_answerer(knowledge or read.knowledge_dir, read.cache_dir())
    gathered = evaluating.gather(questions or (), tuple(answerer.knowledge.languages))
    shown = track(gathered, "Asking", console=Console(stderr=True), disable=not sys.stderr.isatty())
    trials = ask_all(answerer.searcher, answerer.knowledge, shown)
    measures = tuple(evaluating.grouped(trials))
    if as_json:
        typer.echo(evaluating.as_json(trials, measures))
    else:
        Console(width=200).print(evaluating.as_table(measures))
        typer.echo("\n".join(evaluating.told_confusions(trials)))
    for line in evaluating.changes(trials, compare) if compare else ():
        typer.echo(line, err=as_json)
    worse = tuple(evaluating.below_floor(measures, floor)) if floor else ()
    for line in worse:
        typer.echo(line, err=True)
    raise typer.Exit(1 if worse else 0)
