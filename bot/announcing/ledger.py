"""The ledger: what is about to be sent and what came of it, written by many senders in few transactions.

Whatever gathers while one transaction is being written goes into the next. What came of a call is written again
and again while the database doesn't serve: nothing else knows it.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

import structlog

from bot.errors import StorageError
from bot.storage.announcement_records import Settled

SENDING_LEASE: Final = dt.timedelta(seconds=30)
"""How long a call may be under way until others think that its process died; longer than any call takes."""
GATHER_S: Final = 0.04
"""How long entries are gathered: a transaction costs as much as several messages, whatever it holds."""
DELAYS_S: Final = (0.1, 0.3, 1.0, 3.0, 5.0, 10.0)
_CLOSED: Final = "the ledger is closed"
_log = structlog.stdlib.get_logger(__name__)

Written = asyncio.Future[frozenset[int]]


class Book(Protocol):
    """Where it is written."""

    async def write(
        self, marked: Sequence[int], settled: Sequence[Settled], now: dt.datetime, lease_until: dt.datetime
    ) -> frozenset[int]:
        """Settle some deliveries and mark others, in one transaction; return which of ``marked`` may be sent."""
        ...


class Ledger:
    """Gathers entries and writes them as long as ``run`` runs."""

    def __init__(
        self,
        book: Book,
        now: Callable[[], dt.datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._book = book
        self._now = now
        self._sleep = sleep
        self._marks: list[tuple[Sequence[int], Written]] = []
        self._settled: list[tuple[Sequence[Settled], Written]] = []
        self._news = asyncio.Event()
        self._is_closed = False

    async def mark(self, ids: Sequence[int]) -> frozenset[int]:
        """Note that some deliveries are about to be sent; return those that may be, once that is written.

        Raises:
            StorageError: if it could not be written; none of them may be sent then.
        """
        written = self._expected()
        self._marks.append((ids, written))
        return (await written).intersection(ids)

    async def settle(self, settled: Sequence[Settled]) -> None:
        """Note what became of some deliveries; returns once that is written.

        Raises:
            StorageError: if it could not be written for half a minute.
        """
        written = self._expected()
        self._settled.append((settled, written))
        await written

    async def run(self) -> None:
        """Write what comes, until cancelled."""
        while True:
            await self._news.wait()
            await asyncio.sleep(GATHER_S)
            self._news.clear()
            marks, self._marks = self._marks, []
            settled, self._settled = self._settled, []
            waiting = [written for _, written in (*marks, *settled)]
            try:
                _tell(waiting, await self._write(marks, settled))
            except StorageError as error:
                _tell(waiting, error)
            except BaseException:
                self._is_closed = True
                _tell([*waiting, *(written for _, written in (*self._marks, *self._settled))], StorageError(_CLOSED))
                raise

    def _expected(self) -> Written:
        if self._is_closed:
            raise StorageError(_CLOSED)
        self._news.set()
        return asyncio.get_running_loop().create_future()

    async def _write(
        self, marks: Sequence[tuple[Sequence[int], Written]], settled: Sequence[tuple[Sequence[Settled], Written]]
    ) -> frozenset[int]:
        ids = [one for some, _ in marks for one in some]
        outcomes = [one for some, _ in settled for one in some]
        for delay_s in DELAYS_S if outcomes else ():
            try:
                return await self._try(ids, outcomes)
            except StorageError as error:
                _log.warning("deliveries not written", reason=error, count=len(outcomes), again_after_s=delay_s)
                await self._sleep(delay_s)
        return await self._try(ids, outcomes)

    async def _try(self, ids: Sequence[int], outcomes: Sequence[Settled]) -> frozenset[int]:
        now = self._now()
        return await self._book.write(ids, outcomes, now, now + SENDING_LEASE)


def _tell(waiting: Sequence[Written], outcome: frozenset[int] | StorageError) -> None:
    for written in waiting:
        if written.done():  # who waited has been cancelled
            continue
        if isinstance(outcome, StorageError):
            written.set_exception(outcome)
        else:
            written.set_result(outcome)
