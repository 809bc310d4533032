"""A real PostgreSQL for the tests, in a folder of its own, and a fresh database for each test.

It doesn't wait for the disk: what it has written outlives its own crash, and no test cuts the power.
"""

import asyncio
import itertools
import os
import signal
import tempfile
import warnings
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

import psutil
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine

with warnings.catch_warnings():
    # it looks for a folder for its lock at import and says where there is none
    warnings.simplefilter("ignore")
    from pgserver.postgres_server import get_server

STOP_S: Final = 30.0
Given = TypeVar("Given")
_FASTER: Final = ("fsync", "full_page_writes")


class PostgreSQL:
    """A running server; ``data_dir`` is its folder."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self._url = self._start()
        self._numbers = itertools.count(1)
        settings = (f"ALTER SYSTEM SET {name} = off" for name in _FASTER)
        run_apart(self._administer(*settings, "SELECT pg_reload_conf()"))

    async def new_database(self, like: str | None = None) -> str:
        """Create a database, empty or a copy of the one at the URL ``like``, and return its URL."""
        name = f"kzjp_{os.getpid()}_{next(self._numbers)}"
        template = "" if like is None else f' TEMPLATE "{make_url(like).database}"'
        await self._administer(f'CREATE DATABASE "{name}"{template}')
        return self._url.set(database=name).render_as_string(hide_password=False)

    async def drop_database(self, url: str) -> None:
        """Drop a database, whoever is still connected."""
        await self._administer(f'DROP DATABASE IF EXISTS "{make_url(url).database}" WITH (FORCE)')

    def stop(self) -> None:
        """Stop the server at once, as a crash of its machine would."""
        process = psutil.Process(self._server.get_pid())
        process.send_signal(signal.SIGQUIT)
        process.wait(STOP_S)

    def start(self) -> None:
        """Start it again after a stop, on the same data."""
        self._server.ensure_postgres_running()

    def close(self) -> None:
        """Stop it for good and delete its data."""
        self._server.cleanup()

    def _start(self) -> URL:
        self._server = get_server(self.data_dir, cleanup_mode="delete")
        return make_url(self._server.get_uri()).set(drivername="postgresql")

    async def _administer(self, *statements: str) -> None:
        engine = create_async_engine(self._url.set(drivername="postgresql+asyncpg"), isolation_level="AUTOCOMMIT")
        try:
            async with engine.connect() as connection:
                for statement in statements:
                    await connection.execute(sa.text(statement))
        finally:
            await engine.dispose()


def run_apart(work: Coroutine[None, None, Given]) -> Given:
    """Return what ``work`` gives, done in an event loop of its own, whether or not one runs here already."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Run a server; its folder's path is short, for that of its socket may have 100 characters at most."""
    with tempfile.TemporaryDirectory(prefix="kzjp-pg-", ignore_cleanup_errors=True) as folder:
        server = PostgreSQL(Path(folder))
        try:
            yield server
        finally:
            server.close()
