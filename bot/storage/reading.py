"""Small reads made together: whatever is asked for while others are being read shares one connection with all of it.

The more is asked at a time, the less each read costs. Who asks alone waits for nobody.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, Generic, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

MOST_AT_ONCE: Final = 500
"""SQLite takes a limited number of parameters."""

Value = TypeVar("Value")
ReadMany = Callable[[AsyncConnection, Sequence[int]], Awaitable[Mapping[int, Value]]]


class Reader(Generic[Value]):
    """Reads one kind of value by chat."""

    def __init__(self, read_many: ReadMany[Value], wake: Callable[[], None]) -> None:
        self._read_many = read_many
        self._wake = wake
        self._waiting: list[tuple[int, asyncio.Future[Value | None]]] = []
        self._taken: list[tuple[int, asyncio.Future[Value | None]]] = []
        self._found: Mapping[int, Value] = {}

    async def read(self, chat_id: int) -> Value | None:
        """Return the chat's value, None where it has none; raises what the reading of all raised."""
        answer: asyncio.Future[Value | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((chat_id, answer))
        self._wake()
        return await answer

    def take(self) -> bool:
        """Take what waits, as much as goes at once; say whether anything does."""
        self._taken, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
        return bool(self._taken)

    async def carry_out(self, connection: AsyncConnection) -> None:
        """Read what was taken."""
        if self._taken:
            self._found = await self._read_many(connection, sorted({chat_id for chat_id, _ in self._taken}))

    def settle(self) -> None:
        """Give what was read to those who wait for it."""
        for chat_id, answer in self._taken:
            if not answer.done():
                answer.set_result(self._found.get(chat_id))

    def fail(self, error: BaseException) -> None:
        """Tell whoever still waits for what was taken."""
        for _, answer in self._taken:
            if not answer.done():
                answer.set_exception(error)


class _AnyReader(Protocol):
    def take(self) -> bool: ...

    async def carry_out(self, connection: AsyncConnection) -> None: ...

    def settle(self) -> None: ...

    def fail(self, error: BaseException) -> None: ...


class Reads:
    """All readers on one database."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._readers: list[_AnyReader] = []
        self._reading: asyncio.Task[None] | None = None

    def reader(self, read_many: ReadMany[Value]) -> Reader[Value]:
        """Return a reader; ``read_many`` gives the values of those chats that have one."""
        made = Reader(read_many, self._wake)
        self._readers.append(made)
        return made

    def _wake(self) -> None:
        if self._reading is None:
            self._reading = asyncio.create_task(self._read_on())

    async def _read_on(self) -> None:
        """Read until nothing waits any more."""
        try:
            while self._take():
                await self._read_taken()
        finally:
            self._reading = None

    def _take(self) -> bool:
        """Have every reader take what waits; say whether anything does."""
        return sum(reader.take() for reader in self._readers) > 0

    async def _read_taken(self) -> None:
        try:
            async with self._engine.connect() as connection:
                for reader in self._readers:
                    await reader.carry_out(connection)
            # only now, so that nobody ends while a connection is still to be given back
            for reader in self._readers:
                reader.settle()
        except BaseException as error:
            # whatever it is, those who wait must not wait for ever
            for reader in self._readers:
                reader.fail(error)
            if not isinstance(error, Exception):
                raise
