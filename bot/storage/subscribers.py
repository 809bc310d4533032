"""Stores who wants to be told what, and when."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.database import writing
from bot.storage.dialect import insert_once, upsert
from bot.storage.pending import Due, expire_unwanted, move_deliveries, put_off, redirect, settle_pending
from bot.storage.reading import Reads
from bot.storage.records import Subscriber, SubscriberState, Timing
from bot.storage.schema import DELIVERIES, SUBSCRIBERS, SUBSCRIPTIONS

_RECEIVED: Final = ("pending", "sending", "sent", "uncertain")
_CHATS: Final[sa.BindParameter[Sequence[int]]] = sa.bindparam("chats", expanding=True)
_SUBSCRIBERS: Final = sa.select(SUBSCRIBERS).where(SUBSCRIBERS.c.chat_id.in_(_CHATS))
_TOPICS: Final = sa.select(SUBSCRIPTIONS.c.chat_id, SUBSCRIPTIONS.c.topic).where(SUBSCRIPTIONS.c.chat_id.in_(_CHATS))


class SqlSubscriberStore:
    """The ``subscribers`` and ``subscriptions`` tables; ``due`` tells when a timing lets something be sent."""

    def __init__(self, engine: AsyncEngine, due: Due, reads: Reads | None = None) -> None:
        self._engine = engine
        self._due = due
        self._subscribers = (reads or Reads(engine)).reader(_read_all)
        self._idle_before: dt.datetime | None = None

    async def subscriber(self, chat_id: int) -> Subscriber | None:
        """Return the subscriber, or None where the chat never opted in."""
        return await self._subscribers.read(chat_id)

    async def change(
        self,
        chat_id: int,
        change: Callable[[Subscriber], Subscriber],
        now: dt.datetime,
        fresh: Subscriber | None = None,
    ) -> Subscriber | None:
        """Change the subscriber in one step and return it; ``fresh`` stands for one that isn't there yet.

        None where there is neither.
        """
        async with writing(self._engine) as connection:
            before = (await _read_all(connection, (chat_id,), for_update=True)).get(chat_id)
            start = before or fresh
            if start is None:
                return None
            after = change(start)
            if after != before:
                await self._write(connection, before, after, now)
            return after

    async def mark_unreachable(self, chat_id: int, reason: str, now: dt.datetime) -> bool:
        """Keep the subscriber but send nothing more, what is pending included; say whether it was active."""
        async with writing(self._engine) as connection:
            return await mark_unreachable(connection, chat_id, reason, now)

    async def move(self, old_id: int, new_id: int, now: dt.datetime) -> None:
        """Let the subscriber go on under a new id, with all that belongs to it."""
        async with writing(self._engine) as connection:
            await move_subscriber(connection, old_id, new_id, now)

    async def forget_idle(self, before: dt.datetime) -> int:
        """Delete subscribers without topics that changed nothing since ``before``; return how many.

        Who had topics when this looked at them has them still, or changed since: only the first time are all looked
        at, afterwards those whose last change was not long enough ago the time before.
        """
        has_topics = sa.exists().where(SUBSCRIPTIONS.c.chat_id == SUBSCRIBERS.c.chat_id)
        statement = sa.delete(SUBSCRIBERS).where(SUBSCRIBERS.c.changed_at < before, ~has_topics)
        if self._idle_before is not None:
            statement = statement.where(SUBSCRIBERS.c.changed_at >= self._idle_before)
        async with self._engine.begin() as connection:
            forgotten = (await connection.execute(statement)).rowcount
        self._idle_before = before
        return forgotten

    async def has_received(self, chat_id: int, announcement_id: str) -> bool:
        """Say whether the announcement was sent to the chat, or is on its way."""
        query = sa.select(
            sa.exists().where(
                DELIVERIES.c.chat_id == chat_id,
                DELIVERIES.c.announcement_id == announcement_id,
                DELIVERIES.c.state.in_(_RECEIVED),
            )
        )
        async with self._engine.connect() as connection:
            return bool((await connection.execute(query)).scalar_one())

    async def _write(
        self, connection: AsyncConnection, before: Subscriber | None, after: Subscriber, now: dt.datetime
    ) -> None:
        values = {**subscriber_values(after), "changed_at": now}
        if before is None:
            values["subscribed_at"] = now
            await upsert(connection, SUBSCRIBERS, {"chat_id": after.chat_id}, values)
        else:
            own = SUBSCRIBERS.c.chat_id == after.chat_id
            await connection.execute(sa.update(SUBSCRIBERS).where(own).values(values))
        await _write_topics(connection, before, after)
        await expire_unwanted(connection, DELIVERIES.c.chat_id == after.chat_id, now)
        if before is not None and before.timing != after.timing:
            await put_off(connection, after.chat_id, after.timing, self._due, now)
        if before is not None and (before.language, before.thread_id) != (after.language, after.thread_id):
            await redirect(connection, after.chat_id, after.language, after.thread_id)


async def mark_unreachable(connection: AsyncConnection, chat_id: int, reason: str, now: dt.datetime) -> bool:
    """Do what the store's method of this name does, inside the caller's transaction."""
    is_active = sa.and_(SUBSCRIBERS.c.chat_id == chat_id, SUBSCRIBERS.c.state == SubscriberState.ACTIVE.value)
    values = {"state": SubscriberState.UNREACHABLE.value, "changed_at": now}
    changed = (await connection.execute(sa.update(SUBSCRIBERS).where(is_active).values(values))).rowcount
    await settle_pending(connection, DELIVERIES.c.chat_id == chat_id, "unreachable", reason, now)
    return changed == 1


async def move_subscriber(connection: AsyncConnection, old_id: int, new_id: int, now: dt.datetime) -> None:
    """Do what the store's ``move`` does, inside the caller's transaction."""
    old = SUBSCRIBERS.alias()
    is_left = sa.exists().where(old.c.chat_id == old_id)
    # both chats report the move, and a report may come again: without an old row it was done before
    await connection.execute(sa.delete(SUBSCRIBERS).where(SUBSCRIBERS.c.chat_id == new_id, is_left))
    await connection.execute(sa.update(SUBSCRIBERS).where(SUBSCRIBERS.c.chat_id == old_id).values(chat_id=new_id))
    await move_deliveries(connection, old_id, new_id, now)


def subscriber_values(subscriber: Subscriber) -> dict[str, str | int | dt.date | None]:
    """Return the columns that hold a subscriber's choices, without its chat and its moments."""
    timing = subscriber.timing
    return {
        "thread_id": subscriber.thread_id,
        "language": subscriber.language,
        "state": subscriber.state.value,
        "time_zone": timing.time_zone,
        "digest_hour": timing.digest_hour,
        "quiet_from": timing.quiet_from,
        "quiet_to": timing.quiet_to,
        "paused_until": timing.paused_until,
    }


def read_subscriber(row: sa.Row[*tuple[object, ...]], topics: frozenset[str]) -> Subscriber:
    """Return the subscriber in a row of the ``subscribers`` table."""
    timing = Timing(row.time_zone, row.digest_hour, row.quiet_from, row.quiet_to, row.paused_until)
    return Subscriber(row.chat_id, row.language, topics, timing, row.thread_id, SubscriberState(row.state))


async def _read_all(
    connection: AsyncConnection, chats: Sequence[int], *, for_update: bool = False
) -> Mapping[int, Subscriber]:
    query = _SUBSCRIBERS.with_for_update() if for_update else _SUBSCRIBERS
    rows = (await connection.execute(query, {"chats": chats})).all()
    if not rows:
        return {}
    topics: dict[int, set[str]] = {row.chat_id: set() for row in rows}
    for chat_id, topic in await connection.execute(_TOPICS, {"chats": list(topics)}):
        topics[chat_id].add(topic)
    return {row.chat_id: read_subscriber(row, frozenset(topics[row.chat_id])) for row in rows}


async def _write_topics(connection: AsyncConnection, before: Subscriber | None, after: Subscriber) -> None:
    had = before.topics if before is not None else frozenset[str]()
    if gone := had - after.topics:
        own = sa.and_(SUBSCRIPTIONS.c.chat_id == after.chat_id, SUBSCRIPTIONS.c.topic.in_(gone))
        await connection.execute(sa.delete(SUBSCRIPTIONS).where(own))
    for topic in sorted(after.topics - had):
        await insert_once(connection, SUBSCRIPTIONS, ("chat_id", "topic"), {"chat_id": after.chat_id, "topic": topic})
