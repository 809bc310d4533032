"""The one place where requests to Telegram wait and are tried again.

Obeys ``RetryAfter`` and repeats what did not get through: refused and dropped connections and Telegram's own
5xx. A time-out after the request left is not repeated: it may have been carried out.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Coroutine
from typing import Final

import httpx
import structlog
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.ext import BaseRateLimiter

Json = dict[str, object]
Result = bool | Json | list[Json]
Sleep = Callable[[float], Awaitable[None]]

DELAYS_S: Final = (0.5, 1.0, 2.0, 4.0, 8.0)
MAX_RETRY_AFTER_S: Final = 120.0
_log = structlog.stdlib.get_logger(__name__)


class RetryingLimiter(BaseRateLimiter[None]):
    """Repeats requests after growing delays; ``sleep`` waits that many seconds."""

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        self._sleep = sleep

    async def initialize(self) -> None:
        """Do nothing: there is nothing to open."""

    async def shutdown(self) -> None:
        """Do nothing: there is nothing to close."""

    async def process_request(  # type: ignore[explicit-any] # the base class has it
        self,
        callback: Callable[..., Coroutine[object, object, Result]],
        args: tuple[object, ...],
        kwargs: Json,
        endpoint: str,
        data: Json,
        rate_limit_args: None,
    ) -> Result:
        """Make the request, again where that is right, and return its result.

        Raises:
            TelegramError: the last one, when the delays are used up or repeating would be wrong.
        """
        for delay_s in DELAYS_S:
            try:
                return await callback(*args, **kwargs)
            except RetryAfter as error:
                wait_s = seconds(error.retry_after)
                if wait_s > MAX_RETRY_AFTER_S:
                    raise
            except NetworkError as error:
                if not _may_repeat(error):
                    raise
                wait_s = delay_s
            _log.warning("request repeated", endpoint=endpoint, after_s=wait_s)
            await self._sleep(wait_s)
        return await callback(*args, **kwargs)


def seconds(value: dt.timedelta | float) -> float:
    """Return ``RetryAfter.retry_after`` in seconds, whichever of its two types it has."""
    return value.total_seconds() if isinstance(value, dt.timedelta) else float(value)


def _may_repeat(error: NetworkError) -> bool:
    if isinstance(error, BadRequest):
        return False
    if isinstance(error, TimedOut):
        return isinstance(error.__cause__, httpx.ConnectTimeout | httpx.PoolTimeout)
    return True
