"""How a database carries out what stores ask of it: the statements as they were sent, and what they read whole.

PostgreSQL goes by how many rows there are, and is to be asked about many; SQLite goes by the schema alone.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Final

import sqlalchemy as sa
from pydantic import Field, TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_EXPLAINED: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
_SQLITE_SCAN: Final = re.compile(r"SCAN (\w+)")
_ALIAS_NUMBER: Final = re.compile(r"_\d+$")


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its parameters, as the driver got them; of many rows the first."""

    text: str
    parameters: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    kind: Annotated[str, Field(alias="Node Type")]
    table: Annotated[str, Field(alias="Relation Name")] = ""
    condition: Annotated[str, Field(alias="Index Cond")] = ""
    plans: Annotated[tuple["_Node", ...], Field(alias="Plans")] = ()


@dataclass(frozen=True, slots=True)
class _Plan:
    root: Annotated[_Node, Field(alias="Plan")]


_PLANS: Final = TypeAdapter(list[_Plan])


@contextmanager
def statements_on(engine: AsyncEngine) -> Iterator[list[Statement]]:
    """Collect what is executed on a database while inside."""
    collected: list[Statement] = []

    def collect(
        _connection: sa.Connection,
        _cursor: object,
        text: str,
        parameters: Sequence[object],
        _context: object,
        executemany: bool,
    ) -> None:
        if not text.startswith(_EXPLAINED):
            return
        first = parameters[0] if executemany else parameters
        assert isinstance(first, Sequence)
        collected.append(Statement(text, tuple(first)))

    sa.event.listen(engine.sync_engine, "before_cursor_execute", collect)
    try:
        yield collected
    finally:
        sa.event.remove(engine.sync_engine, "before_cursor_execute", collect)


async def read_whole(engine: AsyncEngine, statements: Sequence[Statement]) -> dict[str, str]:
    """Return the tables that ``statements`` read from end to end, or an index of theirs, each with one that does."""
    found: dict[str, str] = {}
    async with engine.connect() as connection:
        for statement in statements:
            if engine.dialect.name == "postgresql":
                tables = await _on_postgresql(connection, statement)
            else:
                tables = await _on_sqlite(connection, statement)
            found |= dict.fromkeys(tables, statement.text)
    return found


async def _on_sqlite(connection: AsyncConnection, statement: Statement) -> set[str]:
    plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.text}", statement.parameters)
    scanned = (_SQLITE_SCAN.match(str(row.detail)) for row in plan)
    return {_ALIAS_NUMBER.sub("", scan[1]) for scan in scanned if scan}


async def _on_postgresql(connection: AsyncConnection, statement: Statement) -> set[str]:
    result = await connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {statement.text}", statement.parameters)
    found = result.scalar_one()
    [plan] = _PLANS.validate_python(json.loads(found) if isinstance(found, str) else found)
    return set(_scanned(plan.root))


def _scanned(node: _Node) -> Iterator[str]:
    """Yield the tables whose rows or index entries are all read; a LIMIT ends the reading of what is in order."""
    if node.kind == "Limit" and node.plans and node.plans[0].kind.startswith("Index"):
        return
    if node.kind == "Seq Scan" or (node.kind.startswith("Index") and not node.condition):
        yield node.table
    for inner in node.plans:
        yield from _scanned(inner)
