"""A database that comes up later than the bot is waited for, as long as is allowed."""

from collections.abc import AsyncIterator, Callable, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError, StorageUnavailable
from bot.storage.database import open_engine
from bot.storage.revisions import newest_revision
from bot.storage.waiting import migrate_when_reachable
from tests.postgresql import PostgreSQL, running_postgresql


class Clock:
    """Time that passes by sleeping alone; ``wake`` is called after each sleep."""

    def __init__(self, wake: Callable[[], None] = lambda: None) -> None:
        self.now = 0.0
        self.slept: list[float] = []
        self._wake = wake

    def __call__(self) -> float:
        return self.now

    async def sleep(self, delay_s: float) -> None:
        self.slept.append(delay_s)
        self.now += delay_s
        self._wake()


@pytest.fixture
async def nowhere() -> AsyncIterator[AsyncEngine]:
    """An engine on a database that nobody serves."""
    engine = open_engine("postgresql://kzjp:hunter2@127.0.0.1:1/kzjp")
    yield engine
    await engine.dispose()


@pytest.fixture
def stopped() -> Iterator[PostgreSQL]:
    """A server that doesn't run yet."""
    with running_postgresql() as server:
        yield server


async def test_a_database_that_serves_is_not_waited_for(empty_engine: AsyncEngine) -> None:
    clock = Clock()

    assert await migrate_when_reachable(empty_engine, 30.0, clock.sleep, clock) == newest_revision()
    assert clock.slept == []


@pytest.mark.postgresql
async def test_a_database_that_comes_up_later_is_migrated_then(stopped: PostgreSQL) -> None:
    engine = open_engine(await stopped.new_database())
    stopped.stop()
    clock = Clock(stopped.start)

    revision = await migrate_when_reachable(engine, 30.0, clock.sleep, clock)

    assert (revision, clock.slept) == (newest_revision(), [0.5])
    await engine.dispose()


async def test_one_that_stays_away_is_told_in_the_end_without_the_password(nowhere: AsyncEngine) -> None:
    clock = Clock()

    with pytest.raises(StorageUnavailable, match=r"kzjp at 127\.0\.0\.1:1 is unavailable") as raised:
        await migrate_when_reachable(nowhere, 10.0, clock.sleep, clock)

    assert clock.slept == [0.5, 1.0, 2.0, 4.0, 2.5]
    assert "hunter2" not in str(raised.value)


async def test_without_patience_nothing_is_waited_for(nowhere: AsyncEngine) -> None:
    clock = Clock()

    with pytest.raises(StorageUnavailable):
        await migrate_when_reachable(nowhere, 0.0, clock.sleep, clock)

    assert clock.slept == []


async def test_what_waiting_cannot_mend_is_told_at_once() -> None:
    engine, clock = open_engine("sqlite:////proc/version"), Clock()

    with pytest.raises(StorageError):
        await migrate_when_reachable(engine, 30.0, clock.sleep, clock)

    assert clock.slept == []
    await engine.dispose()
