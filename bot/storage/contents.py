"""All that a database holds, as one: whether it is in use or empty, emptying it, filling it, proving what it holds."""

from collections.abc import Sequence
from typing import Final, Protocol

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageError, UsageError
from bot.storage.database import reading, sqlite_file
from bot.storage.lock import is_held
from bot.storage.rows import Digest, Shape, read, shapes, to_lines
from bot.storage.schema import METADATA

_OTHERS: Final = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND application_name = 'kzjp' AND pid <> pg_backend_pid()"
)
_LAST_NUMBER: Final = "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), max({column})) FROM {table}"


class Progress(Protocol):
    """Who watches rows go by."""

    def begin(self, purpose: str, rows: int) -> None:
        """Begin something with ``rows`` rows to do."""
        ...

    def advance(self, rows: int) -> None:
        """Count rows that are done."""
        ...


async def refuse_in_use(engine: AsyncEngine) -> None:
    """Refuse a database that a bot is running on, as far as that can be known.

    Raises:
        UsageError: if a bot runs.
    """
    if engine.dialect.name == "postgresql":
        async with engine.connect() as connection:
            in_use = int((await connection.execute(_OTHERS)).scalar_one()) > 0
    else:
        file = sqlite_file(str(engine.url))
        in_use = file is not None and is_held(file)
    if in_use:
        raise UsageError("a bot is running on this database; stop it first")


async def refuse_full(connection: AsyncConnection, advice: str) -> None:
    """Refuse a database that holds anything; ``advice`` tells what to do.

    Raises:
        UsageError: if a table has a row.
    """
    for shape in shapes():
        if (await connection.execute(sa.select(sa.literal(1)).select_from(shape.table()).limit(1))).first() is not None:
            raise UsageError(f"the database is not empty: {shape.name} has rows; {advice}")


async def empty(connection: AsyncConnection) -> None:
    """Delete every row of every table."""
    for table in reversed(METADATA.sorted_tables):
        await connection.execute(sa.delete(table))


async def prove(connection: AsyncConnection, shape: Shape, expected: Digest, progress: Progress) -> None:
    """Read a table that was written and compare.

    Raises:
        StorageError: if it doesn't hold just the expected rows.
    """
    found = Digest()
    async with reading(connection):
        async for rows in read(connection, shape):
            found.add(to_lines(rows, shape))
            progress.advance(len(rows))
    if (found.rows, found.checksum) != (expected.rows, expected.checksum):
        raise StorageError(f"{shape.name} was not written as it was read; nothing is changed")


async def set_numbers(connection: AsyncConnection) -> None:
    """Let new rows be numbered after those that are there; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table, column in _numbered():
        await connection.execute(sa.text(_LAST_NUMBER.format(table=table, column=column)))


def _numbered() -> Sequence[tuple[str, str]]:
    tables = ((table.name, table.autoincrement_column) for table in METADATA.sorted_tables)
    return tuple((name, column.name) for name, column in tables if column is not None)
