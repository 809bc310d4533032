"""The start: a database that comes up later than the bot, as containers do, is waited for."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageUnavailable
from bot.storage.database import migrate

_FIRST_DELAY_S: Final = 0.5
_LONGEST_DELAY_S: Final = 5.0
_log = structlog.stdlib.get_logger(__name__)


async def migrate_when_reachable(
    engine: AsyncEngine,
    wait_s: float,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> str:
    """Bring the schema up to date once the database serves, and return the schema's revision.

    Raises:
        StorageUnavailable: if it still doesn't serve after ``wait_s`` seconds.
        StorageError: if the database cannot be opened, or was last used by a newer program.
    """
    deadline, delay_s = clock() + wait_s, _FIRST_DELAY_S
    while True:
        try:
            return await migrate(engine)
        except StorageUnavailable as error:
            left_s = deadline - clock()
            if left_s <= 0:
                raise
            _log.warning("waiting for the database", reason=str(error), left_s=round(left_s, 1))
            await sleep(min(delay_s, left_s))
            delay_s = min(delay_s * 2, _LONGEST_DELAY_S)
