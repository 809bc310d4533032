"""Rows for every table of the schema, whatever the tables are, with values that databases are apt to change."""

import datetime as dt
from collections.abc import Callable, Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.columns import Moment, Words
from bot.storage.dialect import Table
from bot.storage.schema import METADATA

ROWS = 7
NOON = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
TEXTS = ("plain", "", "Қазақша — ұшақ", "直行便？", '"quoted" \\ and\nlines\t', "🇰🇿🇯🇵", "'; DROP TABLE chats; --")
CONTENT = {"kk": "Әуе", "ja": ["東京", None], "b": {"z": 1.5, "a": True}}


_Make = Callable[[sa.types.TypeEngine[object], int], object]
_VALUES: tuple[tuple[type, _Make], ...] = (
    (sa.Boolean, lambda _, number: number % 2 == 0),
    (sa.Float, lambda _, number: number + 0.1),
    (sa.BigInteger, lambda _, number: (-1) ** number * number * 10**15),
    (sa.Integer, lambda _, number: number + 1),
    (sa.JSON, lambda _, number: {**CONTENT, "number": number}),
    (sa.Date, lambda _, number: NOON.date() + dt.timedelta(days=number)),
    (sa.String, lambda kind, number: f"{number}{TEXTS[number % len(TEXTS)]}"[: getattr(kind, "length", None)]),
    (Words, lambda _, number: TEXTS[number % len(TEXTS)]),
    (Moment, lambda _, number: NOON + dt.timedelta(hours=number, microseconds=number)),
)


def value(column: "sa.Column[object]", number: int) -> object:
    """Return the value of a column in row ``number``, None in some rows where that is allowed."""
    for key in column.foreign_keys:
        return value(key.column, number)
    if column.nullable and number % 3 == 1:
        return None
    return next(make(column.type, number) for kind, make in _VALUES if isinstance(column.type, kind))


def rows(table: Table) -> list[Mapping[str, object]]:
    """Return rows for a table."""
    return [{column.name: value(column, number) for column in table.columns} for number in range(ROWS)]


async def fill(engine: AsyncEngine) -> None:
    """Put rows into every table."""
    async with engine.begin() as connection:
        for table in METADATA.sorted_tables:
            await connection.execute(sa.insert(table), rows(table))


async def contents(connection: AsyncConnection) -> Mapping[str, list[tuple[object, ...]]]:
    """Return every row of every table, in an order that is the same on every database."""
    found = {}
    for table in METADATA.sorted_tables:
        result = await connection.execute(sa.select(table))
        found[table.name] = sorted((tuple(row) for row in result), key=repr)
    return found


async def contents_of(engine: AsyncEngine) -> Mapping[str, list[tuple[object, ...]]]:
    """Return every row of every table of the newest schema."""
    async with engine.connect() as connection:
        return await contents(connection)


class Watched:
    """Counts the rows that go by."""

    def __init__(self) -> None:
        self.done: dict[str, int] = {}
        self.expected: dict[str, int] = {}
        self._purpose = ""

    def begin(self, purpose: str, rows: int) -> None:
        """Begin something."""
        self._purpose = purpose
        self.expected[purpose], self.done[purpose] = rows, 0

    def advance(self, rows: int) -> None:
        """Count rows."""
        self.done[self._purpose] += rows
