"""What a subscriber's change does to deliveries that are not sent yet, inside the caller's transaction.

Deliveries being sent are left alone: they end as Telegram says. The delivery loop and its results are elsewhere.
"""

import datetime as dt
from collections.abc import Callable
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.records import EVERYTHING, Timing
from bot.storage.schema import ANNOUNCEMENTS, DELIVERIES, SUBSCRIPTIONS

Due = Callable[[Timing, dt.datetime], dt.datetime]

_PENDING: Final = DELIVERIES.c.state == "pending"


async def settle_pending(
    connection: AsyncConnection, chosen: sa.ColumnElement[bool], state: str, reason: str, now: dt.datetime
) -> int:
    """Give the pending deliveries that are ``chosen`` their last state, with its reason; return how many."""
    values = {"state": state, "reason": reason, "settled_at": now, "claimed_by": None, "lease_until": None}
    statement = sa.update(DELIVERIES).where(_PENDING, chosen).values(values)
    return (await connection.execute(statement)).rowcount


async def expire_unwanted(connection: AsyncConnection, chats: sa.ColumnElement[bool], now: dt.datetime) -> int:
    """Expire what is pending for ``chats`` about topics that they are not, or no longer, subscribed to."""
    is_wanted = (
        sa.exists()
        .where(
            SUBSCRIPTIONS.c.chat_id == DELIVERIES.c.chat_id,
            ANNOUNCEMENTS.c.id == DELIVERIES.c.announcement_id,
            SUBSCRIPTIONS.c.topic.in_((EVERYTHING, ANNOUNCEMENTS.c.topic)),
        )
        .correlate(DELIVERIES)
    )
    return await settle_pending(connection, sa.and_(chats, ~is_wanted), "expired", "unsubscribed", now)


async def put_off(connection: AsyncConnection, chat_id: int, timing: Timing, due: Due, now: dt.datetime) -> None:
    """Make what is pending for a chat due when its ``timing`` says, and never before it is scheduled."""
    query = (
        sa.select(DELIVERIES.c.id, ANNOUNCEMENTS.c.scheduled_at)
        .join(ANNOUNCEMENTS, ANNOUNCEMENTS.c.id == DELIVERIES.c.announcement_id)
        .where(_PENDING, DELIVERIES.c.chat_id == chat_id)
    )
    for delivery_id, scheduled_at in (await connection.execute(query)).all():
        values = {
            "due_at": due(timing, max(now, scheduled_at or now)),
            "is_digest": timing.digest_hour is not None,
        }
        await connection.execute(sa.update(DELIVERIES).where(_PENDING, DELIVERIES.c.id == delivery_id).values(values))


async def redirect(connection: AsyncConnection, chat_id: int, language: str, thread_id: int | None) -> None:
    """Send what is pending for a chat in this language, and to this topic of its forum."""
    values = {"language": language, "thread_id": thread_id}
    await connection.execute(sa.update(DELIVERIES).where(_PENDING, DELIVERIES.c.chat_id == chat_id).values(values))


async def move_deliveries(connection: AsyncConnection, old_id: int, new_id: int, now: dt.datetime) -> None:
    """Give a chat's deliveries its new id; an announcement that goes to the new id anyway isn't sent twice."""
    other = DELIVERIES.alias()
    both = sa.exists().where(other.c.announcement_id == DELIVERIES.c.announcement_id, other.c.chat_id == new_id)
    # beside EXISTS and not within, where SQLite would ask for every delivery there is
    goes_there = sa.and_(DELIVERIES.c.chat_id == old_id, both)
    await settle_pending(connection, goes_there, "expired", "moved", now)
    await connection.execute(sa.update(DELIVERIES).where(goes_there).values(chat_id=None))
    await connection.execute(sa.update(DELIVERIES).where(DELIVERIES.c.chat_id == old_id).values(chat_id=new_id))


async def forget_deliveries(connection: AsyncConnection, chat_id: int, now: dt.datetime) -> None:
    """Take a chat out of its deliveries, which stay as numbers in the reports; what is pending is not sent."""
    own = DELIVERIES.c.chat_id == chat_id
    await settle_pending(connection, own, "expired", "forgotten", now)
    nameless = {"chat_id": None, "thread_id": None, "message_id": None}
    await connection.execute(sa.update(DELIVERIES).where(own).values(nameless))
