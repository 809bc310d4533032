"""The clock that all processes share: its time is given out once, and a database's clock that is set does no harm."""

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.schema import SEND_CLOCK
from bot.storage.send_clock import SqlSendClock

BATCH_S = 0.25
HOURS_S = 3 * 3600.0
SOON_S = 0.2
"""As much later may a call be than the one before it on a busy machine."""


async def set_back(engine: AsyncEngine, seconds: float) -> None:
    """Make what the database's clock was asked for lie so far in the future as if it had been set back since."""
    async with engine.begin() as connection:
        await connection.execute(sa.update(SEND_CLOCK).values(next_at=SEND_CLOCK.c.next_at + seconds))


async def test_its_time_is_given_out_once(engine: AsyncEngine) -> None:
    one, other = SqlSendClock(engine), SqlSendClock(engine)

    begins = [await clock.reserve(10.0, 0.0) for clock in (one, other, one)]

    assert begins == pytest.approx([0.0, 10.0, 20.0], abs=SOON_S * 3)


async def test_nothing_is_taken_earlier_than_asked_for_nor_during_a_hold(engine: AsyncEngine) -> None:
    clock = SqlSendClock(engine)

    assert await clock.reserve(BATCH_S, 5.0) == pytest.approx(5.0, abs=SOON_S)
    await clock.hold(HOURS_S)
    await clock.hold(1.0)
    begins = [await clock.reserve(10.0, 0.0) for _ in range(2)]
    assert begins == pytest.approx([HOURS_S, HOURS_S + 10.0], abs=SOON_S * 3)


async def test_time_without_work_is_not_given_out_later(engine: AsyncEngine) -> None:
    clock = SqlSendClock(engine)
    await clock.reserve(BATCH_S, 0.0)

    await set_back(engine, -HOURS_S)  # as if it had been set forward

    assert await clock.reserve(BATCH_S, 0.0) == pytest.approx(0.0, abs=SOON_S)


@pytest.mark.parametrize("is_held", [False, True], ids=["free", "held"])
async def test_a_clock_that_was_set_back_by_hours_keeps_nobody_waiting(engine: AsyncEngine, *, is_held: bool) -> None:
    clock = SqlSendClock(engine)
    await clock.reserve(BATCH_S, 0.0)
    if is_held:
        await clock.hold(60.0)

    await set_back(engine, HOURS_S)

    begins = [await clock.reserve(10.0, 0.0) for _ in range(2)]
    assert begins == pytest.approx([0.0, 10.0], abs=SOON_S * 3)
    await clock.hold(60.0)
    assert await clock.reserve(10.0, 0.0) == pytest.approx(60.0, abs=SOON_S * 3)
