"""The database: opening it, writing to it, bringing its schema up to date, closing it.

One SQL layer serves SQLite and PostgreSQL; what differs between the two stands here and in ``bot.storage.dialect``.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError
from bot.storage.failures import WatchedPool, watch
from bot.storage.revisions import lift_limits, upgrade

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",  # readers go on while one writes
    "PRAGMA synchronous = FULL",  # what is recorded as sent survives a power cut
    "PRAGMA busy_timeout = 10000",
    "PRAGMA foreign_keys = ON",
)
POOL_SIZE: Final = 10
POOL_TIMEOUT_S: Final = 10.0
CONNECT_TIMEOUT_S: Final = 10.0
_SERVER_SETTINGS: Final = {
    "application_name": "kzjp",
    "timezone": "UTC",
    "statement_timeout": "60000",  # ms; freezing the largest audience takes a third of it
    "lock_timeout": "15000",
    "idle_in_transaction_session_timeout": "60000",
}
_DRIVERS_NAMES: Final = {"sslmode": "ssl"}  # URLs are written for libpq, whose name the driver doesn't know
_IN_MEMORY: Final = ":memory:"
_WRITES: Final = "kzjp_writes"


def open_engine(url: str, pool_size: int = POOL_SIZE) -> AsyncEngine:
    """Return an engine for ``url``; a SQLite file's folder is made if it isn't there.

    ``pool_size`` bounds the connections to PostgreSQL; a connection that the server has dropped is replaced.

    Raises:
        StorageError: if the URL cannot be understood or the folder cannot be made.
    """
    parsed = _parsed(url)
    match parsed.get_backend_name():
        case "sqlite":
            engine = _open_sqlite(parsed)
        case "postgresql":
            engine = _open_postgresql(parsed, pool_size)
        case other:
            raise StorageError(f"{other} is not supported, only sqlite and postgresql are")
    watch(engine, place_of(url))
    return engine


def place_of(url: str) -> str:
    """Return where the database of ``url`` is, in words without its user and password.

    Raises:
        StorageError: if the URL cannot be understood.
    """
    parsed = _parsed(url)
    if parsed.get_backend_name() == "sqlite":
        return f"the SQLite file {parsed.database}"
    host = parsed.host or "the local machine"
    return f"the database {parsed.database or ''} at {host}{f':{parsed.port}' if parsed.port else ''}"


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite database, None where ``url`` names another database or one in memory.

    Raises:
        StorageError: if the URL cannot be understood.
    """
    database = _parsed(url).database
    return Path(database) if is_sqlite(url) and database and database != _IN_MEMORY else None


def is_sqlite(url: str) -> bool:
    """Say whether ``url`` names a SQLite database.

    Raises:
        StorageError: if the URL cannot be understood.
    """
    return _parsed(url).get_backend_name() == "sqlite"


def _parsed(url: str) -> URL:
    try:
        return make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StorageError("the database URL cannot be understood") from error


def _open_sqlite(url: URL) -> AsyncEngine:
    parsed = url.set(drivername="sqlite+aiosqlite")
    if url.database and url.database != _IN_MEMORY:
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make the folder of {url.database}: {error.strerror}") from error
        # an error's text must not tell parameters, which are people's words and chats
        engine = create_async_engine(parsed, poolclass=WatchedPool, pool_timeout=POOL_TIMEOUT_S, hide_parameters=True)
    else:
        engine = create_async_engine(parsed, hide_parameters=True)
    sa.event.listen(engine.sync_engine, "connect", _set_pragmas)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _open_postgresql(url: URL, pool_size: int) -> AsyncEngine:
    query = {_DRIVERS_NAMES.get(name, name): value for name, value in url.query.items()}
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg", query=query),
        hide_parameters=True,  # they are chats' ids and words, and errors are logged
        poolclass=WatchedPool,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        pool_pre_ping=True,
        connect_args={"timeout": CONNECT_TIMEOUT_S, "server_settings": dict(_SERVER_SETTINGS)},
    )


@asynccontextmanager
async def writing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction that reads and then writes; on SQLite it takes the write lock at once.

    A SQLite transaction that begins by reading cannot be made a writing one while another writes: it fails
    without waiting. One whose first statement writes needs no more than ``engine.begin()``.
    """
    async with engine.connect() as connection:
        await connection.execution_options(**{_WRITES: True})
        async with connection.begin():
            yield connection


@asynccontextmanager
async def reading(connection: AsyncConnection) -> AsyncIterator[None]:
    """Stream rows while inside, and write nothing: on leaving all that was read from is let go of.

    PostgreSQL counts a table that was streamed as in use until the transaction's end, and refuses to change or drop it.
    """
    async with connection.begin_nested() as nested:
        yield
        await nested.rollback()


async def soon_on_disk(connection: AsyncConnection) -> None:
    """Don't have this transaction wait for PostgreSQL's disk: a crash of the server may take it away, whole."""
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.text("SET LOCAL synchronous_commit TO OFF"))


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    # the driver begins transactions late and by guessing; here they begin where SQLAlchemy says so
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


@asynccontextmanager
async def snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Open a transaction that reads everything as it was at one moment, while others go on writing."""
    async with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        async with connection.begin():
            await connection.run_sync(lift_limits)
            yield connection


async def migrate(engine: AsyncEngine) -> str:
    """Bring the schema up to the newest revision and return that revision's name.

    Raises:
        StorageError: if the database cannot be opened, or was last used by a newer program.
    """
    try:
        async with writing(engine) as connection:
            return await connection.run_sync(upgrade)
    except SQLAlchemyError as error:
        raise StorageError(f"the database cannot be opened: {error.__class__.__name__}") from error
