"""The ledger: what is about to be sent and what came of it, written by many senders in few transactions.

Whatever gathers while one transaction is being written goes into the next.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final, Protocol

import structlog

from bot.errors import StorageError
from bot.storage.announcement_records import Settled

SENDING_LEASE: Final = dt.timedelta(seconds=30)
"""How long a call may be under way until others think that its process died; longer than any call takes."""
_DELAYS_S: Final = (0.2, 0.5, 1.0, 2.0, 4.0, 8.0)
_log = structlog.stdlib.get_logger(__name__)


class Book(Protocol):
    """Where it is written."""

    async def write(
        self, marked: Sequence[int], settled: Sequence[Settled], now: dt.datetime, lease_until: dt.datetime
    ) -> frozenset[int]:
        """Settle some deliveries and mark others, in one transaction; return which of ``marked`` may be sent."""
        ...


class Ledger:
    """Gathers entries and writes them; ``run`` must be running."""

    def __init__(
        self, book: Book, now: Callable[[], dt.datetime], sleep: Callable[[float], object] | None = None
    ) -> None:
        del sleep
        self._book = book
        self._now = now
        self._marks: list[tuple[tuple[int, ...], asyncio.Future[frozenset[int]]]] = []
        self._settled: list[tuple[tuple[Settled, ...], asyncio.Future[None]]] = []
        self._news = asyncio.Event()

    async def mark(self, ids: tuple[int, ...]) -> frozenset[int]:
        """Note that some deliveries are about to be sent; return those that may be, once that is written."""
        written: asyncio.Future[frozenset[int]] = asyncio.get_running_loop().create_future()
        self._marks.append((ids, written))
        self._news.set()
        return await written

    async def settle(self, settled: tuple[Settled, ...]) -> None:
        """Note what became of some deliveries, and return once that is written."""
        written: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._settled.append((settled, written))
        self._news.set()
        await written

    async def run(self) -> None:
        """Write what comes, until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self._write()

    async def _write(self) -> None:
        marks, self._marks = self._marks, []
        settled, self._settled = self._settled, []
        try:
            may = await self._book_in([one for ids, _ in marks for one in ids], [one for some, _ in settled for one in some])
        except StorageError as error:
            for _, waiting in [*marks, *settled]:
                if not waiting.done():
                    waiting.set_exception(error)
            return
        for ids, marked in marks:
            if not marked.done():
                marked.set_result(may.intersection(ids))
        for _, done in settled:
            if not done.done():
                done.set_result(None)
