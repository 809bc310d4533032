"""Stores the questions nobody could answer, without their chat, for the curators."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.behind import Buffer, WriteBehind
from bot.storage.columns import storable
from bot.storage.questions import deleted_rows
from bot.storage.records import UnansweredQuestion
from bot.storage.schema import UNANSWERED

MOST_A_DAY: Final = 1_000
Same = tuple[str, dt.date, str]
"""Text, day and reason: questions that have them in common are kept once."""


class SqlUnansweredStore:
    """The curators' questions in the ``unanswered`` table, written behind: who asked never waits for it."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        self._engine = engine
        self._new: Buffer[Same, UnansweredQuestion] = behind.buffer(
            _write, combine=lambda first, _: first, by_key=False
        )

    async def add(self, question: UnansweredQuestion) -> None:
        """Keep a question; the same text on the same day is kept once, and of a day no more than ``MOST_A_DAY``."""
        self._new.put(_same(question), question)

    async def all(self) -> tuple[UnansweredQuestion, ...]:
        """Return every question that is written, oldest first."""
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

    async def _delete(self, deletion: sa.Delete) -> int:
        return await deleted_rows(self._engine, deletion)


def _same(question: UnansweredQuestion) -> Same:
    return storable(question.text), question.day, question.reason


async def _write(connection: AsyncConnection, new: Sequence[tuple[Same, UnansweredQuestion]]) -> None:
    columns, days = UNANSWERED.c, {day for (_, day, _), _ in new}
    of_days = columns.day.in_(days)
    there = sa.select(columns.text, columns.day, columns.reason).where(
        of_days, columns.text.in_({text for (text, _, _), _ in new})
    )
    known = {(text, day, reason) for text, day, reason in await connection.execute(there)}
    counted = sa.select(columns.day, sa.func.count().label("number")).where(of_days).group_by(columns.day)
    count: Counter[dt.date] = Counter()
    count.update({row.day: row.number for row in await connection.execute(counted)})
    rows = []
    for same, question in new:
        if same not in known and count[question.day] < MOST_A_DAY:
            count[question.day] += 1
            text, day, reason = same
            nearest = " ".join(question.nearest)
            rows.append({"text": text, "day": day, "reason": reason, "language": question.language, "nearest": nearest})
    if rows:
        await connection.execute(sa.insert(UNANSWERED), rows)
