"""Stores how groups want to be answered."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.dialect import upsert
from bot.storage.reading import Reads
from bot.storage.schema import CHATS, GROUPS

_CHOICES: Final = sa.select(GROUPS.c.chat_id, GROUPS.c.mentions_only).where(
    GROUPS.c.chat_id.in_(sa.bindparam("chats", expanding=True))
)


class SqlGroupStore:
    """The groups' choices in the ``groups`` table."""

    def __init__(self, engine: AsyncEngine, reads: Reads | None = None) -> None:
        self._engine = engine
        self._choices = (reads or Reads(engine)).reader(_read_choices)

    async def mentions_only(self, chat_id: int) -> bool:
        """Say whether the group wants answers only where the bot is mentioned."""
        return bool(await self._choices.read(chat_id))

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


async def _read_choices(connection: AsyncConnection, chats: Sequence[int]) -> Mapping[int, bool]:
    found = await connection.execute(_CHOICES, {"chats": chats})
    return {chat_id: bool(mentions_only) for chat_id, mentions_only in found}
