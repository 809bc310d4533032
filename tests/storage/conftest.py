"""A SQLite file for each test."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_engine


@pytest.fixture(autouse=True)
async def _no_connection_left() -> AsyncIterator[None]:
    """Every connection's thread has ended before the event loop does: aiosqlite doesn't wait where opening fails."""
    before = set(threading.enumerate())
    yield
    left = set(threading.enumerate()) - before
    await asyncio.gather(*(asyncio.to_thread(thread.join, 5.0) for thread in left))
    assert not any(thread.is_alive() for thread in left)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path / 'data' / 'kzjp.db'}"


@pytest.fixture
async def engine(url: str) -> AsyncIterator[AsyncEngine]:
    """An engine on an empty database."""
    opened = open_engine(url)
    yield opened
    await opened.dispose()
