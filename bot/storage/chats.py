"""Stores what a chat has chosen."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.dialect import upsert
from bot.storage.schema import CHATS


class SqlChatStore:
    """The chats' languages in the ``chats`` table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def language(self, chat_id: int) -> str | None:
        """Return the language the chat chose, or None."""
        async with self._engine.connect() as connection:
            query = sa.select(CHATS.c.language).where(CHATS.c.chat_id == chat_id)
            found: str | None = (await connection.execute(query)).scalar_one_or_none()
            return found

    async def set_language(self, chat_id: int, language: str | None, now: dt.datetime) -> None:
        """Keep the chat's language; None forgets the chat."""
        async with self._engine.begin() as connection:
            if language is None:
                await connection.execute(sa.delete(CHATS).where(CHATS.c.chat_id == chat_id))
                return
            await upsert(connection, CHATS, {"chat_id": chat_id}, {"language": language, "changed_at": now})
