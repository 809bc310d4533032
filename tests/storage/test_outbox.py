"""What of an announcement is due where the system clock was set back since it began."""

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.announcement_records import AuditEntry, DeliveryState, Settled
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.outbox import SqlOutbox
from bot.storage.records import Timing
from bot.storage.subscribers import SqlSubscriberStore
from tests.storage.test_deliveries import LEASE, START, draft, subscribe

BACK = START - dt.timedelta(hours=3)
EARLY, LATE = 1, 2


async def begun(engine: AsyncEngine, started_at: dt.datetime) -> SqlOutbox:
    """Begin an announcement to one who takes it at any time and one whose quiet hours end in two hours."""
    await subscribe(engine, EARLY, LATE)
    quiet = Timing("UTC", quiet_from=22, quiet_to=14)
    await SqlSubscriberStore(engine, lambda _timing, at: at).change(LATE, lambda one: replace(one, timing=quiet), START)
    store = SqlAnnouncementStore(engine)
    await store.add(draft())
    in_two_hours = START + dt.timedelta(hours=2)
    assert await store.approve("a", AuditEntry(START, 0, "approve", "a"), None, lambda *_: in_two_hours) == 2
    assert await store.start("a", started_at)
    return SqlOutbox(engine, "one")


async def claimed(outbox: SqlOutbox, now: dt.datetime) -> list[int]:
    """Return the chats whose deliveries are claimed at a moment."""
    return [delivery.chat_id for [delivery] in await outbox.claim(now, 10, now + LEASE)]


@pytest.mark.parametrize("started_at", [START, BACK], ids=["set back since", "set back before it began"])
async def test_what_was_due_before_is_due_and_what_waits_for_a_time_of_day_is_not(
    engine: AsyncEngine, started_at: dt.datetime
) -> None:
    outbox = await begun(engine, started_at)

    assert await claimed(outbox, BACK) == [EARLY]


async def test_what_was_put_off_by_seconds_is_due(engine: AsyncEngine) -> None:
    outbox = await begun(engine, START)
    [[delivery]] = await outbox.claim(START, 10, START + LEASE)
    await outbox.write([delivery.id], [], START, START + LEASE)
    again_at = START + dt.timedelta(seconds=30)
    put_off = Settled(delivery.id, DeliveryState.PENDING, START, None, "Flood control", again_at)
    await outbox.write([], [put_off], START, START + LEASE)

    assert await claimed(outbox, START) == []
    assert await claimed(outbox, BACK) == [EARLY]
