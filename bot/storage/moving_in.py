"""Takes in and gives out all subscribers at once: staged aside in batches, then put in place in one statement each.

On SQLite the staged rows stand in a temporary table, so that a running bot can write until the last moment.
"""

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.database import reading
from bot.storage.dialect import insert
from bot.storage.pending import expire_unwanted
from bot.storage.records import Subscriber
from bot.storage.revisions import lift_limits
from bot.storage.rows import Row, shape_of, write
from bot.storage.schema import DELIVERIES, SUBSCRIBERS, SUBSCRIPTIONS
from bot.storage.subscribers import read_subscriber

PAGE: Final = 5_000
_STAGED_COLUMNS: Final = (
    "chat_id", "thread_id", "language", "state", "time_zone", "digest_hour", "quiet_from", "quiet_to", "paused_until",
)  # fmt: skip
_STAGING: Final = sa.MetaData()
_STAGED: Final = sa.Table(
    "staged_subscribers",
    _STAGING,
    *(sa.Column(name, SUBSCRIBERS.c[name].type) for name in _STAGED_COLUMNS),
    sa.Column("number", sa.BigInteger),
    prefixes=["TEMPORARY"],
)
_STAGED_TOPICS: Final = sa.Table(
    "staged_subscriptions",
    _STAGING,
    *(sa.Column(column.name, column.type) for column in SUBSCRIPTIONS.columns),
    prefixes=["TEMPORARY"],
)


class Staging:
    """Subscribers on their way in; nothing of them is seen before ``put_in_place``."""

    def __init__(self, connection: AsyncConnection, now: dt.datetime) -> None:
        self._connection = connection
        self._now = now

    async def add(self, subscribers: Sequence[tuple[int, Subscriber]]) -> None:
        """Stage a batch, each with a number of its own, such as its line's; a chat may come once in all."""
        topics = [(one.chat_id, topic) for _, one in subscribers for topic in one.topics]
        rows = [(*_staged_row(one), number) for number, one in subscribers]
        for table, staged in ((_STAGED, rows), (_STAGED_TOPICS, topics)):
            if staged:
                await write(self._connection, shape_of(table), staged)

    async def repeated(self) -> AsyncIterator[tuple[int, int]]:
        """Yield the number and the chat of each that was staged though its chat had come before, by number."""
        place = sa.func.row_number().over(partition_by=_STAGED.c.chat_id, order_by=_STAGED.c.number).label("place")
        placed = sa.select(_STAGED.c.number, _STAGED.c.chat_id, place).subquery()
        query = sa.select(placed.c.number, placed.c.chat_id).where(placed.c.place > 1).order_by(placed.c.number)
        async with reading(self._connection):
            async for page in (await self._connection.stream(query)).partitions(PAGE):
                for number, chat_id in page:
                    yield number, chat_id

    async def put_in_place(self) -> None:
        """Let each staged subscriber take the place of what was kept of its chat."""
        connection = self._connection
        moment = sa.literal(self._now, SUBSCRIBERS.c.changed_at.type)
        staged = sa.select(*(_STAGED.c[name] for name in _STAGED_COLUMNS), moment, moment).where(sa.true())
        names = [*_STAGED_COLUMNS, "subscribed_at", "changed_at"]
        new = insert(connection, SUBSCRIBERS).from_select(names, staged)
        replaced = {name: new.excluded[name] for name in (*_STAGED_COLUMNS[1:], "changed_at")}
        await connection.execute(new.on_conflict_do_update(index_elements=["chat_id"], set_=replaced))
        chats = sa.select(_STAGED.c.chat_id)
        await connection.execute(sa.delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id.in_(chats)))
        topics = sa.select(_STAGED_TOPICS.c.chat_id, _STAGED_TOPICS.c.topic)
        await connection.execute(sa.insert(SUBSCRIPTIONS).from_select(["chat_id", "topic"], topics))
        await expire_unwanted(connection, DELIVERIES.c.chat_id.in_(chats), self._now)


@asynccontextmanager
async def staging(engine: AsyncEngine, now: dt.datetime) -> AsyncIterator[Staging]:
    """Open a place to stage subscribers in; what isn't put in place when it closes is dropped."""
    async with engine.connect() as connection:
        try:
            await connection.run_sync(lift_limits)  # a file may be long, and standard input slow
            # looking whether they are there would begin to read the database, which then couldn't be written to
            await connection.run_sync(_STAGING.create_all, checkfirst=False)
            yield Staging(connection, now)
            await connection.run_sync(_STAGING.drop_all, checkfirst=False)
            await connection.commit()
        finally:
            await connection.rollback()


async def all_subscribers(engine: AsyncEngine) -> AsyncIterator[Subscriber]:
    """Yield every subscriber by its chat's number, as they are at one moment."""
    query = (
        sa.select(*(SUBSCRIBERS.c[name] for name in _STAGED_COLUMNS), SUBSCRIPTIONS.c.topic)
        .outerjoin(SUBSCRIPTIONS, SUBSCRIPTIONS.c.chat_id == SUBSCRIBERS.c.chat_id)
        .order_by(SUBSCRIBERS.c.chat_id)
    )
    async with engine.connect() as connection:
        current: Subscriber | None = None
        topics: list[str] = []
        result = await connection.stream(query)
        async for page in result.partitions(PAGE):
            for row in page:
                if current is None or current.chat_id != row.chat_id:
                    if current is not None:
                        yield replace(current, topics=frozenset(topics))
                    current, topics = read_subscriber(row, frozenset()), []
                if row.topic is not None:
                    topics.append(row.topic)
        if current is not None:
            yield replace(current, topics=frozenset(topics))


def _staged_row(subscriber: Subscriber) -> Row:
    timing = subscriber.timing
    return (
        subscriber.chat_id,
        subscriber.thread_id,
        subscriber.language,
        subscriber.state.value,
        timing.time_zone,
        timing.digest_hour,
        timing.quiet_from,
        timing.quiet_to,
        timing.paused_until,
    )
