"""Rows of announcements and deliveries, for tests of what else touches them."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.schema import ANNOUNCEMENTS, DELIVERIES

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


async def announce(
    engine: AsyncEngine, announcement_id: str, topic: str, scheduled_at: dt.datetime | None = None
) -> None:
    """Insert an announcement that is being sent."""
    values = {
        "id": announcement_id,
        "topic": topic,
        "state": "sending",
        "origin": "chat",
        "content": {},
        "created_by": 0,
        "created_at": NOW,
        "scheduled_at": scheduled_at,
    }
    async with engine.begin() as connection:
        await connection.execute(sa.insert(ANNOUNCEMENTS).values(values))


async def deliver(engine: AsyncEngine, announcement_id: str, chat_id: int, state: str = "pending") -> None:
    """Insert a delivery that is due now."""
    values = {
        "announcement_id": announcement_id,
        "chat_id": chat_id,
        "language": "en",
        "state": state,
        "is_digest": False,
        "due_at": NOW,
        "message_id": 7 if state == "sent" else None,
    }
    async with engine.begin() as connection:
        await connection.execute(sa.insert(DELIVERIES).values(values))


async def ledger(engine: AsyncEngine, *columns: str) -> list[tuple[object, ...]]:
    """Return the given columns of all deliveries, in the order they were made."""
    query = sa.select(*(DELIVERIES.c[name] for name in columns)).order_by(DELIVERIES.c.id)
    async with engine.connect() as connection:
        return [tuple(row) for row in await connection.execute(query)]
