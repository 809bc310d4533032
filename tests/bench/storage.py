"""Backup, restore and move with many subscribers, on both databases: ``python -m tests.bench.storage [SUBSCRIBERS]``.

Each step runs as the real command in a process of its own, so that its time is what an operator waits and its memory
what the machine needs. There are twice as many deliveries as subscribers, and one subscription each.
"""

import asyncio
import datetime as dt
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import migrate, open_engine, writing
from bot.storage.rows import BATCH_ROWS, Row, Shape, shapes, write
from tests.postgresql import running_postgresql

SUBSCRIBERS = 100_000
FIRST_CHAT = 100_000_000
NOON = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
LANGUAGES = ("en", "ru", "kk", "ja")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a command took."""

    seconds: float
    peak_mb: float


def subscribers(count: int) -> Iterator[Row]:
    """Return rows of ``subscribers``."""
    for number in range(count):
        language = LANGUAGES[number % 4]
        yield (FIRST_CHAT + number * 7919, None, language, "active", "Asia/Almaty", None, 22, 8, None, NOON, NOON)


def subscriptions(count: int) -> Iterator[Row]:
    """Return rows of ``subscriptions``."""
    return ((FIRST_CHAT + number * 7919, "air-travel") for number in range(count))


def announcements() -> Iterator[Row]:
    """Return rows of ``announcements``."""
    content = {language: {"title": "Tokyo", "text": "A route is under study."} for language in LANGUAGES}
    for number in range(2):
        yield (
            *(f"2026-11-2{number}-tokyo", "air-travel", "done", "file", content, None, False),
            *(1, NOON, 1, NOON, None, None, None, NOON, NOON, None, 0),
        )


def deliveries(count: int) -> Iterator[Row]:
    """Return rows of ``deliveries``, two for each subscriber."""
    for number in range(2 * count):
        announcement, subscriber = f"2026-11-2{number % 2}-tokyo", FIRST_CHAT + number // 2 * 7919
        yield (
            *(number + 1, announcement, subscriber, None, LANGUAGES[number // 2 % 4], "sent", False, NOON, 1),
            *("replica-1", None, number + 1, None, NOON),
        )


async def fill(url: str, count: int) -> None:
    """Fill an empty database."""
    given = {
        "subscribers": subscribers(count),
        "subscriptions": subscriptions(count),
        "announcements": announcements(),
        "deliveries": deliveries(count),
    }
    engine = open_engine(url)
    await migrate(engine)
    async with writing(engine) as connection:
        for shape in shapes():
            if shape.name in given:
                await _write_all(connection, shape, given[shape.name])
    await engine.dispose()


async def _write_all(connection: AsyncConnection, shape: Shape, rows: Iterator[Row]) -> None:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH_ROWS:
            await write(connection, shape, batch)
            batch = []
    if batch:
        await write(connection, shape, batch)


def run(url: str, *arguments: str) -> Taken:
    """Run a command on a database to its end."""
    began, peak = time.perf_counter(), 0
    command = (sys.executable, "-m", "bot", *arguments)
    environment = {**os.environ, "KZJP_DATABASE_URL": url}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    watched = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            peak = max(peak, watched.memory_info().rss)
        except psutil.NoSuchProcess:
            break
        time.sleep(0.05)
    if process.wait() != 0:
        raise SystemExit(f"{arguments} failed")
    return Taken(time.perf_counter() - began, peak / 2**20)


def measure(folder: Path, server_urls: list[str], count: int) -> list[tuple[str, Taken]]:
    """Take every measure, from SQLite to PostgreSQL and back."""
    first, second, third = (f"sqlite+aiosqlite:///{folder / name}.db" for name in ("first", "second", "third"))
    backups = [folder / f"{name}.backup" for name in ("sqlite", "postgresql")]
    moved, restored = server_urls
    asyncio.run(fill(first, count))
    return [
        ("backup from SQLite", run(first, "backup", str(backups[0]))),
        ("restore to SQLite", run(second, "restore", str(backups[0]))),
        ("move SQLite to PostgreSQL", run(first, "move", "--to", moved)),
        ("backup from PostgreSQL", run(moved, "backup", str(backups[1]))),
        ("restore to PostgreSQL", run(restored, "restore", str(backups[1]))),
        ("move PostgreSQL to SQLite", run(restored, "move", "--to", third)),
    ]


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SUBSCRIBERS
    with tempfile.TemporaryDirectory() as name, running_postgresql() as server:
        folder, idle = Path(name), f"sqlite+aiosqlite:///{Path(name) / 'idle.db'}"
        nothing = run(idle, "migrate")
        urls = [asyncio.run(server.new_database()) for _ in range(2)]
        rows = measure(folder, urls, count)
        sizes = ", ".join(
            f"{path.name} {path.stat().st_size / 2**20:.0f} MB" for path in sorted(folder.iterdir()) if path.is_file()
        )
    total = 4 * count + 2
    table = Table("command", "s", "rows/s", "peak MB", title=f"{count} subscribers, {total} rows")
    table.add_row("migrate (an empty database)", f"{nothing.seconds:.1f}", "", f"{nothing.peak_mb:.0f}")
    for command, taken in rows:
        working_s = max(taken.seconds - nothing.seconds, 0.001)
        table.add_row(command, f"{taken.seconds:.1f}", f"{total / working_s:.0f}", f"{taken.peak_mb:.0f}")
    console = Console(width=110)
    console.print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}")
    console.print(table)
    console.print(sizes)


if __name__ == "__main__":
    main()
