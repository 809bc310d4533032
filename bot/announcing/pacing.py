"""The pace of announcements: so many messages a second, by all processes together.

Slots are taken from a clock that all processes share, a few at a time, so that the clock is not asked for each. Here
they are counted in seconds that only ever grow: a system clock that is set anew changes nothing.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

BATCH_S: Final = 0.25


class SendClock(Protocol):
    """The shared clock."""

    async def reserve(self, seconds: float, after_s: float) -> float:
        """Take the next ``seconds`` of the clock, no earlier than ``after_s`` from now.

        Return in how many seconds they begin.
        """
        ...

    async def hold(self, seconds: float) -> None:
        """Let nothing be taken that begins within so many seconds from now."""
        ...


class Pace:
    """Hands out slots at ``per_s`` a second; ``ticks`` tells seconds that only ever grow."""

    def __init__(
        self,
        clock: SendClock,
        per_s: float,
        ticks: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._interval_s = 1.0 / per_s
        self._batch_s = max(1, round(per_s * BATCH_S)) * self._interval_s
        self._ticks = ticks
        self._sleep = sleep
        self._taking = asyncio.Lock()
        self._next = 0.0
        self._end = 0.0
        self._held_until = 0.0

    def in_seconds(self, seconds: float, most: int) -> int:
        """Return how many slots there are in so many seconds, at least 1 and ``most`` at most."""
        return max(1, min(most, round(seconds / self._interval_s)))

    async def wait(self) -> None:
        """Return when it is the caller's turn; callers get their turns in the order they ask."""
        while True:
            slot = await self._take()
            wait_s = slot - self._ticks()
            if wait_s > 0:
                await self._sleep(wait_s)
            if slot >= self._held_until:
                return

    async def hold(self, seconds: float) -> None:
        """Let nothing be sent for some time, by any process that asks for its next slots."""
        self._held_until = max(self._held_until, self._ticks() + seconds)
        self._end = self._next
        await self._clock.hold(seconds)

    async def _take(self) -> float:
        async with self._taking:
            # slots that nobody used in time are no credit for a burst
            if self._next + self._interval_s / 2 > self._end or self._next < self._ticks() - self._batch_s:
                begins_s = await self._clock.reserve(self._batch_s, max(0.0, self._held_until - self._ticks()))
                self._next = self._ticks() + begins_s
                self._end = self._next + self._batch_s
            slot = self._next
            self._next += self._interval_s
            return slot
