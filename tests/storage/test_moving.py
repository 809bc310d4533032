"""Moving from one database to another: everything, proved, into an empty one, and the first stays as it is."""

import fcntl
import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError, UsageError
from bot.storage.behind import WriteBehind
from bot.storage.database import open_engine
from bot.storage.moving import move
from bot.storage.records import UnansweredQuestion
from bot.storage.schema import METADATA
from bot.storage.unanswered import SqlUnansweredStore
from tests.storage.contents import NOON, ROWS, Watched, contents_of, fill

TABLES = len(METADATA.tables)
OPPOSITE = {"sqlite": "postgresql", "postgresql": "sqlite"}


@pytest.fixture
async def source(engine: AsyncEngine) -> AsyncEngine:
    """A database with rows in every table."""
    await fill(engine)
    await engine.dispose()
    return engine


@pytest.fixture
def target_url(request: pytest.FixtureRequest, kind: str) -> str:
    """The URL of an empty database of the other kind."""
    found: str = request.getfixturevalue(f"{OPPOSITE[kind]}_url")
    return found


@pytest.fixture
async def target(target_url: str) -> AsyncIterator[AsyncEngine]:
    """An empty database of the other kind."""
    opened = open_engine(target_url)
    yield opened
    await opened.dispose()


@pytest.mark.postgresql
async def test_everything_is_moved_to_the_other_kind_of_database_and_the_source_left(
    source: AsyncEngine, target: AsyncEngine
) -> None:
    before = await contents_of(source)
    await source.dispose()

    moved = await move(source, target, Watched())

    assert moved == TABLES * ROWS
    assert await contents_of(target) == before
    assert await contents_of(source) == before


@pytest.mark.postgresql
async def test_what_is_moved_to_postgresql_is_numbered_on(sqlite_migrated_url: str, postgresql_url: str) -> None:
    source, target = open_engine(sqlite_migrated_url), open_engine(postgresql_url)
    await fill(source)
    await move(source, target, Watched())
    behind = WriteBehind(target)
    store = SqlUnansweredStore(target, behind)

    await store.add(UnansweredQuestion("a new one", "en", NOON.date(), "declined", ()))
    await behind.flush()

    assert (await store.all())[-1].number == ROWS + 1
    await source.dispose()
    await target.dispose()


@pytest.mark.postgresql
async def test_a_target_that_holds_anything_is_refused_and_kept(source: AsyncEngine, target: AsyncEngine) -> None:
    await move(source, target, Watched())
    before = await contents_of(target)
    await target.dispose()

    with pytest.raises(UsageError, match="not empty"):
        await move(source, target, Watched())

    assert await contents_of(target) == before


@pytest.mark.postgresql
async def test_a_source_of_another_schema_is_refused(empty_engine: AsyncEngine, target: AsyncEngine) -> None:
    with pytest.raises(StorageError, match="run kzjp migrate"):
        await move(empty_engine, target, Watched())


@pytest.mark.postgresql
async def test_a_row_that_the_target_cannot_hold_leaves_it_empty(sqlite_migrated_url: str, postgresql_url: str) -> None:
    source, target = open_engine(sqlite_migrated_url), open_engine(postgresql_url)
    async with source.begin() as connection:
        await connection.execute(
            sa.text("INSERT INTO chats VALUES (1, 'far too long for a language', '2026-11-29 12:00')")
        )

    with pytest.raises(StorageError, match="does not take a row of chats: StringDataRightTruncationError"):
        await move(source, target, Watched())

    async with target.connect() as connection:
        assert await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()) == []
    await source.dispose()
    await target.dispose()


async def test_a_sqlite_file_that_a_bot_holds_is_refused(sqlite_migrated_url: str, tmp_path: Path) -> None:
    source, target = open_engine(sqlite_migrated_url), open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    held = os.open(f"{source.url.database}.lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(held, fcntl.LOCK_EX)

    try:
        with pytest.raises(UsageError, match="a bot is running"):
            await move(source, target, Watched())
    finally:
        os.close(held)

    assert await move(source, target, Watched()) == 0
    await source.dispose()
    await target.dispose()


@pytest.mark.postgresql
async def test_a_postgresql_database_that_a_bot_uses_is_refused(postgresql_migrated_url: str, tmp_path: Path) -> None:
    source, target = open_engine(postgresql_migrated_url), open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    running = open_engine(postgresql_migrated_url)
    async with running.connect() as connection:
        await connection.execute(sa.text("SELECT 1"))

        with pytest.raises(UsageError, match="a bot is running"):
            await move(source, target, Watched())

    for engine in (running, source, target):
        await engine.dispose()
