"""How many deliveries wait, for those who watch."""

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.schema import ANNOUNCEMENTS, DELIVERIES

OUTBOX_STATES: Final = ("pending", "sending", "uncertain", "failed")


async def outbox_state(engine: AsyncEngine, now: dt.datetime) -> tuple[dict[str, int], float]:
    """Return the number of deliveries in each unsettled state, and for how many seconds the oldest has been due.

    Only announcements that are being sent count for the latter: a paused one keeps nobody waiting.
    """
    # named one by one, each announcement's few unsettled deliveries are found by the index
    known = DELIVERIES.c.announcement_id.in_(sa.select(ANNOUNCEMENTS.c.id))
    states = sa.select(DELIVERIES.c.state, sa.func.count()).where(known, DELIVERIES.c.state.in_(OUTBOX_STATES))
    oldest = (
        sa.select(sa.func.min(DELIVERIES.c.due_at))
        .join(ANNOUNCEMENTS, ANNOUNCEMENTS.c.id == DELIVERIES.c.announcement_id)
        .where(DELIVERIES.c.state == "pending", ANNOUNCEMENTS.c.state == "sending", DELIVERIES.c.due_at <= now)
    )
    async with engine.connect() as connection:
        found = await connection.execute(states.group_by(DELIVERIES.c.state))
        counted = dict.fromkeys(OUTBOX_STATES, 0)
        counted |= {str(state): int(count) for state, count in found}
        due_at: dt.datetime | None = (await connection.execute(oldest)).scalar()
    return counted, 0.0 if due_at is None else (now - due_at).total_seconds()
