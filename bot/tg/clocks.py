"""The three clocks of Telegram's limits: messages of the bot overall, to one chat, and to one group.

Each is a little slower than Telegram's own, for what leaves here evenly need not arrive evenly. Time comes from the
event loop, so that waits take no time in tests.
"""

import asyncio
import heapq
import itertools
from collections import OrderedDict, deque
from dataclasses import dataclass, field
from typing import Final

OVERALL_PER_S: Final = 30.0
OVERALL_BURST: Final = 20
HEEDED_S: Final = 60.0
CHAT_INTERVAL_S: Final = 1.05
CHAT_BURST: Final = 3
GROUP_MESSAGES: Final = 20
GROUP_WINDOW_S: Final = 61.0
_REMEMBERED_CHATS: Final = 20_000
_HAIR_S: Final = 1e-6
_ONE: Final = 1 - 1e-9  # sums of fractions may miss 1 by a hair, and a wait for that hair never ends


class OverallClock:
    """Lets ``per_s`` messages pass a second, ``burst`` at once; of those who wait, the lowest priority number first.

    Answers are counted but don't wait, for Telegram's number is about bulk and its limit for answers unknown: what they
    take, announcements wait for. Once Telegram has said that it is too much, answers wait like all others for a while.
    """

    def __init__(self, per_s: float = OVERALL_PER_S, burst: int = OVERALL_BURST) -> None:
        self._per_s = per_s
        self._burst = burst
        self._tokens = float(burst)
        self._filled_at: float | None = None
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()
        self._timer: asyncio.TimerHandle | None = None
        self._heeded_until = float("-inf")

    def count(self) -> bool:
        """Count a message that goes out without waiting; False where all must wait now."""
        if asyncio.get_running_loop().time() < self._heeded_until:
            return False
        self._fill()
        self._tokens = max(self._tokens - 1, -self._per_s)
        return True

    def heed(self) -> None:
        """Have everything wait for its turn from now on for a minute: Telegram said that it is too much."""
        self._heeded_until = asyncio.get_running_loop().time() + HEEDED_S

    async def take(self, priority: int) -> None:
        """Return when a message may be sent."""
        self._fill()
        if not self._waiting and self._tokens >= _ONE:
            self._tokens -= 1
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (priority, next(self._numbers), turn))
        self._grant()
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.give_back()
            raise

    def give_back(self) -> None:
        """Let the next one have a turn that was taken and is not used."""
        self._tokens += 1
        self._grant()

    def _grant(self) -> None:
        self._fill()
        while self._waiting and (self._waiting[0][2].done() or self._tokens >= _ONE):
            _, _, turn = heapq.heappop(self._waiting)
            if not turn.done():
                self._tokens -= 1
                turn.set_result(None)
        if self._waiting and self._timer is None:
            delay_s = max(0.0, 1 - self._tokens) / self._per_s
            self._timer = asyncio.get_running_loop().call_later(delay_s, self._ring)

    def _ring(self) -> None:
        self._timer = None
        self._grant()

    def _fill(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._filled_at is not None:
            self._tokens = min(float(self._burst), self._tokens + (now - self._filled_at) * self._per_s)
        self._filled_at = now


@dataclass(slots=True)
class _Chat:
    """``free_at`` is when all of the chat's burst is back; ``sent`` holds a group's last messages."""

    free_at: float = 0.0
    held_until: float = 0.0
    sent: deque[float] = field(default_factory=lambda: deque(maxlen=GROUP_MESSAGES))


class ChatClocks:
    """When the next message may go to each chat; the chats written to longest ago are forgotten."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, _Chat] = OrderedDict()

    def wait_s(self, chat_id: int) -> float:
        """Return the seconds until a message may go to the chat; nothing is taken."""
        chat, now = self._chats.get(chat_id), asyncio.get_running_loop().time()
        return 0.0 if chat is None else max(0.0, _next_at(chat, chat_id) - now)

    def take(self, chat_id: int) -> bool:
        """Take the chat's turn if it has come; say whether it has."""
        now = asyncio.get_running_loop().time()
        chat = self._chats.setdefault(chat_id, _Chat())
        self._chats.move_to_end(chat_id)
        if len(self._chats) > _REMEMBERED_CHATS:
            self._chats.popitem(last=False)
        if _next_at(chat, chat_id) > now + _HAIR_S:
            return False
        chat.free_at = max(chat.free_at, now) + CHAT_INTERVAL_S
        if chat_id < 0:
            chat.sent.append(now)
        return True

    def hold(self, chat_id: int, seconds: float) -> None:
        """Let nothing go to the chat for some time: Telegram said so."""
        chat = self._chats.setdefault(chat_id, _Chat())
        chat.held_until = max(chat.held_until, asyncio.get_running_loop().time() + seconds)


def _next_at(chat: _Chat, chat_id: int) -> float:
    by_burst = chat.free_at - (CHAT_BURST - 1) * CHAT_INTERVAL_S
    is_full = chat_id < 0 and len(chat.sent) == GROUP_MESSAGES
    return max(by_burst, chat.held_until, chat.sent[0] + GROUP_WINDOW_S if is_full else 0.0)
