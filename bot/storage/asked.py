"""Stores how often each entry was asked for."""

from collections import Counter
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
        """Return the ids of up to ``limit`` entries, the most asked first."""
        new, columns = self._new.unwritten(), ASKED_ENTRIES.c
        first = sa.select(columns.entry_id).order_by(columns.times.desc(), columns.entry_id).limit(limit)
        query = sa.select(columns.entry_id, columns.times).where(
            columns.entry_id.in_(first.scalar_subquery()) | columns.entry_id.in_(new)
        )
        times = Counter(new)
        async with self._engine.connect() as connection:
            for entry_id, written in await connection.execute(query):
                times[entry_id] += written
        return tuple(sorted(times, key=lambda entry_id: (-times[entry_id], entry_id))[:limit])


async def _write(connection: AsyncConnection, new: Sequence[tuple[str, int]]) -> None:
    statement = insert(connection, ASKED_ENTRIES)
    more = {"times": ASKED_ENTRIES.c.times + statement.excluded.times}
    rows = [{"entry_id": entry_id, "times": times} for entry_id, times in new]
    await connection.execute(statement.on_conflict_do_update(index_elements=["entry_id"], set_=more), rows)
