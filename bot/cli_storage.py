"""The database on the command line, ``kzjp migrate``, ``backup``, ``restore`` and ``move``: parse, call, print."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Final, TypeVar

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cli_settings import settings_now
from bot.config import Settings
from bot.storage.backup import Existing, back_up
from bot.storage.backup import restore as restore_backup
from bot.storage.database import open_engine, place_of
from bot.storage.moving import move as move_rows
from bot.storage.waiting import migrate_when_reachable

storage_app: Final = typer.Typer()
Given = TypeVar("Given")


class RowBars:
    """Shows rows going by, on a terminal alone."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task = bars.add_task("")

    def begin(self, purpose: str, rows: int) -> None:
        """Begin something with ``rows`` rows to do."""
        self._bars.reset(self._task, description=purpose, total=max(rows, 1))

    def advance(self, rows: int) -> None:
        """Count rows that are done."""
        self._bars.advance(self._task, rows)


@storage_app.command()
def migrate() -> None:
    """Bring the database's schema up to date; `run` does it by itself."""
    read = settings_now()
    revision = asyncio.run(_with_engine(read, lambda engine: migrate_when_reachable(engine, read.database_wait_s)))
    typer.echo(f"schema revision {revision}")


@storage_app.command()
def backup(file: Annotated[Path, typer.Argument(help="Where to; an older file there is replaced.")]) -> None:
    """Write everything stored to a file, while the bot runs, and read it back."""
    with _bars() as bars:
        header = asyncio.run(_with_engine(settings_now(), lambda engine: back_up(engine, file, RowBars(bars))))
    typer.echo(f"{header.rows} rows of {len(header.tables)} tables backed up to {file} and read back")


@storage_app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="What `backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Delete first what is stored now.")] = False,
) -> None:
    """Fill an empty database from a backup; the bot must not run."""
    existing = Existing.REPLACED if replace else Existing.KEPT
    with _bars() as bars:
        header = asyncio.run(
            _with_engine(settings_now(), lambda engine: restore_backup(engine, file, RowBars(bars), existing))
        )
    typer.echo(f"{header.rows} rows of {len(header.tables)} tables restored from {file} and read back")


@storage_app.command()
def move(
    to: Annotated[str, typer.Option(metavar="URL", help="The database to fill; PGPASSWORD may hold its password.")],
) -> None:
    """Copy everything stored into another, empty database; the bot must not run."""
    read = settings_now()

    async def to_target(source: AsyncEngine) -> int:
        target = open_engine(to)
        try:
            return await move_rows(source, target, RowBars(bars))
        finally:
            await target.dispose()

    with _bars() as bars:
        rows = asyncio.run(_with_engine(read, to_target))
    typer.echo(f"{rows} rows moved from {place_of(read.storage_url())} to {place_of(to)} and read back")
    typer.echo("Set KZJP_DATABASE_URL to the new one and start the bot; the old one is left as it was.")


async def _with_engine(read: Settings, use: Callable[[AsyncEngine], Awaitable[Given]]) -> Given:
    engine = open_engine(read.storage_url(), read.database_pool)
    try:
        return await use(engine)
    finally:
        await engine.dispose()


def _bars() -> Bars:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Bars(*columns, console=Console(stderr=True), disable=not sys.stderr.isatty())
