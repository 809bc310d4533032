"""Stores what a chat asked last, for ten minutes."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.behind import Buffer, WriteBehind
from bot.storage.dialect import insert
from bot.storage.records import PreviousQuestion
from bot.storage.schema import PREVIOUS_QUESTIONS


class SqlPreviousStore:
    """Each chat's last question in the ``previous_questions`` table."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        self._engine = engine
        self._new: Buffer[int, PreviousQuestion] = behind.buffer(_write_previous)

    async def remember(self, chat_id: int, question: PreviousQuestion) -> None:
        """Keep what the chat asked last in place of what it asked before; written behind."""
        self._new.put(chat_id, question)

    async def previous(self, chat_id: int, since: dt.datetime) -> PreviousQuestion | None:
        """Return what the chat asked last, if that was not before ``since``."""
        new = self._new.get(chat_id)
        if new is not None:
            return new if new.asked_at >= since else None
        columns = PREVIOUS_QUESTIONS.c
        query = sa.select(columns.text, columns.message_id, columns.asked_at).where(
            columns.chat_id == chat_id, columns.asked_at >= since
        )
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).first()
        if found is None:
            return None
        text, message_id, asked_at = found
        return PreviousQuestion(text, message_id, asked_at)

    async def forget_before(self, since: dt.datetime) -> int:
        """Delete what was asked before ``since`` and return how much."""
        return await deleted_rows(
            self._engine, sa.delete(PREVIOUS_QUESTIONS).where(PREVIOUS_QUESTIONS.c.asked_at < since)
        )


async def _write_previous(connection: AsyncConnection, new: Sequence[tuple[int, PreviousQuestion]]) -> None:
    statement = insert(connection, PREVIOUS_QUESTIONS)
    columns = ("text", "message_id", "asked_at")
    written = statement.on_conflict_do_update(
        index_elements=["chat_id"], set_={name: statement.excluded[name] for name in columns}
    )
    rows = [
        {"chat_id": chat_id, "text": item.text, "message_id": item.message_id, "asked_at": item.asked_at}
        for chat_id, item in new
    ]
    await connection.execute(written, rows)


async def deleted_rows(engine: AsyncEngine, deletion: sa.Delete) -> int:
    """Delete and return how many rows went.

    Raises:
        StorageError: if the database does not take it now, such as when it is locked.
    """
    async with engine.begin() as connection:
        return (await connection.execute(deletion)).rowcount
