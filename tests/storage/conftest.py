"""An empty database for each test: a SQLite file, and a database of a real PostgreSQL server."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_engine
from tests.postgresql import PostgreSQL, running_postgresql


@pytest.fixture(autouse=True)
async def _no_connection_left() -> AsyncIterator[None]:
    """Every connection's thread has ended before the event loop does: aiosqlite doesn't wait where opening fails."""
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    await asyncio.gather(*(asyncio.to_thread(thread.join, 5.0) for thread in left))
    assert not any(thread.is_alive() for thread in left)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """The server of the whole session."""
    with running_postgresql() as server:
        yield server


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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, of each kind in turn: every test that uses it is part of the stores' contract."""
    found: str = request.getfixturevalue(f"{request.param}_url")
    return found


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on an empty database."""
    opened = open_engine(url)
    yield opened
    await opened.dispose()


@pytest.fixture
async def sqlite_engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on an empty SQLite file."""
    opened = open_engine(sqlite_url)
    yield opened
    await opened.dispose()
