"""All stores on one database, opened together."""

import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.answers import SqlAnsweredStore
from bot.storage.aside import SqlAsideStore
from bot.storage.asked import SqlAskedStore
from bot.storage.behind import WriteBehind
from bot.storage.chats import SqlChatStore
from bot.storage.groups import SqlGroupStore
from bot.storage.handled import AloneHandledUpdates, SharedHandledUpdates
from bot.storage.outbox_state import outbox_state
from bot.storage.own_data import SqlOwnData
from bot.storage.pictures import SqlPictureStore
from bot.storage.questions import SqlPreviousStore
from bot.storage.reading import Reads
from bot.storage.records import Timing
from bot.storage.replicas import SqlReplicaStore
from bot.storage.subscribers import SqlSubscriberStore
from bot.storage.unanswered import SqlUnansweredStore
from bot.storage.votes import SqlVoteStore

Due = Callable[[Timing, dt.datetime], dt.datetime]

OUTBOX_FOR: Final = dt.timedelta(seconds=10)


class Stores:
    """The stores, and what operators want to know of the database."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind, due: Due, *, shares_updates: bool) -> None:
        self.engine = engine
        reads = Reads(engine)
        self.chats = SqlChatStore(engine, reads)
        self.groups = SqlGroupStore(engine, reads)
        self.asked = SqlAskedStore(engine, behind)
        self.previous = SqlPreviousStore(engine, behind)
        self.unanswered = SqlUnansweredStore(engine, behind)
        self.votes = SqlVoteStore(engine)
        self.answered = SqlAnsweredStore(engine, behind)
        self.own_data = SqlOwnData(engine, behind)
        self.pictures = SqlPictureStore(engine)
        self.subscribers = SqlSubscriberStore(engine, due, reads)
        self.announcements = SqlAnnouncementStore(engine)
        self.replicas = SqlReplicaStore(engine)
        self.aside = SqlAsideStore(engine)
        # SQLite serves one process, and so does polling: only there can memory tell what is under way
        shared = shares_updates and engine.dialect.name == "postgresql"
        self.handled = SharedHandledUpdates(engine, behind) if shared else AloneHandledUpdates(engine, behind)
        self._outbox: Outbox | None = None

    async def ping(self) -> None:
        """Ask the database for nothing; raises what it raises."""
        async with self.engine.connect() as connection:
            await connection.execute(sa.text("SELECT 1"))

    async def outbox(self, now: dt.datetime) -> "Outbox":
        """Return how many deliveries wait, at most ten seconds old."""
        if self._outbox is None or not dt.timedelta() <= now - self._outbox.at < OUTBOX_FOR:
            self._outbox = Outbox(*await outbox_state(self.engine, now), now)
        return self._outbox


@dataclass(frozen=True, slots=True)
class Outbox:
    """Unsettled deliveries by state, and for how many seconds the oldest has been due, at a moment."""

    states: dict[str, int]
    oldest_due_s: float
    at: dt.datetime


@asynccontextmanager
async def stores_on(engine: AsyncEngine, due: Due, *, shares_updates: bool) -> AsyncIterator[Stores]:
    """Open the stores on a database whose schema is up to date; all that waits is written on leaving.

    ``due`` tells the first moment, from a given one on, at which a subscriber wants to be written to.
    With ``shares_updates`` other processes take updates in as well, where the database allows that.
    """
    behind = WriteBehind(engine)
    stores = Stores(engine, behind, due, shares_updates=shares_updates)
    async with behind.running(), stores.handled.running():
        yield stores
