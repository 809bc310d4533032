"""The pace that all processes keep together, in virtual time."""

import asyncio
from itertools import pairwise

import pytest

from bot.announcing.pacing import BATCH_S, Pace
from tests.unit.tg.clock import now, run


class FakeClock:
    """The shared clock, in memory; ``slow_s`` is how long each reservation takes."""

    def __init__(self, slow_s: float = 0.0) -> None:
        self._next_at = 0.0
        self._slow_s = slow_s
        self.asked = 0

    async def reserve(self, seconds: float, after_s: float) -> float:
        """Take the next seconds."""
        self.asked += 1
        asked_at = now()
        start = max(asked_at + after_s, self._next_at)
        self._next_at = start + seconds
        await asyncio.sleep(self._slow_s)
        return start - asked_at

    async def hold(self, seconds: float) -> None:
        """Let nothing be taken before then."""
        self._next_at = max(self._next_at, now() + seconds)


async def take(pace: Pace, count: int, at_once: int) -> list[float]:
    """Take so many turns by so many workers, and return when each came."""
    times: list[float] = []
    left = iter(range(count))

    async def work() -> None:
        for _ in left:
            await pace.wait()
            times.append(now())

    await asyncio.gather(*(work() for _ in range(at_once)))
    return times


@pytest.mark.parametrize("per_s", [1.0, 25.0, 400.0])
def test_turns_come_at_the_pace_and_evenly(per_s: float) -> None:
    times = run(take(Pace(FakeClock(), per_s, now), 200, at_once=16))

    assert times == pytest.approx([number / per_s for number in range(200)], abs=1e-6)


def test_two_processes_keep_the_pace_in_sum() -> None:
    async def both() -> list[float]:
        clock = FakeClock()
        taken = await asyncio.gather(*(take(Pace(clock, 50.0, now), 250, at_once=8) for _ in range(2)))
        return sorted(moment for times in taken for moment in times)

    times = run(both())

    assert times[-1] == pytest.approx(10.0, rel=0.01)
    assert all(later - earlier > 0.019 for earlier, later in pairwise(times))


def test_a_slow_database_costs_no_turn_where_there_are_workers_enough() -> None:
    times = run(take(Pace(FakeClock(slow_s=0.05), 25.0, now), 250, at_once=32))

    assert times[-1] - times[0] <= 250 / 25.0 * 1.01


def test_the_clock_is_asked_a_few_times_a_second_only() -> None:
    clock = FakeClock()

    run(take(Pace(clock, 1000.0, now), 1000, at_once=16))

    assert clock.asked <= 1 / BATCH_S + 1


def test_time_without_work_is_no_credit() -> None:
    async def rest() -> list[float]:
        pace = Pace(FakeClock(), 25.0, now)
        await take(pace, 3, at_once=1)
        await asyncio.sleep(60.0)
        return await take(pace, 50, at_once=8)

    times = run(rest())

    assert times[-1] - times[0] == pytest.approx(49 / 25.0, abs=0.01)


def test_nothing_is_sent_during_a_hold_not_even_by_who_was_waiting() -> None:
    async def hold() -> list[float]:
        pace = Pace(FakeClock(), 10.0, now)
        taking = asyncio.create_task(take(pace, 40, at_once=8))
        await asyncio.sleep(1.05)
        await pace.hold(5.0)
        return await taking

    times = run(hold())

    assert [moment for moment in times if 1.05 < moment < 6.04] == []
    assert len(times) == 40


def test_how_many_fit_into_some_seconds() -> None:
    pace = Pace(FakeClock(), 25.0, now)

    assert (pace.in_seconds(3.0, most=100), pace.in_seconds(0.001, most=100), pace.in_seconds(60, most=100)) == (
        75,
        1,
        100,
    )
