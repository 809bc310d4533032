"""What follows a chat to its new id: a group that becomes a supergroup keeps what it subscribed to and is to get."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.announcement_records import DeliveryState
from bot.storage.schema import DELIVERIES, SUBSCRIBERS, SUBSCRIPTIONS


async def move_chat(connection: AsyncConnection, old_id: int, new_id: int, now: dt.datetime) -> None:
    """Move a chat's subscriptions and deliveries; a move that was made before changes nothing.

    Where the new chat is a subscriber already it keeps its own choices, and an announcement both were to get goes
    to it once: the old chat's copy expires and belongs to no chat any more.
    """
    is_new = sa.select(sa.func.count()).where(SUBSCRIBERS.c.chat_id == new_id)
    if (await connection.execute(is_new)).scalar_one():
        await connection.execute(sa.delete(SUBSCRIPTIONS).where(SUBSCRIPTIONS.c.chat_id == old_id))
        await connection.execute(sa.delete(SUBSCRIBERS).where(SUBSCRIBERS.c.chat_id == old_id))
    else:
        moved = sa.update(SUBSCRIBERS).where(SUBSCRIBERS.c.chat_id == old_id)
        await connection.execute(moved.values(chat_id=new_id, changed_at=now))
    others = DELIVERIES.alias("others")
    doubled = sa.exists().where(others.c.chat_id == new_id, others.c.announcement_id == DELIVERIES.c.announcement_id)
    old = sa.update(DELIVERIES).where(DELIVERIES.c.chat_id == old_id)
    pending = DELIVERIES.c.state == DeliveryState.PENDING
    expired = {"state": DeliveryState.EXPIRED, "reason": "another chat's copy goes there", "settled_at": now}
    await connection.execute(old.where(doubled, pending).values(expired))
    await connection.execute(old.where(doubled).values(chat_id=None))
    await connection.execute(old.values(chat_id=new_id))
