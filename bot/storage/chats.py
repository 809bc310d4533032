"""Stores what a chat has chosen."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.dialect import upsert
from bot.storage.reading import Reads
from bot.storage.schema import CHATS

_LANGUAGES: Final = sa.select(CHATS.c.chat_id, CHATS.c.language).where(
    CHATS.c.chat_id.in_(sa.bindparam("chats", expanding=True))
)


class SqlChatStore:
    """The chats' languages in the ``chats`` table."""

    def __init__(self, engine: AsyncEngine, reads: Reads | None = None) -> None:
        self._engine = engine
        self._languages = (reads or Reads(engine)).reader(_read_languages)

    async def language(self, chat_id: int) -> str | None:
        """Return the language the chat chose, or None."""
        return await self._languages.read(chat_id)

    async def set_language(self, chat_id: int, language: str | None, now: dt.datetime) -> None:
        """Keep the chat's language; None forgets the chat."""
        async with self._engine.begin() as connection:
            if language is None:
                await connection.execute(sa.delete(CHATS).where(CHATS.c.chat_id == chat_id))
                return
            await upsert(connection, CHATS, {"chat_id": chat_id}, {"language": language, "changed_at": now})


async def _read_languages(connection: AsyncConnection, chats: Sequence[int]) -> Mapping[int, str]:
    found = await connection.execute(_LANGUAGES, {"chats": chats})
    return {chat_id: language for chat_id, language in found if language is not None}
