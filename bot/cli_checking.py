"""``kzjp check``: every problem of a knowledge directory."""

import datetime as dt
import os
from pathlib import Path
from typing import Annotated, Final

import typer

from bot.checking import ProblemFormat, check_directory, formatted, told_pairs
from bot.config import read_settings

check_app: Final = typer.Typer(add_completion=False)


@check_app.command()
def check(
    directory: Annotated[Path | None, typer.Argument(help="The shipped knowledge by default.")] = None,
    problem_format: Annotated[ProblemFormat, typer.Option("--format", help="How to print a problem.")] = (
        ProblemFormat.TEXT
    ),
    confusable: Annotated[bool, typer.Option(help="List entries that the matcher mixes up, too.")] = False,
) -> None:
    """Check a knowledge directory: every problem as path:line: message, exit 1 if there is any."""
    chosen = directory or read_settings(os.environ).knowledge_dir
    problems = check_directory(chosen, dt.datetime.now(dt.UTC).date())
    for problem in problems:
        typer.echo(formatted(problem, problem_format, Path.cwd()))
    for line in told_pairs(chosen) if confusable else ():
        typer.echo(line)
    typer.echo(f"{chosen}: {len(problems)} problems" if problems else f"{chosen}: no problems", err=True)
    raise typer.Exit(1 if problems else 0)
