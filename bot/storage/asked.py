"""Stores how often each entry was asked for."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.dialect import insert
from bot.storage.schema import ASKED_ENTRIES


class SqlAskedStore:
    """The counts in the ``asked_entries`` table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def count(self, entry_id: str) -> None:
        """Count one more question that the entry answered."""
        async with self._engine.begin() as connection:
            new = insert(connection, ASKED_ENTRIES).values(entry_id=entry_id, times=1)
            more = {"times": ASKED_ENTRIES.c.times + 1}
            await connection.execute(new.on_conflict_do_update(index_elements=["entry_id"], set_=more))

    async def most(self, limit: int) -> tuple[str, ...]:
        """Return the ids of up to ``limit`` entries, the most asked first."""
        async with self._engine.connect() as connection:
            query = sa.select(ASKED_ENTRIES.c.entry_id).order_by(ASKED_ENTRIES.c.times.desc(), ASKED_ENTRIES.c.entry_id)
            return tuple((await connection.execute(query.limit(limit))).scalars())
