"""Stores how groups want to be answered."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.dialect import upsert
from bot.storage.schema import CHATS, GROUPS


class SqlGroupStore:
    """The groups' choices in the ``groups`` table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def mentions_only(self, chat_id: int) -> bool:
        """Say whether the group wants answers only where the bot is mentioned."""
        async with self._engine.connect() as connection:
            query = sa.select(GROUPS.c.mentions_only).where(GROUPS.c.chat_id == chat_id)
            return bool((await connection.execute(query)).scalar_one_or_none())

    async def set_mentions_only(self, chat_id: int, on: bool, now: dt.datetime) -> None:
        """Keep the group's choice."""
        async with self._engine.begin() as connection:
            await upsert(connection, GROUPS, {"chat_id": chat_id}, {"mentions_only": on, "changed_at": now})

    async def move(self, old_id: int, new_id: int) -> None:
        """Keep all that a group chose when it becomes a supergroup with a new id."""
        async with self._engine.begin() as connection:
            for table in (CHATS, GROUPS):
                # both chats report the move, and a report may come again: without an old row it was done before
                old = table.alias()
                is_left = sa.exists().where(old.c.chat_id == old_id)
                await connection.execute(sa.delete(table).where(table.c.chat_id == new_id, is_left))
                await connection.execute(sa.update(table).where(table.c.chat_id == old_id).values(chat_id=new_id))
