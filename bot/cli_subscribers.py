"""Moving subscribers in and out, ``kzjp subscribers …``: parse, call, print."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import IO, Annotated, Final, TextIO

import typer
from rich import progress
from rich.console import Console
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import utc_now
from bot.cli_settings import settings_now
from bot.config import Settings
from bot.errors import UsageError
from bot.knowledge.reading import load_knowledge
from bot.storage.database import migrate, open_engine
from bot.storage.moving_in import all_subscribers, staging
from bot.storage.records import Subscriber
from bot.subscribing.lines import LineReader, write_line

BATCH: Final = 10_000
STANDARD: Final = Path("-")

subscribers_app: Final = typer.Typer(no_args_is_help=True, help="Subscribers, as lines of JSON.")
FileArgument = Annotated[Path, typer.Argument(metavar="FILE", help="A file, or - for the standard stream.")]


class BadLines:
    """Tells what is wrong with each line of a file as it is found, and counts them."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.count = 0

    def tell(self, number: int, problem: str) -> None:
        """Tell what is wrong with line ``number``."""
        typer.echo(f"{self._file}:{number}: {problem}", err=True)
        self.count += 1


@subscribers_app.command("import")
def import_(file: FileArgument) -> None:
    """Take subscribers in, each in place of what is kept of its chat: all of them, or none if a line is bad."""
    settings = settings_now()
    reader = LineReader(load_knowledge(settings.knowledge_dir).topics)
    bad = BadLines(file)
    with _reading(file) as lines:
        imported = asyncio.run(_import(settings, reader, lines, bad))
    if bad.count:
        typer.echo(f"{bad.count} bad lines, nothing imported", err=True)
        raise typer.Exit(1)
    typer.echo(f"{imported} subscribers imported", err=True)


@subscribers_app.command("export")
def export(file: FileArgument) -> None:
    """Give all subscribers out, by the numbers of their chats."""
    with _writing(file) as output:
        exported = asyncio.run(_export(settings_now(), output))
    typer.echo(f"{exported} subscribers exported", err=True)


async def _import(settings: Settings, reader: LineReader, lines: Iterator[bytes], bad: BadLines) -> int:
    """Return how many were imported; nothing is kept in memory of a line that was read and staged."""
    imported = 0
    numbered = ((number, line) for number, line in enumerate(lines, 1) if not line.isspace())
    engine = await _opened(settings)
    try:
        async with staging(engine, utc_now()) as staged:
            while chunk := list(islice(numbered, BATCH)):
                batch = list(_good(reader, chunk, bad))
                await staged.add(batch)
                imported += len(batch)
            async for number, chat_id in staged.repeated():
                bad.tell(number, f"chat {chat_id} came before")
            if not bad.count:
                await staged.put_in_place()
    finally:
        await engine.dispose()
    return imported


def _good(reader: LineReader, lines: Sequence[tuple[int, bytes]], bad: BadLines) -> Iterator[tuple[int, Subscriber]]:
    for number, line in lines:
        match reader.read(line):
            case str(problem):
                bad.tell(number, problem)
            case subscriber:
                yield number, subscriber


async def _export(settings: Settings, output: TextIO) -> int:
    exported = 0
    engine = await _opened(settings)
    try:
        async for subscriber in all_subscribers(engine):
            output.write(write_line(subscriber) + "\n")
            exported += 1
    finally:
        await engine.dispose()
    return exported


async def _opened(settings: Settings) -> AsyncEngine:
    engine = open_engine(settings.storage_url())
    await migrate(engine)
    return engine


@contextmanager
def _reading(file: Path) -> Iterator[IO[bytes]]:
    console = Console(stderr=True)
    try:
        source = sys.stdin.buffer if file == STANDARD else file.open("rb")
        size = None if file == STANDARD else file.stat().st_size
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    shown = progress.wrap_file(source, size or 0, description="Importing", console=console, disable=not size)
    with shown if sys.stderr.isatty() and size else nullcontext(source) as lines:
        yield lines
    if file != STANDARD:
        source.close()


@contextmanager
def _writing(file: Path) -> Iterator[TextIO]:
    if file == STANDARD:
        yield sys.stdout
        return
    # a backup that broke off must not look like one that is whole
    part = file.with_name(f"{file.name}.part")
    try:
        with part.open("w", encoding="utf-8") as output:
            yield output
        part.replace(file)
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)
