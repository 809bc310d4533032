"""Stores questions: those nobody could answer, without their chat, and what a chat asked last, for ten minutes."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.batching import Batches
from bot.storage.behind import Buffer, WriteBehind
from bot.storage.database import writing
from bot.storage.dialect import insert
from bot.storage.records import PreviousQuestion, UnansweredQuestion
from bot.storage.schema import PREVIOUS_QUESTIONS, UNANSWERED

MOST_A_DAY: Final = 1_000
_LARGEST_BATCH: Final = 100
_COLUMNS: Final = UNANSWERED.c
_SAME: Final = (
    sa.select(_COLUMNS.id)
    .where(
        _COLUMNS.text == sa.bindparam("text"),
        _COLUMNS.day == sa.bindparam("day"),
        _COLUMNS.reason == sa.bindparam("reason"),
    )
    .limit(1)
)
_OF_DAY: Final = sa.select(sa.func.count()).select_from(UNANSWERED).where(_COLUMNS.day == sa.bindparam("day"))
_INSERT: Final = sa.insert(UNANSWERED)


class SqlUnansweredStore:
    """The curators' questions in the ``unanswered`` table; those that come at a time are written together."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._new: Batches[UnansweredQuestion, None] = Batches(self._add_all, _LARGEST_BATCH)

    async def add(self, question: UnansweredQuestion) -> None:
        """Keep a question; the same text on the same day is kept once, and of a day no more than ``MOST_A_DAY``."""
        await self._new.ask(question)

    async def all(self) -> tuple[UnansweredQuestion, ...]:
        """Return every question, oldest first."""
        columns = UNANSWERED.c
        query = sa.select(
            columns.text, columns.language, columns.day, columns.reason, columns.nearest, columns.id
        ).order_by(columns.id)
        async with self._engine.connect() as connection:
            return tuple(
                UnansweredQuestion(text, language, day, reason, tuple(nearest.split()), number)
                for text, language, day, reason, nearest, number in await connection.execute(query)
            )

    async def forget(self, numbers: Collection[int] | None = None) -> int:
        """Delete these questions, or every one; return how many."""
        deletion = sa.delete(UNANSWERED)
        return await self._delete(deletion if numbers is None else deletion.where(UNANSWERED.c.id.in_(numbers)))

    async def forget_before(self, day: dt.date) -> int:
        """Delete the questions of days before ``day`` and return how many."""
        return await self._delete(sa.delete(UNANSWERED).where(UNANSWERED.c.day < day))

    async def keep_newest(self, limit: int) -> int:
        """Delete all but the ``limit`` newest questions and return how many."""
        newest = sa.select(UNANSWERED.c.id).order_by(UNANSWERED.c.id.desc()).offset(limit).limit(1).scalar_subquery()
        return await self._delete(sa.delete(UNANSWERED).where(UNANSWERED.c.id <= newest))

    async def _add_all(self, questions: Sequence[UnansweredQuestion]) -> Sequence[None]:
        async with writing(self._engine) as connection:
            for question in questions:
                await _add(connection, question)
        return [None] * len(questions)

    async def _delete(self, deletion: sa.Delete) -> int:
        return await deleted_rows(self._engine, deletion)


async def _add(connection: AsyncConnection, question: UnansweredQuestion) -> None:
    values = {"text": question.text, "day": question.day, "reason": question.reason}
    if (await connection.execute(_SAME, values)).first() is not None:
        return
    if (await connection.execute(_OF_DAY, {"day": question.day})).scalar_one() >= MOST_A_DAY:
        return
    more = {"language": question.language, "nearest": " ".join(question.nearest)}
    await connection.execute(_INSERT, values | more)


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
