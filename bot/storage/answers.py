"""Stores which message answered which, for as long as a reader may edit the question."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import RowMapping
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.behind import Buffer, WriteBehind
from bot.storage.dialect import insert
from bot.storage.questions import deleted_rows
from bot.storage.records import AnsweredMessage, SentChart
from bot.storage.schema import ANSWERS

KEPT_FOR: Final = dt.timedelta(hours=48)
"""Telegram lets people edit their messages for two days."""
KEPT_PER_CHAT: Final = 100
_LOOKED_BACK: Final = dt.timedelta(minutes=10)
"""Only a chat that was answered of late can have more than it had; others are not counted again and again."""


class SqlAnsweredStore:
    """The ``answers`` table, written behind."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        self._engine = engine
        self._new: Buffer[tuple[int, int], AnsweredMessage] = behind.buffer(_write)

    def remember(self, answered: AnsweredMessage) -> None:
        """Keep which message answered a question; an earlier answer of the same question is forgotten."""
        self._new.put((answered.chat_id, answered.question_id), answered)

    async def answer_to(self, chat_id: int, question_id: int) -> AnsweredMessage | None:
        """Return what answered a question, where that is still kept."""
        new = self._new.get((chat_id, question_id))
        if new is not None:
            return new
        query = sa.select(ANSWERS).where(ANSWERS.c.chat_id == chat_id, ANSWERS.c.question_id == question_id)
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).mappings().first()
        return None if found is None else _answered(found)

    async def forget_old(self, now: dt.datetime) -> int:
        """Delete what is too old at ``now``, and all but the newest hundred of each chat; return how much.

        It is done twice a minute, and so the chats counted are those that were answered in the last ten.
        """
        deleted = await deleted_rows(self._engine, sa.delete(ANSWERS).where(ANSWERS.c.answered_at < now - KEPT_FOR))
        async with self._engine.connect() as connection:
            chats = set((await connection.execute(_with_too_many(now - _LOOKED_BACK))).scalars())
        for chat_id in chats:
            deleted += await deleted_rows(self._engine, _all_but_newest(chat_id))
        return deleted


def _with_too_many(since: dt.datetime) -> sa.Select[int]:
    """Return the chats that were answered since and have more answers than are kept, some of them repeatedly."""
    # each answer by itself: to have it by chats, databases go through all answers there are
    lately = ANSWERS.alias()
    theirs = sa.select(ANSWERS.c.question_id).where(ANSWERS.c.chat_id == lately.c.chat_id)
    has_too_many = theirs.limit(1).offset(KEPT_PER_CHAT).exists()
    return sa.select(lately.c.chat_id).where(lately.c.answered_at >= since, has_too_many)


def _all_but_newest(chat_id: int) -> sa.Delete:
    own = ANSWERS.c.chat_id == chat_id
    kept = sa.select(ANSWERS.c.question_id).where(own).order_by(ANSWERS.c.question_id.desc()).limit(KEPT_PER_CHAT)
    oldest_kept = sa.select(sa.func.min(kept.subquery().c.question_id)).scalar_subquery()
    return sa.delete(ANSWERS).where(own, ANSWERS.c.question_id < oldest_kept)


def _answered(row: RowMapping) -> AnsweredMessage:
    values = (row["chart_id"], row["chart_language"], row["chart_message_id"])
    chart = None if None in values else SentChart(*values)
    return AnsweredMessage(row["chat_id"], row["question_id"], row["answer_id"], row["answered_at"], chart)


async def _write(connection: AsyncConnection, new: Sequence[tuple[tuple[int, int], AnsweredMessage]]) -> None:
    statement = insert(connection, ANSWERS)
    changed = {column.name: statement.excluded[column.name] for column in ANSWERS.c if not column.primary_key}
    written = statement.on_conflict_do_update(index_elements=["chat_id", "question_id"], set_=changed)
    await connection.execute(written, [_row(item) for _, item in new])


def _row(item: AnsweredMessage) -> dict[str, object]:
    chart = item.chart
    return {
        "chat_id": item.chat_id,
        "question_id": item.question_id,
        "answer_id": item.answer_id,
        "answered_at": item.answered_at,
        "chart_id": chart.id if chart else None,
        "chart_language": chart.language if chart else None,
        "chart_message_id": chart.message_id if chart else None,
    }
