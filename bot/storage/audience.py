"""Freezing an audience: one INSERT … SELECT of a delivery for each subscriber, at the time each wants it."""

import datetime as dt
from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.announcement_records import Announcement, DeliveryState, MissingLanguage
from bot.storage.columns import Moment
from bot.storage.records import EVERYTHING, SubscriberState, Timing
from bot.storage.schema import DELIVERIES, SUBSCRIBERS, SUBSCRIPTIONS

Due = Callable[[Timing, dt.datetime], dt.datetime]
_COLUMNS: Final = (
    *("announcement_id", "chat_id", "thread_id", "language"),
    *("state", "is_digest", "due_at", "message_id"),
)
_TIMING: Final = (
    *(SUBSCRIBERS.c.time_zone, SUBSCRIBERS.c.digest_hour, SUBSCRIBERS.c.quiet_from, SUBSCRIBERS.c.quiet_to),
    SUBSCRIBERS.c.paused_until,
)
_IS_TIMED: Final = sa.or_(*(column.is_not(None) for column in _TIMING[1:]))


async def count_audience(connection: AsyncConnection, announcement: Announcement) -> int:
    """Return how many subscribers an announcement would go to now."""
    messages = sa.select(sa.func.count()).select_from(SUBSCRIBERS).where(*_wanted(announcement))
    count = int((await connection.execute(messages)).scalar_one())
    if announcement.is_edit:
        edits = sa.select(sa.func.count()).select_from(DELIVERIES).where(*_got(announcement))
        count += int((await connection.execute(edits)).scalar_one())
    return count


async def freeze(connection: AsyncConnection, announcement: Announcement, start: dt.datetime, due: Due) -> int:
    """Insert a delivery for each subscriber of the announcement and return how many there are.

    A correction goes to those who got what it corrects; where it is an edit, to their messages, whatever they
    have chosen since. What they got in a digest cannot be edited by itself: they get the correction as a message.
    """
    if connection.dialect.name == "postgresql":
        # right after an import nothing is known of these tables yet, and a million rows are joined one by one
        await connection.execute(sa.text("ANALYZE subscribers, subscriptions"))
        await connection.execute(sa.text("SET LOCAL work_mem = '64MB'"))
    if announcement.is_edit:
        await _insert(connection, _edits(announcement, start))
    await _insert(connection, await _messages(connection, announcement, start, due))
    frozen = sa.select(sa.func.count()).where(DELIVERIES.c.announcement_id == announcement.id)
    return int((await connection.execute(frozen)).scalar_one())


async def _insert(connection: AsyncConnection, rows: sa.Select[tuple[object, ...]]) -> None:
    # in the order of the index on chats, which then only grows at its end
    ordered = rows.order_by(rows.selected_columns.chat_id)
    await connection.execute(sa.insert(DELIVERIES).from_select(list(_COLUMNS), ordered))


async def _messages(
    connection: AsyncConnection, announcement: Announcement, start: dt.datetime, due: Due
) -> sa.Select[tuple[object, ...]]:
    wanted = _wanted(announcement)
    timed = sa.select(_key().label("key"), *_TIMING).where(*wanted, _IS_TIMED).distinct()
    timings = [(str(row[0]), due(Timing(*row[1:]), start)) for row in await connection.execute(timed)]
    if not timings:
        return _new(announcement, sa.literal(start, Moment())).where(*wanted)
    known = sa.values(sa.column("timing", sa.String), sa.column("due_at", Moment()), name="timings").data(timings)
    moments = known.cte("moments")
    timed_subscribers = SUBSCRIBERS.outerjoin(moments, sa.and_(_IS_TIMED, moments.c.timing == _key()))
    due_at = sa.func.coalesce(moments.c.due_at, sa.literal(start, Moment()), type_=Moment())
    return _new(announcement, due_at).select_from(timed_subscribers).where(*wanted)


def _new(announcement: Announcement, due_at: sa.ColumnElement[dt.datetime]) -> sa.Select[tuple[object, ...]]:
    return sa.select(
        sa.literal(announcement.id),
        SUBSCRIBERS.c.chat_id,
        SUBSCRIBERS.c.thread_id,
        SUBSCRIBERS.c.language,
        sa.literal(DeliveryState.PENDING.value),
        SUBSCRIBERS.c.digest_hour.is_not(None),
        due_at,
        sa.null(),
    )


def _key() -> sa.ColumnElement[str]:
    """Return what is the same for the same timing, as text: SQL finds no two unknown values alike."""
    parts = (sa.func.coalesce(sa.cast(column, sa.String), "-") for column in _TIMING)
    key: sa.ColumnElement[str] = sa.literal("")
    for part in parts:
        key = key.concat(part).concat(" ")
    return key


def _wanted(announcement: Announcement) -> tuple[sa.ColumnElement[bool], ...]:
    subscribed = sa.exists().where(
        SUBSCRIPTIONS.c.chat_id == SUBSCRIBERS.c.chat_id, SUBSCRIPTIONS.c.topic.in_([announcement.topic, EVERYTHING])
    )
    wanted: list[sa.ColumnElement[bool]] = [SUBSCRIBERS.c.state == SubscriberState.ACTIVE, subscribed]
    if announcement.content.missing is MissingLanguage.SKIP:
        wanted.append(SUBSCRIBERS.c.language.in_(list(announcement.content.text)))
    if announcement.corrects is not None:
        got = sa.select(DELIVERIES.c.chat_id).where(
            DELIVERIES.c.announcement_id == announcement.corrects, DELIVERIES.c.state == DeliveryState.SENT
        )
        if announcement.is_edit:
            got = got.where(DELIVERIES.c.is_digest)
        wanted.append(SUBSCRIBERS.c.chat_id.in_(got))
    return tuple(wanted)


def _got(announcement: Announcement) -> tuple[sa.ColumnElement[bool], ...]:
    columns = DELIVERIES.c
    return (
        columns.announcement_id == announcement.corrects,
        columns.state == DeliveryState.SENT,
        columns.message_id.is_not(None),
        columns.chat_id.is_not(None),
        ~columns.is_digest,
    )


def _edits(announcement: Announcement, start: dt.datetime) -> sa.Select[tuple[object, ...]]:
    columns = DELIVERIES.c
    return sa.select(
        sa.literal(announcement.id),
        columns.chat_id,
        columns.thread_id,
        columns.language,
        sa.literal(DeliveryState.PENDING.value),
        sa.false(),
        sa.literal(start, Moment()),
        columns.message_id,
    ).where(*_got(announcement))
