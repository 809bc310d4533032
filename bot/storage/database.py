"""The database: opening it, bringing its schema up to date, closing it."""

from importlib import resources
from pathlib import Path
from typing import Final

import alembic.command
import alembic.config
import alembic.util
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StorageError

_PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",  # readers go on while one writes
    "PRAGMA synchronous = FULL",  # what is recorded as sent survives a power cut
    "PRAGMA busy_timeout = 10000",
    "PRAGMA foreign_keys = ON",
)


def open_engine(url: str) -> AsyncEngine:
    """Return an engine for ``url``; a SQLite file's folder is made if it isn't there.

    Raises:
        StorageError: if the URL cannot be understood or the folder cannot be made.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError("the database URL cannot be understood") from error
    if parsed.get_backend_name() != "sqlite":
        raise StorageError(f"{parsed.get_backend_name()} is not supported, only sqlite is")
    if parsed.database and parsed.database != ":memory:":
        try:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(f"cannot make the folder of {parsed.database}: {error.strerror}") from error
    engine = create_async_engine(parsed.set(drivername="sqlite+aiosqlite"))
    sa.event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
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
        async with engine.begin() as connection:
            return await connection.run_sync(_upgrade)
    except alembic.util.CommandError as error:
        raise StorageError(f"the database was made by a newer version of this program: {error}") from error
    except SQLAlchemyError as error:
        raise StorageError(f"the database cannot be opened: {error.__class__.__name__}") from error


def _upgrade(connection: sa.Connection) -> str:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(resources.files("bot.storage") / "migrations"))
    config.attributes["connection"] = connection
    alembic.command.upgrade(config, "head")
    revision = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
    return str(revision)
