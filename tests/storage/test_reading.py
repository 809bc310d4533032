"""Reads that come at a time share a connection, and each gets its own."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.reading import MOST_AT_ONCE, Reads


class Names:
    """Reads the name of each even chat, and keeps which were read together."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.together: list[tuple[int, ...]] = []
        self.failure = failure
        self.begun = asyncio.Event()

    async def read(self, connection: AsyncConnection, chats: Sequence[int]) -> Mapping[int, str]:
        """Read names."""
        self.together.append(tuple(chats))
        self.begun.set()
        await connection.exec_driver_sql("SELECT 1")
        if self.failure is not None:
            raise self.failure
        return {chat: str(chat) for chat in chats if chat % 2 == 0}


async def test_what_is_asked_at_a_time_is_read_at_once(engine: AsyncEngine) -> None:
    names, others, reads = Names(), Names(), Reads(engine)
    name, other = reads.reader(names.read), reads.reader(others.read)

    found = await asyncio.gather(*(name.read(chat) for chat in (2, 1, 2)), other.read(4))

    assert found == ["2", None, "2", "4"]
    assert (names.together, others.together) == ([(1, 2)], [(4,)])


async def test_what_comes_meanwhile_is_read_next(engine: AsyncEngine) -> None:
    names = Names()
    name = Reads(engine).reader(names.read)
    first = asyncio.create_task(name.read(2))
    await names.begun.wait()

    assert [*await asyncio.gather(first, name.read(4), name.read(6))] == ["2", "4", "6"]
    assert names.together == [(2,), (4, 6)]


async def test_no_read_is_larger_than_a_database_takes(engine: AsyncEngine) -> None:
    names = Names()
    name = Reads(engine).reader(names.read)

    await asyncio.gather(*(name.read(chat) for chat in range(MOST_AT_ONCE + 1)))

    assert [len(together) for together in names.together] == [MOST_AT_ONCE, 1]


async def test_a_failure_is_told_to_all_who_waited_and_to_nobody_else(engine: AsyncEngine) -> None:
    names = Names(OSError("the disk"))
    name = Reads(engine).reader(names.read)

    found = await asyncio.gather(name.read(2), name.read(4), return_exceptions=True)
    names.failure = None

    assert [type(one) for one in found] == [OSError, OSError]
    assert await name.read(2) == "2"


async def test_who_no_longer_waits_disturbs_nobody(engine: AsyncEngine) -> None:
    name = Reads(engine).reader(Names().read)

    async def impatient() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await name.read(2)

    _, found = await asyncio.gather(impatient(), name.read(4))

    assert found == "4"
