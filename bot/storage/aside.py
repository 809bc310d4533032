"""Stores the updates that are confirmed to Telegram before they are handled, until they are."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.dialect import insert
from bot.storage.records import UpdateAside
from bot.storage.schema import UPDATES_ASIDE


class SqlAsideStore:
    """The updates in the ``updates_aside`` table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def keep(self, updates: Sequence[UpdateAside]) -> None:
        """Keep these updates; once it returns, they outlive the process.

        Raises:
            StorageError: if the database takes nothing now.
        """
        rows = [{"update_id": one.update_id, "chat_id": one.chat_id, "body": one.body} for one in updates]
        async with self._engine.begin() as connection:
            await connection.execute(insert(connection, UPDATES_ASIDE).on_conflict_do_nothing(), rows)

    async def drop(self, update_ids: Collection[int]) -> None:
        """Delete these updates: they are handled.

        Raises:
            StorageError: if the database takes nothing now.
        """
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(UPDATES_ASIDE).where(UPDATES_ASIDE.c.update_id.in_(update_ids)))

    async def all(self) -> tuple[UpdateAside, ...]:
        """Return what is kept, oldest first.

        Raises:
            StorageError: if the database cannot tell now.
        """
        columns = UPDATES_ASIDE.c
        query = sa.select(columns.update_id, columns.chat_id, columns.body).order_by(columns.update_id)
        async with self._engine.connect() as connection:
            return tuple(UpdateAside(*row) for row in await connection.execute(query))
