"""The curators' commands, ``kzjp knowledge …``: parse, call, print. The work is done in ``bot.knowledge``."""

import os
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, Final

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from bot.config import read_settings
from bot.knowledge.difference import compare
from bot.knowledge.difference_report import report, to_json
from bot.knowledge.reading import load_knowledge
from bot.knowledge.skeleton import new_entry, new_fact
from bot.knowledge.statistics import Statistics, count
from bot.knowledge.versions import directory_at

knowledge_app: Final = typer.Typer(no_args_is_help=True, help="Look at the knowledge and add to it.")
new_app: Final = typer.Typer(no_args_is_help=True, help="Write a skeleton to be filled in.")
knowledge_app.add_typer(new_app, name="new")

_COLUMNS: Final = ("topic", "language", "facts", "entries", "known", "unknown", "utterances", "fewest", "% complete")
_PLAIN_WIDTH: Final = 200
DirectoryArgument = Annotated[Path | None, typer.Argument(help="The shipped knowledge by default.")]
KnowledgeOption = Annotated[
    Path | None, typer.Option("--knowledge", help="Knowledge directory instead of the shipped one.")
]


@knowledge_app.command()
def stats(directory: DirectoryArgument = None) -> None:
    """Count facts, entries and utterances by topic and language, and say how complete they are."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=_PLAIN_WIDTH)
    console.print(_table(count(load_knowledge(_chosen(directory))), None if not console.is_terminal else box.ROUNDED))


@knowledge_app.command()
def diff(
    old: Annotated[str, typer.Argument(help="The directory as it was, or a git revision of the knowledge.")],
    new: Annotated[
        str, typer.Argument(help="The directory or revision to compare with; what is in use by default.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Tell what changed between two knowledge directories, or since a git revision of the one in use."""
    with ExitStack() as stack:
        chosen = _chosen(None)
        before = load_knowledge(stack.enter_context(directory_at(old, chosen)))
        after = load_knowledge(stack.enter_context(directory_at(new, chosen)) if new else chosen)
        difference = compare(before, after)
    for line in [to_json(difference)] if as_json else report(difference):
        typer.echo(line)


@new_app.command("entry")
def entry(
    topic: str, entry_id: Annotated[str, typer.Argument(metavar="ID")], knowledge: KnowledgeOption = None
) -> None:
    """Write the file of a new entry, to be filled in."""
    typer.echo(new_entry(_chosen(knowledge), topic, entry_id))


@new_app.command("fact")
def fact(topic: str, fact_id: Annotated[str, typer.Argument(metavar="ID")], knowledge: KnowledgeOption = None) -> None:
    """Append a new fact to its topic's file, to be filled in."""
    typer.echo(new_fact(_chosen(knowledge), topic, fact_id))


def _chosen(directory: Path | None) -> Path:
    return directory or read_settings(os.environ).knowledge_dir


def _table(rows: Iterable[Statistics], lines: box.Box | None) -> Table:
    table = Table(box=lines)
    for number, column in enumerate(_COLUMNS):
        table.add_column(column, justify="left" if number < 2 else "right")
    topic = ""
    for row in rows:
        if row.topic != topic and lines is not None:
            table.add_section()
        topic = row.topic
        table.add_row(
            *(row.topic or "all", row.language or "all"),
            *map(str, (row.facts, row.entries, row.known, row.unknown, row.utterances)),
            *("–" if row.fewest is None else str(row.fewest), f"{row.complete * 100:.0f}"),
        )
    return table
