"""The database: opening it, writing to it, bringing its schema up to date, closing it.

One SQL layer serves SQLite and PostgreSQL; what differs between the two stands here and in ``bot.storage.dialect``.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from typing import Final

import alembic.command
import alembic.config
import alembic.util
import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.errors import StorageError

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
_WRITES: Final = "kzjp_writes"
_MIGRATION_LOCK: Final = 0x6B7A6A70  # any number, the same in every replica


def open_engine(url: str, pool_size: int = POOL_SIZE) -> AsyncEngine:
    """Return an engine for ``url``; a SQLite file's folder is made if it isn't there.

    ``pool_size`` bounds the connections to PostgreSQL; a connection that the server has dropped is replaced.

    Raises:
        StorageError: if the URL cannot be understood or the folder cannot be made.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError("the database URL cannot be understood") from error
    match parsed.get_backend_name():
        case "sqlite":
            return _open_sqlite(parsed)
        case "postgresql":
            return _open_postgresql(parsed, pool_size)
        case other:
            raise StorageError(f"{other} is not supported, only sqlite and postgresql are")


def _open_sqlite(url: URL) -> AsyncEngine:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make the folder of {url.database}: {error.strerror}") from error
    # an error's text must not tell parameters, which are people's words and chats
    engine = create_async_engine(url.set(drivername="sqlite+aiosqlite"), hide_parameters=True)
    sa.event.listen(engine.sync_engine, "connect", _set_pragmas)
    sa.event.listen(engine.sync_engine, "begin", _begin)
    return engine


def _open_postgresql(url: URL, pool_size: int) -> AsyncEngine:
    return create_async_engine(
        url.set(drivername="postgresql+asyncpg"),
        hide_parameters=True,
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


def _begin(connection: sa.Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(_WRITES) else "BEGIN")


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    # the driver begins transactions late and by guessing; here they begin where SQLAlchemy says so
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


async def migrate(engine: AsyncEngine) -> str:
    """Bring the schema up to the newest revision and return that revision's name.

    Raises:
        StorageError: if the database cannot be opened, or was last used by a newer program.
    """
    try:
        async with writing(engine) as connection:
            return await connection.run_sync(_upgrade)
    except alembic.util.CommandError as error:
        raise StorageError(f"the database was made by a newer version of this program: {error}") from error
    except SQLAlchemyError as error:
        raise StorageError(f"the database cannot be opened: {error.__class__.__name__}") from error


def _upgrade(connection: sa.Connection) -> str:
    if connection.dialect.name == "postgresql":
        # replicas that start at once wait here for the first one; the lock goes with the transaction
        connection.execute(sa.text("SET LOCAL lock_timeout = 0"))
        connection.execute(sa.text("SET LOCAL statement_timeout = 0"))
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    config = alembic.config.Config()
    config.set_main_option("script_location", str(resources.files("bot.storage") / "migrations"))
    config.attributes["connection"] = connection
    alembic.command.upgrade(config, "head")
    revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    return str(revision)
