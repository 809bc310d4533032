"""Delivering: claim what is due, wait for its turn, write the intent, send, write what came of it.

Nothing is lost by a kill at any instant: what is only claimed is claimed again when its lease has run out, and what
may have been sent is marked before the call, becomes uncertain and is never sent again by itself. A stop lets what
is under way end, and gives the rest back. How states follow each other over hours is in ``supervising``.
"""

import asyncio
import datetime as dt
import secrets
from collections.abc import Callable, Coroutine, Iterable, Set
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from bot.announcing.ledger import Book, Ledger
from bot.announcing.pacing import Pace
from bot.announcing.results import Moved, SendResult, Uncertain, settle
from bot.announcing.troubles import MOST_FAILURES_IN_A_ROW, Failures, Holding
from bot.errors import StorageError
from bot.storage.announcement_records import DeliveryState, Parcel, Settled

AT_ONCE: Final = 32
CLAIM_LEASE: Final = dt.timedelta(seconds=15)
IDLE_S: Final = 0.5
TROUBLE_S: Final = 2.0
_log = structlog.stdlib.get_logger(__name__)


class Outbox(Book, Protocol):
    """What is to be sent, as this process takes it."""

    async def claim(self, now: dt.datetime, limit: int, lease_until: dt.datetime) -> tuple[Parcel, ...]:
        """Claim up to ``limit`` parcels that are due."""
        ...

    async def release(self, ids: Iterable[int] | None = None, due_at: dt.datetime | None = None) -> None:
        """Give claims back, all of this process by default; ``due_at`` puts them off until then."""
        ...

    async def move(self, old_id: int, new_id: int, now: dt.datetime) -> None:
        """Let a chat's subscriptions and deliveries follow it to its new id."""
        ...


class Outlet(Protocol):
    """The door to Telegram."""

    async def turn(self, chat_id: int) -> float:
        """Wait until a message may go to this chat and return 0, or the seconds to come again in if that takes long."""
        ...

    async def send(self, parcel: Parcel) -> SendResult:
        """Make the one call that sends the parcel."""
        ...


class Pausing(Protocol):
    """Who is told that an announcement keeps failing."""

    async def pause(self, announcement_id: str, reason: str) -> None:
        """Pause it, and tell the administrators why."""
        ...


@dataclass(frozen=True, slots=True)
class Clocks:
    """The time in UTC, and seconds that only ever grow."""

    now: Callable[[], dt.datetime]
    ticks: Callable[[], float]


class DeliveryLoop:
    """Delivers until it is told to stop, ``at_once`` calls under way at most."""

    def __init__(
        self, outbox: Outbox, outlet: Outlet, pace: Pace, pausing: Pausing, clocks: Clocks, at_once: int = AT_ONCE
    ) -> None:
        self._outbox = outbox
        self._outlet = outlet
        self._pace = pace
        self._pausing = pausing
        self._now = clocks.now
        self._ledger = Ledger(outbox, clocks.now)
        self._failures = Failures()
        self._holding = Holding(clocks.ticks)
        self._at_once = at_once
        self._under_way = asyncio.Semaphore(at_once)
        self._queue: asyncio.Queue[Parcel] = asyncio.Queue()
        self._in_hand: set[int] = set()
        self._wanted = asyncio.Event()

    async def run(self) -> None:
        """Deliver until cancelled; then end what is under way and give back what is claimed."""
        writing = asyncio.create_task(self._ledger.run())
        # as many again as may call, for what came of a call is written while the next call is made
        tasks = {asyncio.create_task(self._work()) for _ in range(2 * self._at_once)}
        tasks.add(asyncio.create_task(self._feed()))
        try:
            ended, _ = await asyncio.wait({writing, *tasks}, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()  # none of them ends by itself
        finally:
            await _cancel(tasks)
            await _cancel({writing})
            await self._give_back()

    async def _feed(self) -> None:
        """Keep as much claimed as will be sent in the next moments, and no more."""
        while True:
            try:
                found = await self._claim()
            except StorageError as error:
                _log.warning("deliveries not claimed", reason=error, again_after_s=TROUBLE_S)
                await asyncio.sleep(TROUBLE_S)
                continue
            if not found:
                await asyncio.sleep(IDLE_S)
            while self._queue.qsize() > self._at_once // 2:
                self._wanted.clear()
                await self._wanted.wait()

    async def _claim(self) -> bool:
        now = self._now()
        limit = self._pace.in_seconds(CLAIM_LEASE.total_seconds() / 5, most=4 * self._at_once)
        parcels = await self._outbox.claim(now, limit, now + CLAIM_LEASE)
        taken = [self._take_in_hand(parcel) for parcel in parcels]
        return any(taken)

    def _take_in_hand(self, parcel: Parcel) -> bool:
        """Queue what of the parcel isn't here yet: it is claimed again where its lease runs out before its turn."""
        new = tuple(delivery for delivery in parcel if delivery.id not in self._in_hand)
        if new:
            self._in_hand |= {delivery.id for delivery in new}
            self._queue.put_nowait(new)
        return bool(new)

    async def _work(self) -> None:
        while True:
            parcel = await self._queue.get()
            self._wanted.set()
            try:
                await self._deliver(parcel)
            except Exception:
                # around one delivery: whatever is wrong with it must not end the loop
                _log.exception("delivery broken", incident=secrets.token_hex(4))
                await asyncio.sleep(TROUBLE_S)
            finally:
                self._in_hand -= {delivery.id for delivery in parcel}

    async def _deliver(self, parcel: Parcel) -> None:
        await self._under_way.acquire()
        with ExitStack() as place:
            place.callback(self._under_way.release)
            await self._pace.wait()
            wait_s = await self._outlet.turn(parcel[0].chat_id)
            if wait_s > 0:
                due_at = self._now() + dt.timedelta(seconds=wait_s)
                await self._outbox.release([delivery.id for delivery in parcel], due_at)
                return
            await _to_the_end(self._send(parcel, place.pop_all()))

    async def _send(self, parcel: Parcel, place: ExitStack) -> None:
        """Send the parcel and write what came of it; ``place`` is given up as soon as the call is over."""
        with place:
            allowed = await self._begin(parcel)
            if not allowed:
                return
            result = await self._call(allowed)
        settled = tuple(settle(delivery, result, self._now()) for delivery in allowed)
        await self._ledger.settle(settled)
        await self._follow(allowed, result, settled)

    async def _begin(self, parcel: Parcel) -> Parcel:
        """Mark the parcel as about to be sent, and return what of it may be."""
        try:
            may = await self._ledger.mark([delivery.id for delivery in parcel])
        except StorageError as error:
            _log.warning("delivery not begun", reason=error)
            return ()
        allowed = tuple(delivery for delivery in parcel if delivery.id in may)
        if len(allowed) < len(parcel):
            await self._outbox.release([delivery.id for delivery in parcel if delivery.id not in may])
        return allowed

    async def _call(self, parcel: Parcel) -> SendResult:
        try:
            return await self._outlet.send(parcel)
        except Exception as error:
            # the call may have been made; what came of it is not known
            incident = secrets.token_hex(4)
            _log.exception("delivery broken", incident=incident)
            return Uncertain(f"{type(error).__name__}, incident {incident}")

    async def _follow(self, parcel: Parcel, result: SendResult, settled: tuple[Settled, ...]) -> None:
        """Draw the conclusions that reach beyond the delivery."""
        if isinstance(result, Moved):
            await self._outbox.move(parcel[0].chat_id, result.chat_id, self._now())
        hold_s = self._holding.after(parcel[0].chat_id, result)
        if hold_s > 0:
            _log.warning("announcing waits", seconds=hold_s, result=type(result).__name__)
            await self._pace.hold(hold_s)
        for delivery, outcome in zip(parcel, settled, strict=True):
            if outcome.state is DeliveryState.PENDING:
                continue
            failed = outcome.state is DeliveryState.FAILED
            if self._failures.count(delivery.announcement_id, failed=failed):
                reason = f"{MOST_FAILURES_IN_A_ROW} failures in a row: {outcome.reason}"
                await self._pausing.pause(delivery.announcement_id, reason)

    async def _give_back(self) -> None:
        try:
            await self._outbox.release()
        except StorageError as error:
            _log.warning("claims not given back", reason=error)


async def _cancel(tasks: Set[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


async def _to_the_end(work: Coroutine[None, None, None]) -> None:
    """Do ``work`` to its end even where the caller is cancelled meanwhile."""
    working = asyncio.create_task(work)
    try:
        await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait({working})
        raise
