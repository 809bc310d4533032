"""The typing sign: shown where an answer takes longer than a reader would wait without it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final

import structlog
from telegram.error import TelegramError

AFTER_S: Final = 0.3
AGAIN_S: Final = 4.5
_log = structlog.stdlib.get_logger(__name__)

Sleep = Callable[[float], Awaitable[None]]


@asynccontextmanager
async def shown_when_slow(show: Callable[[], Awaitable[None]], sleep: Sleep = asyncio.sleep) -> AsyncIterator[None]:
    """Call ``show`` after 300 ms, and again as often as Telegram lets the sign go out, until the block ends.

    A call that is under way is not broken off: Telegram would get half a request.
    """
    calling = asyncio.Lock()
    showing = asyncio.create_task(_keep_showing(show, sleep, calling))
    try:
        yield
    finally:
        async with calling:
            showing.cancel()
        await asyncio.wait({showing})


async def _keep_showing(show: Callable[[], Awaitable[None]], sleep: Sleep, calling: asyncio.Lock) -> None:
    await sleep(AFTER_S)
    try:
        while True:
            async with calling:
                await show()
            await sleep(AGAIN_S)
    except TelegramError as error:
        _log.info("typing not shown", reason=type(error).__name__)
