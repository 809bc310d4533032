"""Stores what chats think of answers."""

import datetime as dt
from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.dialect import upsert
from bot.storage.records import AnswerName
from bot.storage.schema import VOTES


class SqlVoteStore:
    """The votes in the ``votes`` table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def vote(self, chat_id: int, answer: AnswerName, verdict: str, now: dt.datetime) -> None:
        """Keep the chat's verdict on an answer in place of an earlier one."""
        keys = {"chat_id": chat_id, "kind": answer.kind, "item_id": answer.id}
        async with self._engine.begin() as connection:
            await upsert(connection, VOTES, keys, {"verdict": verdict, "voted_at": now})

    async def count(self, answer: AnswerName) -> Mapping[str, int]:
        """Return how many chats gave each verdict on an answer."""
        query = (
            sa.select(VOTES.c.verdict, sa.func.count())
            .where(VOTES.c.kind == answer.kind, VOTES.c.item_id == answer.id)
            .group_by(VOTES.c.verdict)
        )
        async with self._engine.connect() as connection:
            found = await connection.execute(query)
            return {str(verdict): int(number) for verdict, number in found}
