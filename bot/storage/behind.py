"""Small things worth remembering, written together a moment later: no reader waits for the disk because of them.

A reader in this process sees them at once; another process a tenth of a second later. A killed process loses
what it remembered in that time, so nothing is kept this way whose loss would matter.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from contextlib import asynccontextmanager, nullcontext
from typing import Final, Generic, Protocol, TypeVar

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageError
from bot.storage.database import soon_on_disk, writing

EVERY_S: Final = 0.1
AGAIN_AFTER_S: Final = 1.0
MOST_WAITING: Final = 10_000
_REFUSALS: Final = (SQLAlchemyError, OverflowError)
"""A number too large for the database is no error of SQLAlchemy's."""
_log = structlog.stdlib.get_logger(__name__)

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Buffer(Generic[Key, Value]):
    """What waits to be written to one table; a later value takes an earlier one's place.

    ``combine`` makes one of two values where that is not what is wanted. Rows are written ``by_key``, so that two
    processes never wait for each other's, or as they came.
    """

    def __init__(
        self,
        write: Callable[[AsyncConnection, Sequence[tuple[Key, Value]]], Awaitable[None]],
        wake: Callable[[], None],
        combine: Callable[[Value, Value], Value],
        *,
        by_key: bool,
    ) -> None:
        self._by_key = by_key
        self._write = write
        self._wake = wake
        self._combine = combine
        self._waiting: dict[Key, Value] = {}
        self._written: dict[Key, Value] = {}

    def __contains__(self, key: Key) -> bool:
        """Whether something with this key has not been written yet."""
        return key in self._waiting or key in self._written

    def get(self, key: Key) -> Value | None:
        """Return what has not been written yet."""
        return self._waiting.get(key, self._written.get(key))

    def unwritten(self) -> dict[Key, Value]:
        """Return all that has not been written yet."""
        found = dict(self._written)
        for key, value in self._waiting.items():
            found[key] = self._combine(found[key], value) if key in found else value
        return found

    def put(self, key: Key, value: Value) -> None:
        """Have ``value`` written; beyond 10,000 waiting ones the oldest is given up."""
        earlier = self._waiting.pop(key, None)
        self._waiting[key] = value if earlier is None else self._combine(earlier, value)
        if len(self._waiting) > MOST_WAITING:
            del self._waiting[next(iter(self._waiting))]
        self._wake()

    async def write(self, connection: AsyncConnection, *, one_by_one: bool) -> None:
        """Write what waits; ``settle`` says afterwards whether it was kept.

        ``one_by_one`` leaves out what the database refuses for good.
        """
        self._written, self._waiting = self._waiting, {}
        new = list(self._written.items())
        if self._by_key:
            new.sort(key=lambda item: repr(item[0]))
        parts = [[item] for item in new] if one_by_one else [new] if new else []
        for part in parts:
            try:
                async with connection.begin_nested() if one_by_one else nullcontext():
                    await self._write(connection, part)
            except _REFUSALS:
                if not one_by_one:
                    raise
                _log.error("given up: refused by the database for good")

    def settle(self, *, kept: bool) -> None:
        """Forget what was written, or put it back."""
        written, self._written = self._written, {}
        if not kept:
            later, self._waiting = self._waiting, written
            for key, value in later.items():
                self.put(key, value)


class _AnyBuffer(Protocol):
    async def write(self, connection: AsyncConnection, *, one_by_one: bool) -> None: ...

    def settle(self, *, kept: bool) -> None: ...


class WriteBehind:
    """Writes every buffer in one transaction, as often as there is something and at most ten times a second."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._buffers: list[_AnyBuffer] = []
        self._news = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()

    def buffer(
        self,
        write: Callable[[AsyncConnection, Sequence[tuple[Key, Value]]], Awaitable[None]],
        combine: Callable[[Value, Value], Value] = lambda _, later: later,
        *,
        by_key: bool = True,
    ) -> Buffer[Key, Value]:
        """Return a new buffer."""
        made = Buffer(write, self._news.set, combine, by_key=by_key)
        self._buffers.append(made)
        return made

    async def flush(self) -> None:
        """Write everything that waits; where that fails for a while it waits on."""
        async with self._one_at_a_time:
            self._news.clear()
            try:
                await self._write_all(one_by_one=False)
            except _REFUSALS:
                # what the database refuses for good would be refused with all that comes after it
                await self._write_all(one_by_one=True)

    async def _write_all(self, *, one_by_one: bool) -> None:
        kept = False
        try:
            async with writing(self._engine) as connection:
                await soon_on_disk(connection)
                for buffer in self._buffers:
                    await buffer.write(connection, one_by_one=one_by_one)
            kept = True
        except _REFUSALS as error:
            if not one_by_one:
                raise
            kept = True
            raise StorageError(f"given up: {type(error).__name__}") from error
        finally:
            for buffer in self._buffers:
                buffer.settle(kept=kept)
            if not kept:
                self._news.set()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Write while inside, and the last of it on leaving."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            async with self._one_at_a_time:  # never in the middle of writing
                task.cancel()
                await asyncio.wait({task})
            await self._try_to_flush()

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            await asyncio.sleep(EVERY_S if await self._try_to_flush() else AGAIN_AFTER_S)

    async def _try_to_flush(self) -> bool:
        try:
            await self.flush()
        except StorageError as error:
            _log.warning("not written", reason=error)
            return False
        return True
