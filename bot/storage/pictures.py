"""Stores the file ids of pictures that were sent before."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.schema import PICTURES


class SqlPictureStore:
    """The file ids in the ``pictures`` table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def file_id(self, bot_id: int, digest: str) -> str | None:
        """Return the file id of a picture that this bot has sent, or None."""
        async with self._engine.connect() as connection:
            found: str | None = (
                await connection.execute(sa.select(PICTURES.c.file_id).where(_is(bot_id, digest)))
            ).scalar_one_or_none()
            return found

    async def remember(self, bot_id: int, digest: str, file_id: str) -> None:
        """Keep a picture's file id in place of an earlier one."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(PICTURES).where(_is(bot_id, digest)))
            await connection.execute(sa.insert(PICTURES).values(bot_id=bot_id, digest=digest, file_id=file_id))


def _is(bot_id: int, digest: str) -> sa.ColumnElement[bool]:
    return sa.and_(PICTURES.c.bot_id == bot_id, PICTURES.c.digest == digest)
