"""The delivery loop with a fake outbox and a fake Telegram, in virtual time."""

import asyncio
import datetime as dt
from collections import deque
from collections.abc import Iterable, Sequence

import pytest

from bot.announcing.delivering import Clocks, DeliveryLoop
from bot.announcing.pacing import Pace
from bot.announcing.results import Moved, Rejected, RetryLater, SendResult, Sent, Uncertain, Unreachable
from bot.announcing.troubles import MOST_FAILURES_IN_A_ROW
from bot.errors import StorageError
from bot.storage.announcement_records import Delivery, DeliveryState, Parcel, Settled
from tests.unit.announcing.test_pacing import FakeClock
from tests.unit.tg.clock import now, run

START = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def present() -> dt.datetime:
    """Return the loop's time as a moment."""
    return START + dt.timedelta(seconds=now())


class FakeOutbox:
    """Deliveries in memory; ``broken`` writes fail first, and ``forbidden`` ones may not be sent."""

    def __init__(self, count: int) -> None:
        self.waiting = deque(Delivery(number, "a", 1000 + number, None, "en", 0) for number in range(count))
        self.state = {delivery.id: "pending" for delivery in self.waiting}
        self.marked_at: dict[int, float] = {}
        self.settled: dict[int, Settled] = {}
        self.moves: list[tuple[int, int]] = []
        self.released: list[int] = []
        self.forbidden: set[int] = set()
        self.broken = 0
        self.writes = 0

    async def claim(self, now: dt.datetime, limit: int, lease_until: dt.datetime) -> tuple[Parcel, ...]:
        """Hand out what is next."""
        return tuple((self.waiting.popleft(),) for _ in range(min(limit, len(self.waiting))))

    async def write(
        self, marked: Sequence[int], settled: Sequence[Settled], now: dt.datetime, lease_until: dt.datetime
    ) -> frozenset[int]:
        """Write, taking a moment."""
        await asyncio.sleep(0.005)
        if self.broken:
            self.broken -= 1
            raise StorageError("the database is away")
        self.writes += 1
        for one in settled:
            assert self.state[one.delivery_id] == "sending", "settled without having been marked"
            self.state[one.delivery_id] = one.state.value
            self.settled[one.delivery_id] = one
        may = frozenset(one for one in marked if self.state[one] == "pending") - self.forbidden
        self.state |= dict.fromkeys(may, "sending")
        return may

    async def release(self, ids: Iterable[int] | None = None, due_at: dt.datetime | None = None) -> None:
        """Note what is given back."""
        self.released += ids if ids is not None else []

    async def move(self, old_id: int, new_id: int, now: dt.datetime) -> None:
        """Note a move."""
        self.moves.append((old_id, new_id))


class FakeTelegram:
    """Answers each chat as told, after a while; calls under way are counted."""

    def __init__(self, outbox: FakeOutbox, takes_s: float = 0.1) -> None:
        self._outbox = outbox
        self._takes_s = takes_s
        self.results: dict[int, SendResult | Exception] = {}
        self.busy: dict[int, float] = {}
        self.sent: list[int] = []
        self.under_way = 0
        self.most = 0

    async def turn(self, chat_id: int) -> float:
        """Let a chat wait where it is busy."""
        return self.busy.get(chat_id, 0.0)

    async def send(self, parcel: Parcel) -> SendResult:
        """Take one message."""
        assert all(self._outbox.state[delivery.id] == "sending" for delivery in parcel), "called without a mark"
        self.under_way += 1
        self.most = max(self.most, self.under_way)
        await asyncio.sleep(self._takes_s)
        self.under_way -= 1
        self.sent.append(parcel[0].chat_id)
        result = self.results.get(parcel[0].chat_id, Sent(7))
        if isinstance(result, Exception):
            raise result
        return result


class FakePausing:
    """Notes what is paused."""

    def __init__(self) -> None:
        self.paused: list[tuple[str, str]] = []

    async def pause(self, announcement_id: str, reason: str) -> None:
        """Note it."""
        self.paused.append((announcement_id, reason))


class Scene:
    """A loop between its fakes."""

    def __init__(self, count: int, per_s: float = 1000.0, at_once: int = 8, takes_s: float = 0.1) -> None:
        self.outbox = FakeOutbox(count)
        self.telegram = FakeTelegram(self.outbox, takes_s)
        self.pausing = FakePausing()
        pace = Pace(FakeClock(), per_s, now)
        clocks = Clocks(present, now)
        self.loop = DeliveryLoop(self.outbox, self.telegram, pace, self.pausing, clocks, at_once)

    async def run_for(self, seconds: float) -> None:
        """Run the loop for so long, then stop it."""
        running = asyncio.create_task(self.loop.run())
        await asyncio.sleep(seconds)
        running.cancel()
        await asyncio.wait({running})


def test_everyone_is_written_to_once_and_no_more_at_once_than_allowed() -> None:
    async def deliver() -> Scene:
        scene = Scene(100)
        await scene.run_for(10.0)
        return scene

    scene = run(deliver())

    assert sorted(scene.telegram.sent) == list(range(1000, 1100))
    assert set(scene.outbox.state.values()) == {"sent"}
    assert scene.telegram.most == 8


def test_what_is_claimed_again_while_it_waits_for_its_turn_is_sent_once() -> None:
    async def deliver() -> Scene:
        scene = Scene(20)
        # as where leases have run out meanwhile
        scene.outbox.waiting = deque(one for one in scene.outbox.waiting for _ in range(2))
        await scene.run_for(5.0)
        return scene

    assert sorted(run(deliver()).telegram.sent) == list(range(1000, 1020))


def test_many_outcomes_are_written_in_few_transactions() -> None:
    async def deliver() -> Scene:
        scene = Scene(200, at_once=32, takes_s=0.05)
        await scene.run_for(5.0)
        return scene

    scene = run(deliver())

    assert len(scene.telegram.sent) == 200
    assert scene.outbox.writes < 100  # of 400 marks and outcomes


@pytest.mark.parametrize(
    ("result", "state"),
    [
        (Unreachable("gone"), DeliveryState.UNREACHABLE),
        (Rejected("no"), DeliveryState.FAILED),
        (Uncertain("reset"), DeliveryState.UNCERTAIN),
        (RetryLater("busy"), DeliveryState.PENDING),
        (Moved(-1005), DeliveryState.PENDING),
        (ValueError("a bug"), DeliveryState.UNCERTAIN),
    ],
)
def test_what_comes_of_a_call_is_written(result: SendResult | Exception, state: DeliveryState) -> None:
    async def deliver() -> Scene:
        scene = Scene(3)
        scene.telegram.results[1001] = result
        await scene.run_for(3.0)
        return scene

    scene = run(deliver())

    assert [scene.outbox.settled[number].state for number in range(3)] == [
        DeliveryState.SENT,
        state,
        DeliveryState.SENT,
    ]
    assert scene.outbox.moves == ([(1001, -1005)] if isinstance(result, Moved) else [])


def test_a_stop_ends_what_is_under_way_and_begins_nothing() -> None:
    async def stop() -> Scene:
        scene = Scene(100, takes_s=2.0)
        await scene.run_for(1.0)
        return scene

    scene = run(stop())

    assert sorted(scene.outbox.state.values()) == ["pending"] * 92 + ["sent"] * 8


def test_what_may_not_be_sent_any_more_is_given_back_unsent() -> None:
    async def deliver() -> Scene:
        scene = Scene(5)
        scene.outbox.forbidden = {1, 3}
        await scene.run_for(3.0)
        return scene

    scene = run(deliver())

    assert sorted(scene.telegram.sent) == [1000, 1002, 1004]
    assert sorted(scene.outbox.released) == [1, 3]


def test_a_busy_chat_is_put_off_and_keeps_nobody_waiting() -> None:
    async def deliver() -> Scene:
        scene = Scene(5, at_once=1)
        scene.telegram.busy[1000] = 40.0
        await scene.run_for(3.0)
        return scene

    scene = run(deliver())

    assert sorted(scene.telegram.sent) == [1001, 1002, 1003, 1004]
    assert scene.outbox.released == [0]


def test_outcomes_wait_for_a_database_that_is_away() -> None:
    async def deliver() -> Scene:
        scene = Scene(4, at_once=4)
        running = asyncio.create_task(scene.run_for(20.0))
        await asyncio.sleep(0.05)
        scene.outbox.broken = 3
        await running
        return scene

    scene = run(deliver())

    assert sorted(scene.telegram.sent) == [1000, 1001, 1002, 1003]
    assert set(scene.outbox.state.values()) == {"sent"}


def test_an_announcement_that_keeps_failing_is_paused_with_the_reason() -> None:
    async def deliver() -> Scene:
        scene = Scene(MOST_FAILURES_IN_A_ROW, at_once=2)
        scene.telegram.results = {1000 + number: Rejected("no") for number in range(MOST_FAILURES_IN_A_ROW)}
        await scene.run_for(10.0)
        return scene

    scene = run(deliver())

    assert scene.pausing.paused == [("a", f"{MOST_FAILURES_IN_A_ROW} failures in a row: no")]


def test_after_a_flood_wait_nothing_leaves_until_it_is_over() -> None:
    async def deliver() -> float:
        scene = Scene(40, per_s=10.0, at_once=2, takes_s=0.01)
        scene.telegram.results[1000] = RetryLater("flood", 9.0)
        await scene.run_for(5.0)
        return len(scene.telegram.sent)

    assert run(deliver()) <= 3
