"""Stores how often each entry was asked for."""

from collections.abc import Sequence
from operator import add

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.behind import Buffer, WriteBehind
from bot.storage.dialect import insert
from bot.storage.schema import ASKED_ENTRIES


class SqlAskedStore:
    """The counts in the ``asked_entries`` table, written behind."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        self._engine = engine
        self._new: Buffer[str, int] = behind.buffer(_write, combine=add)

    async def count(self, entry_id: str) -> None:
        """Count one more question that the entry answered."""
        self._new.put(entry_id, 1)

    async def most(self, limit: int) -> tuple[str, ...]:
        """Return the ids of up to ``limit`` entries, the most asked first; the last moment's are not counted yet."""
        async with self._engine.connect() as connection:
            query = sa.select(ASKED_ENTRIES.c.entry_id).order_by(ASKED_ENTRIES.c.times.desc(), ASKED_ENTRIES.c.entry_id)
            return tuple((await connection.execute(query.limit(limit))).scalars())


async def _write(connection: AsyncConnection, new: Sequence[tuple[str, int]]) -> None:
    statement = insert(connection, ASKED_ENTRIES)
    more = {"times": ASKED_ENTRIES.c.times + statement.excluded.times}
    rows = [{"entry_id": entry_id, "times": times} for entry_id, times in new]
    await connection.execute(statement.on_conflict_do_update(index_elements=["entry_id"], set_=more), rows)
