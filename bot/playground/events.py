"""The log of everything that happens in the world, for the chat page and for tests that wait for something.

Bounded; readers ask for what came after a sequence number and are woken when there is news.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.wire import JsonObject

CAPACITY = 20_000


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; `chat_id` is 0 where no chat is concerned."""

    seq: int
    kind: str
    chat_id: int
    body: JsonObject

    def json(self) -> JsonObject:
        """The event as the control API shows it."""
        return {"seq": self.seq, "kind": self.kind, "chat_id": self.chat_id, **self.body}


class EventLog:
    """The newest events, oldest first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.last_seq = 0
        self.closed = False
        self._events: deque[Event] = deque(maxlen=capacity)
        self._waiting: list[asyncio.Future[None]] = []

    def publish(self, kind: str, chat_id: int, body: JsonObject) -> None:
        """Append an event and wake all who wait."""
        self.last_seq += 1
        self._events.append(Event(self.last_seq, kind, chat_id, body))
        if self._waiting:
            self._wake()

    def since(self, seq: int) -> list[Event]:
        """All events after a sequence number that are still kept."""
        missed = self.last_seq - seq
        if missed <= 0:
            return []
        if missed >= len(self._events):
            return list(self._events)
        newest: list[Event] = []
        for event in reversed(self._events):
            if event.seq <= seq:
                break
            newest.append(event)
        newest.reverse()
        return newest

    async def after(self, seq: int, timeout_s: float) -> list[Event]:
        """Events after a sequence number, waiting for the first; empty after the time-out."""
        return await self.wait_for(lambda _: True, seq, timeout_s)

    async def wait_for(self, wanted: Callable[[Event], bool], seq: int, timeout_s: float) -> list[Event]:
        """Wanted events after a sequence number, waiting for the first; empty after the time-out."""
        try:
            async with asyncio.timeout(timeout_s):
                while True:
                    found = [event for event in self.since(seq) if wanted(event)]
                    if found or self.closed:
                        return found
                    seq = self.last_seq
                    await self._news()
        except TimeoutError:
            return []

    def open(self) -> None:
        """Let readers wait (again)."""
        self.closed = False

    def close(self) -> None:
        """Let everyone go who waits, and let no one wait."""
        self.closed = True
        self._wake()

    async def _news(self) -> None:
        waiting: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(waiting)
        try:
            await waiting
        finally:
            if waiting in self._waiting:
                self._waiting.remove(waiting)

    def _wake(self) -> None:
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)
