"""Stores which processes run, and what became of a wish to read the knowledge anew in each of them."""

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.dialect import upsert
from bot.storage.questions import deleted_rows
from bot.storage.records import ReloadOutcome, Replica
from bot.storage.schema import RELOAD_OUTCOMES, RELOADS, REPLICAS

ALIVE_FOR: Final = dt.timedelta(seconds=15)
KEPT_FOR: Final = dt.timedelta(days=1)


class SqlReplicaStore:
    """The ``replicas``, ``reloads`` and ``reload_outcomes`` tables."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def live(self, replica: Replica, now: dt.datetime) -> None:
        """Note that a process lives, and what it serves."""
        async with self._engine.begin() as connection:
            values = {"knowledge": replica.knowledge, "seen_at": now}
            await upsert(connection, REPLICAS, {"name": replica.name}, values)

    async def leave(self, name: str) -> None:
        """Note that a process ends."""
        async with self._engine.begin() as connection:
            await connection.execute(sa.delete(REPLICAS).where(REPLICAS.c.name == name))

    async def alive(self, now: dt.datetime) -> tuple[Replica, ...]:
        """Return the processes that said so within the last quarter of a minute, by name."""
        query = sa.select(REPLICAS.c.name, REPLICAS.c.knowledge).where(REPLICAS.c.seen_at > now - ALIVE_FOR)
        async with self._engine.connect() as connection:
            found = await connection.execute(query.order_by(REPLICAS.c.name))
            return tuple(Replica(name, knowledge) for name, knowledge in found)

    async def ask_for_reload(self, now: dt.datetime) -> int:
        """Wish that every process read its knowledge anew, and return the wish's number."""
        async with self._engine.begin() as connection:
            new = sa.insert(RELOADS).values(asked_at=now).returning(RELOADS.c.id)
            return int((await connection.execute(new)).scalar_one())

    async def newest_reload(self) -> int:
        """Return the number of the newest wish, 0 where there was none."""
        async with self._engine.connect() as connection:
            return int((await connection.execute(sa.select(sa.func.max(RELOADS.c.id)))).scalar() or 0)

    async def report(self, reload_id: int, outcome: ReloadOutcome) -> None:
        """Note what became of a wish in one process."""
        keys = {"reload_id": reload_id, "replica": outcome.replica.name}
        values = {
            "knowledge": outcome.replica.knowledge,
            "problems": "\n".join(outcome.problems),
            "took_s": outcome.took_s,
        }
        async with self._engine.begin() as connection:
            await upsert(connection, RELOAD_OUTCOMES, keys, values)

    async def outcomes(self, reload_id: int) -> tuple[ReloadOutcome, ...]:
        """Return what has become of a wish so far, by process."""
        columns = RELOAD_OUTCOMES.c
        query = sa.select(columns.replica, columns.knowledge, columns.problems, columns.took_s)
        async with self._engine.connect() as connection:
            found = await connection.execute(query.where(columns.reload_id == reload_id).order_by(columns.replica))
            return tuple(
                ReloadOutcome(Replica(name, knowledge), tuple(problems.splitlines()), took_s)
                for name, knowledge, problems, took_s in found
            )

    async def forget_old(self, now: dt.datetime) -> int:
        """Delete processes that fell silent and wishes that are over, a day ago at ``now``, and return how much."""
        silent = sa.delete(REPLICAS).where(REPLICAS.c.seen_at < now - KEPT_FOR)
        over = sa.delete(RELOADS).where(RELOADS.c.asked_at < now - KEPT_FOR)
        return await deleted_rows(self._engine, silent) + await deleted_rows(self._engine, over)
