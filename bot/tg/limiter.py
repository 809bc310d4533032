"""The one place where requests to Telegram wait and are tried again.

Messages wait for Telegram's limits: the bot's, each chat's and each group's. Answers to people go first, and wait for
the bot's limit only where Telegram has just enforced it. What did not get through is repeated: refused and dropped
connections, Telegram's own 5xx, and what it asked to wait with. A time-out after the request left is not repeated: it
may have been carried out.
"""

import asyncio
import datetime as dt
import enum
from collections.abc import Awaitable, Callable, Coroutine
from typing import Final

import structlog
from aiohttp import ClientConnectorError, ConnectionTimeoutError
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import BaseRateLimiter

from bot.tg.clocks import OVERALL_PER_S, ChatClocks, OverallClock

Json = dict[str, object]
Result = bool | Json | list[Json]
Sleep = Callable[[float], Awaitable[None]]

DELAYS_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
MAX_RETRY_AFTER_S: Final = 120.0
PATIENCE_S: Final = 2.0
ROOM_FOR_ANSWERS: Final = 1.2
_log = structlog.stdlib.get_logger(__name__)


class Turn(enum.Enum):
    """Whose turn a request waits for; what says nothing is an answer."""

    ANSWER = 0
    ANNOUNCEMENT = 1
    TAKEN = 2
    """Its turn has been waited for already, and whoever makes it repeats it."""


class Limiter(BaseRateLimiter[Turn]):
    """Holds messages back and repeats requests; ``sleep`` waits that many seconds."""

    def __init__(self, per_s: float = OVERALL_PER_S, sleep: Sleep = asyncio.sleep) -> None:
        self._overall = OverallClock(per_s)
        self._chats = ChatClocks()
        self._sleep = sleep

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def turn(self, chat_id: int) -> float:
        """Wait until an announcement may go to the chat and return 0, or how many seconds that takes if it is long."""
        wait_s = self._chats.wait_s(chat_id)
        if wait_s > PATIENCE_S:
            return wait_s
        await self._wait(chat_id, Turn.ANNOUNCEMENT)
        return 0.0

    def hold(self, chat_id: int, seconds: float) -> None:
        """Let nothing go to the chat for some time, and everything in its turn: Telegram said so."""
        self._chats.hold(chat_id, seconds)
        self._overall.heed()

    async def process_request(  # type: ignore[explicit-any] # the base class has it
        self,
        callback: Callable[..., Coroutine[object, object, Result]],
        args: tuple[object, ...],
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: Turn | None,
    ) -> Result:
        """Make the request in its turn, again where that is right, and return its result.

        Raises:
            TelegramError: the last one, when the delays are used up or repeating would be wrong.
        """
        turn = rate_limit_args or Turn.ANSWER
        if turn is Turn.TAKEN:
            return await callback(*args, **kwargs)
        chat_id = _counted_chat(endpoint, data)
        for delay_s in (*DELAYS_S, None):
            if chat_id is not None:
                await self._wait(chat_id, turn)
            try:
                return await callback(*args, **kwargs)
            except (RetryAfter, NetworkError) as error:
                wait_s = _repeat_after(error, delay_s)
                if wait_s is None:
                    raise
                if chat_id is not None and isinstance(error, RetryAfter):
                    self.hold(chat_id, wait_s)
            _log.warning("request repeated", endpoint=endpoint, after_s=wait_s)
            await self._sleep(wait_s)
        raise AssertionError("the last try has no delay after it")

    async def _wait(self, chat_id: int, turn: Turn) -> None:
        while True:
            wait_s = self._chats.wait_s(chat_id)
            if wait_s > 0:
                await self._sleep(wait_s)
            if turn is not Turn.ANSWER or not self._overall.count():
                await self._overall.take(turn.value)
            # others may have written to the chat meanwhile: its own turn counts from the moment of sending
            if self._chats.take(chat_id):
                return
            self._overall.give_back()


def overall_rate(broadcast_rate: float) -> float:
    """Return how many messages a second the bot may send in all where announcements may be so many of them."""
    return max(OVERALL_PER_S, broadcast_rate * ROOM_FOR_ANSWERS)


def seconds(value: dt.timedelta | float) -> float:
    """Return ``RetryAfter.retry_after`` in seconds, whichever of its two types it has."""
    return value.total_seconds() if isinstance(value, dt.timedelta) else float(value)


def is_surely_unsent(error: NetworkError) -> bool:
    """Say whether a failed request surely had no effect: it never left, or Telegram answered with an error of its own.

    A connection that broke tells nothing: the request may have been carried out before.
    """
    if isinstance(error, TimedOut):
        return _never_left(error)
    return error.__cause__ is None or isinstance(error.__cause__, ClientConnectorError | TelegramError)


def _never_left(error: TimedOut) -> bool:
    return isinstance(error.__cause__, ConnectionTimeoutError)


def _counted_chat(endpoint: str, data: Json) -> int | None:
    """Return the chat that a request adds a message to, if it does."""
    is_message = endpoint.startswith(("send", "copyMessage", "forwardMessage")) and endpoint != "sendChatAction"
    chat_id = data.get("chat_id")
    return chat_id if is_message and isinstance(chat_id, int) else None


def _repeat_after(error: RetryAfter | NetworkError, delay_s: float | None) -> float | None:
    """Return the seconds after which to repeat a request, None where it must not be or was often enough."""
    if delay_s is None:
        return None
    if isinstance(error, RetryAfter):
        wait_s = seconds(error.retry_after)
        return wait_s if wait_s <= MAX_RETRY_AFTER_S else None
    may_repeat = _never_left(error) if isinstance(error, TimedOut) else not isinstance(error, BadRequest)
    return delay_s if may_repeat else None
