"""A database for each test: a SQLite file, and a database of a real PostgreSQL server.

``engine`` is on one whose schema is up to date, copied from one that was migrated once; ``empty_engine`` is for tests
of migrating itself.
"""

import asyncio
import shutil
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import migrate, open_engine
from tests.postgresql import PostgreSQL, run_apart, running_postgresql


@pytest.fixture(autouse=True)
async def _no_connection_left() -> AsyncIterator[None]:
    """Every connection's thread has ended before the event loop does: aiosqlite doesn't wait where opening fails."""
    before = set(threading.enumerate())
    yield
    # the event loop ends its own
    left = {thread for thread in set(threading.enumerate()) - before if not thread.name.startswith("asyncio_")}
    await asyncio.gather(*(asyncio.to_thread(thread.join, 5.0) for thread in left))
    assert not any(thread.is_alive() for thread in left)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The server of the whole session."""
    with running_postgresql() as server:
        yield server


async def _migrate(url: str) -> None:
    engine = open_engine(url)
    try:
        await migrate(engine)
    finally:
        await engine.dispose()


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the newest schema, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "kzjp.db"
    run_apart(_migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql: PostgreSQL) -> str:
    """The URL of a PostgreSQL database with the newest schema, to copy."""
    url = run_apart(postgresql.new_database())
    run_apart(_migrate(url))
    return url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that isn't there yet, nor its folder."""
    return f"sqlite+aiosqlite:///{tmp_path / 'data' / 'kzjp.db'}"


@pytest.fixture
async def postgresql_url(postgresql: PostgreSQL) -> AsyncIterator[str]:
    """The URL of an empty PostgreSQL database."""
    url = await postgresql.new_database()
    yield url
    await postgresql.drop_database(url)


@pytest.fixture
def sqlite_migrated_url(tmp_path: Path, migrated_sqlite: Path) -> str:
    """The URL of a SQLite file with the newest schema and nothing in it."""
    path = tmp_path / "migrated" / "kzjp.db"
    path.parent.mkdir()
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture
async def postgresql_migrated_url(postgresql: PostgreSQL, migrated_postgresql: str) -> AsyncIterator[str]:
    """The URL of a PostgreSQL database with the newest schema and nothing in it."""
    url = await postgresql.new_database(like=migrated_postgresql)
    yield url
    await postgresql.drop_database(url)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn: every test that uses it is part of the stores' contract."""
    found: str = request.param
    return found


@pytest.fixture
def empty_url(request: pytest.FixtureRequest, kind: str) -> str:
    """The URL of an empty database."""
    found: str = request.getfixturevalue(f"{kind}_url")
    return found


@pytest.fixture
def url(request: pytest.FixtureRequest, kind: str) -> str:
    """The URL of a database with the newest schema and nothing in it."""
    found: str = request.getfixturevalue(f"{kind}_migrated_url")
    return found


@pytest.fixture
async def empty_engine(empty_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on an empty database."""
    opened = open_engine(empty_url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on a database with the newest schema and nothing in it."""
    opened = open_engine(url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def sqlite_engine(sqlite_migrated_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on a SQLite file with the newest schema and nothing in it."""
    opened = open_engine(sqlite_migrated_url)
    yield opened
    await opened.dispose()
