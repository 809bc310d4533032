"""Writing behind: seen at once, written together, kept through an outage, given up where it is refused for good."""

import asyncio
import datetime as dt
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageError, StorageUnavailable
from bot.storage import behind as module
from bot.storage.asked import SqlAskedStore
from bot.storage.behind import Buffer, WriteBehind
from bot.storage.questions import SqlPreviousStore
from bot.storage.records import PreviousQuestion

NOW = dt.datetime(2026, 11, 30, 12, tzinfo=dt.UTC)


class Table:
    """Keeps what is written; fails so many times first."""

    def __init__(self, *failures: Exception) -> None:
        self._failures = list(failures)
        self.batches: list[dict[str, int]] = []

    async def write(self, _connection: AsyncConnection, new: Sequence[tuple[str, int]]) -> None:
        """Keep what is new."""
        if self._failures:
            raise self._failures.pop(0)
        self.batches.append(dict(new))


async def test_what_waits_is_seen_at_once_and_written_together(engine: AsyncEngine) -> None:
    table, behind = Table(), WriteBehind(engine)
    buffer: Buffer[str, int] = behind.buffer(table.write)
    for key, value in (("a", 1), ("b", 2), ("a", 3)):
        buffer.put(key, value)
    assert (buffer.get("a"), buffer.get("c"), "b" in buffer) == (3, None, True)

    await behind.flush()

    assert table.batches == [{"a": 3, "b": 2}]
    assert (buffer.get("a"), "b" in buffer) == (None, False)


async def test_through_an_outage_everything_is_kept_and_the_newest_wins(engine: AsyncEngine) -> None:
    table, behind = Table(StorageUnavailable("away")), WriteBehind(engine)
    buffer: Buffer[str, int] = behind.buffer(table.write)
    buffer.put("a", 1)
    buffer.put("b", 1)
    with pytest.raises(StorageUnavailable):
        await behind.flush()
    buffer.put("a", 2)

    await behind.flush()

    assert table.batches == [{"a": 2, "b": 1}]


@pytest.mark.parametrize(
    "refusal", [sa.exc.DataError("INSERT", {}, ValueError("bad")), OverflowError("too large")], ids=repr
)
async def test_what_is_refused_for_good_holds_up_neither_what_comes_after_nor_what_came_with_it(
    engine: AsyncEngine, refusal: Exception
) -> None:
    table, behind = Table(refusal, refusal), WriteBehind(engine)
    buffer: Buffer[str, int] = behind.buffer(table.write)
    for key in ("bad", "good", "more"):
        buffer.put(key, 1)

    await behind.flush()

    assert table.batches == [{"good": 1}, {"more": 1}]
    buffer.put("later", 1)
    await behind.flush()
    assert table.batches[2:] == [{"later": 1}]


async def test_a_number_too_large_for_the_database_is_given_up_alone(engine: AsyncEngine) -> None:
    behind = WriteBehind(engine)
    asked = SqlPreviousStore(engine, behind)
    for chat_id, message_id in ((1, 5), (2, 2**63), (3, 7)):
        await asked.remember(chat_id, PreviousQuestion("Visa?", message_id, NOW))

    await behind.flush()

    assert [await asked.previous(chat_id, NOW) is not None for chat_id in (1, 2, 3)] == [True, False, True]


async def test_what_the_transaction_itself_is_refused_is_given_up(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refused(_connection: AsyncConnection) -> None:
        raise sa.exc.InvalidRequestError("no")

    table, behind = Table(), WriteBehind(engine)
    buffer: Buffer[str, int] = behind.buffer(table.write)
    buffer.put("bad", 1)
    monkeypatch.setattr(module, "soon_on_disk", refused)

    with pytest.raises(StorageError, match="given up: InvalidRequestError"):
        await behind.flush()


async def test_only_so_much_waits_for_a_database_that_is_away(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 3)
    table, behind = Table(), WriteBehind(engine)
    buffer: Buffer[str, int] = behind.buffer(table.write)
    for number in range(5):
        buffer.put(str(number), number)

    await behind.flush()

    assert table.batches == [{"2": 2, "3": 3, "4": 4}]


async def test_while_running_it_writes_by_itself_and_the_last_on_leaving(engine: AsyncEngine) -> None:
    table, behind = Table(StorageUnavailable("away")), WriteBehind(engine)
    buffer: Buffer[str, int] = behind.buffer(table.write)
    async with behind.running():
        buffer.put("a", 1)
        await asyncio.sleep(0)
        buffer.put("b", 2)

    assert {key for batch in table.batches for key in batch} == {"a", "b"}


async def test_counts_of_two_processes_add_up(engine: AsyncEngine) -> None:
    first, second = WriteBehind(engine), WriteBehind(engine)
    one, other = SqlAskedStore(engine, first), SqlAskedStore(engine, second)
    for _ in range(3):
        await one.count("busy")
    await other.count("busy")
    for _ in range(3):
        await other.count("idle")

    await asyncio.gather(first.flush(), second.flush())

    assert await one.most(5) == ("busy", "idle")
