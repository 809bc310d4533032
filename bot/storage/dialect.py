"""What SQLAlchemy says in two ways for SQLite and PostgreSQL: inserting, or changing what is there already."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.base import ReadOnlyColumnCollection

Table: TypeAlias = "sa.Table[ReadOnlyColumnCollection[str, sa.Column[object]]]"
Values = Mapping[str, object]


def insert(connection: AsyncConnection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT into ``table`` that knows ON CONFLICT, in the dialect of ``connection``."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


async def upsert(connection: AsyncConnection, table: Table, keys: Values, values: Values) -> None:
    """Insert the row with these ``keys`` and ``values``, or give the row with these keys these values."""
    new = insert(connection, table).values(**keys, **values)
    await connection.execute(new.on_conflict_do_update(index_elements=list(keys), set_=dict(values)))


async def insert_once(connection: AsyncConnection, table: Table, keys: Sequence[str], row: Values) -> bool:
    """Insert ``row`` unless one with the same ``keys`` is there; say whether it was inserted."""
    new = insert(connection, table).values(**row).on_conflict_do_nothing(index_elements=list(keys))
    return (await connection.execute(new)).rowcount == 1
