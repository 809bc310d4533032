"""Rows of any table, read from one database and written to another, many at a time.

A table is known by its columns' names and kinds alone, so that a schema older than this program's can be read and
written as well. Rows are lines of JSON between two databases, the same line for the same row whatever the database.
"""

import datetime as dt
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Final, Protocol, TypeAlias

import asyncpg
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

from bot.errors import StorageError
from bot.storage.columns import Moment
from bot.storage.dialect import Table
from bot.storage.failures import storage_error
from bot.storage.schema import METADATA

BATCH_ROWS: Final = 5_000
Row: TypeAlias = tuple[object, ...]
Clause: TypeAlias = "sa.TableClause[ReadOnlyColumnCollection[str, sa.ColumnClause[object]]]"


class _Copying(Protocol):
    """What is needed of PostgreSQL's driver, which has no types."""

    async def copy_records_to_table(self, table_name: str, *, records: Sequence[Row], columns: Sequence[str]) -> str:
        """Copy rows into a table and return what the server says."""
        ...


_DIGEST_BYTES: Final = 16
_SqlType: TypeAlias = Moment | sa.Date | sa.JSON | sa.Boolean | sa.Float[float] | sa.BigInteger | sa.Text
_TYPES: Final[dict[str, _SqlType]] = {
    "moment": Moment(),
    "day": sa.Date(),
    "json": sa.JSON(none_as_null=True),
    "boolean": sa.Boolean(),
    "number": sa.Float(),
    "integer": sa.BigInteger(),
    "text": sa.Text(),
}
_KINDS: Final = (
    (Moment, "moment"),
    (sa.Date, "day"),
    (sa.JSON, "json"),
    (sa.Boolean, "boolean"),
    (sa.Float, "number"),
    (sa.Integer, "integer"),
    (sa.String, "text"),
)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table's name, and the name and kind of each of its columns."""

    name: str
    columns: tuple[tuple[str, str], ...]

    def table(self) -> Clause:
        """Return the table, to select from."""
        return sa.table(self.name, *(sa.column(name, _TYPES[kind]) for name, kind in self.columns))


def shapes() -> tuple[Shape, ...]:
    """Return every table of the newest schema, a table after those it refers to."""
    return tuple(shape_of(table) for table in METADATA.sorted_tables)


def shape_of(table: Table) -> Shape:
    """Return the name and columns of a table."""
    return Shape(table.name, tuple((column.name, _kind(column.type)) for column in table.columns))


def known_kind(kind: str) -> str:
    """Return ``kind``, the kind of a column.

    Raises:
        ValueError: if columns of this kind cannot be read and written.
    """
    if kind not in _TYPES:
        raise ValueError(f"{kind} is no kind of column")
    return kind


def _kind(column_type: sa.types.TypeEngine[object]) -> str:
    for sql_type, kind in _KINDS:
        if isinstance(column_type, sql_type):
            return kind
    if isinstance(column_type, sa.types.TypeDecorator):
        return _kind(column_type.impl_instance)  # what it makes of values is done when they are first written
    raise TypeError(f"a backup knows no columns of {column_type!r}")


class Digest:
    """What a table's rows come to, in whatever order they come: how many, and the sum of their hashes."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, lines: Iterable[bytes]) -> None:
        """Take in more rows as lines."""
        for line in lines:
            self._sum += int.from_bytes(hashlib.blake2b(line, digest_size=_DIGEST_BYTES).digest())
            self.rows += 1

    @property
    def checksum(self) -> str:
        """The sum of the hashes."""
        return f"{self._sum % (1 << 8 * _DIGEST_BYTES):0{2 * _DIGEST_BYTES}x}"


def _json_of_boolean(value: object) -> str:
    return "true" if value else "false"


def _json_of_date(value: object) -> str:
    return f'"{value.isoformat() if isinstance(value, dt.date) else value}"'


def _json_of_text(value: object) -> str:
    return encode_basestring(str(value))


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)
_TO_JSON: Final[dict[str, Callable[[object], str]]] = {
    "moment": _json_of_date,
    "day": _json_of_date,
    "json": _ENCODER.encode,
    "boolean": _json_of_boolean,
    "number": repr,
    "integer": str,
    "text": _json_of_text,
}


def to_lines(rows: Sequence[Sequence[object]], shape: Shape) -> list[bytes]:
    """Return rows as lines of JSON without their ends; column by column, which takes a tenth of the time."""
    columns = []
    for (_, kind), values in zip(shape.columns, zip(*rows, strict=True), strict=True):
        encode = _TO_JSON[kind]
        columns.append(["null" if value is None else encode(value) for value in values])
    return [f"[{','.join(row)}]".encode() for row in zip(*columns, strict=True)]


def from_lines(lines: Sequence[bytes], shape: Shape) -> list[Row]:
    """Return the rows of lines.

    Raises:
        ValueError: if a line holds no such row.
    """
    kinds = [kind for _, kind in shape.columns]
    days = [place for place, kind in enumerate(kinds) if kind == "day"]
    moments = [place for place, kind in enumerate(kinds) if kind == "moment"]
    rows: list[list[object]] = json.loads(b"[" + b",".join(lines) + b"]")
    for row in rows:
        if len(row) != len(kinds):
            raise ValueError(f"a row of {shape.name} has {len(row)} values")
        for place in days:
            row[place] = None if row[place] is None else dt.date.fromisoformat(str(row[place]))
        for place in moments:
            row[place] = None if row[place] is None else dt.datetime.fromisoformat(str(row[place]))
    return list(map(tuple, rows))


async def count(connection: AsyncConnection, shape: Shape) -> int:
    """Return how many rows a table has."""
    return int((await connection.execute(sa.select(sa.func.count()).select_from(shape.table()))).scalar_one())


async def read(connection: AsyncConnection, shape: Shape) -> AsyncIterator[Sequence[Sequence[object]]]:
    """Read a table, many rows at a time and in no order."""
    query = sa.select(*shape.table().columns).execution_options(yield_per=BATCH_ROWS)
    async for rows in (await connection.stream(query)).partitions():
        yield rows


async def write(connection: AsyncConnection, shape: Shape, rows: Sequence[Row]) -> None:
    """Insert rows, by COPY on PostgreSQL.

    Raises:
        StorageError: if the database doesn't take a row, or fails.
    """
    bound = _bound(connection.dialect, shape, rows)
    if connection.dialect.name == "postgresql":
        await _copy(connection, shape, bound)
        return
    names = ", ".join(f'"{name}"' for name, _ in shape.columns)
    places = ", ".join("?" * len(shape.columns))
    try:
        # the names are of a schema that this program has made
        await connection.exec_driver_sql(f'INSERT INTO "{shape.name}" ({names}) VALUES ({places})', bound)  # noqa: S608
    except sa.exc.DBAPIError as error:
        raise _not_taken(shape, error.orig or error) from error


async def _copy(connection: AsyncConnection, shape: Shape, rows: Sequence[Row]) -> None:
    await connection.execute(sa.select(1))  # SQLAlchemy begins the transaction with its first statement
    driver: _Copying | None = (await connection.get_raw_connection()).driver_connection
    if driver is None:
        raise StorageError("the connection was lost")
    try:
        await driver.copy_records_to_table(shape.name, records=rows, columns=[name for name, _ in shape.columns])
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, ValueError) as error:
        raise storage_error(error) or _not_taken(shape, error) from error


def _not_taken(shape: Shape, error: BaseException) -> StorageError:
    # its text may hold the row
    return StorageError(f"the database does not take a row of {shape.name}: {type(error).__name__}")


def _bound(dialect: sa.Dialect, shape: Shape, rows: Sequence[Row]) -> list[Row]:
    """Return ``rows`` as the driver of ``dialect`` wants them."""
    binds = [_TYPES[kind].dialect_impl(dialect).bind_processor(dialect) for _, kind in shape.columns]
    bound: list[Sequence[object]] = []
    for values, bind in zip(zip(*rows, strict=True), binds, strict=True):
        bound.append(values if bind is None else list(map(bind, values)))
    return list(zip(*bound, strict=True))
