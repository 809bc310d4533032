"""What a failing database means to the program: the drivers' errors that say so become ``StorageError``, here alone.

An error that is a mistake of this program's, such as a wrong statement, stays as it is.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import AsyncAdaptedQueuePool, ConnectionPoolEntry, PoolProxiedConnection

from bot.errors import StorageError, StorageUnavailable

_PRIMARY_CODE: Final = 0xFF
_SQLITE_PASSES: Final = {
    sqlite3.SQLITE_BUSY: "it is locked by another process",
    sqlite3.SQLITE_LOCKED: "it is locked",
    sqlite3.SQLITE_PROTOCOL: "it is locked by another process",
    sqlite3.SQLITE_FULL: "its disk is full",
    sqlite3.SQLITE_IOERR: "its disk cannot be read or written",
    sqlite3.SQLITE_NOMEM: "memory ran out",
}
_SQLITE_STAYS: Final = {
    sqlite3.SQLITE_CANTOPEN: "there is no such file, or it may not be read",
    sqlite3.SQLITE_READONLY: "it may not be written",
    sqlite3.SQLITE_PERM: "it may not be used",
    sqlite3.SQLITE_NOTADB: "the file is not a database",
    sqlite3.SQLITE_CORRUPT: "the file is damaged",
}
# by the first characters of PostgreSQL's error codes (its manual's appendix A), the longest first
_SQLSTATE_PASSES: Final = {
    "53100": "its disk is full",
    "53300": "it has too many connections",
    "57014": "it took too long",
    "57P03": "it is starting or stopping",
    "25006": "it may not be written",
    "08": "the connection was lost",
    "40": "others were writing the same",
    "53": "it is out of resources",
    "55": "it is locked",
    "57": "it is being stopped",
    "58": "its system fails",
}
_SQLSTATE_STAYS: Final = {
    "42501": "the user may not do this; grant it the schema",
    "28": "it refuses the user or the password",
    "3D": "there is no database of this name",
    "XX001": "it is damaged",
}


class WatchedPool(AsyncAdaptedQueuePool):
    """A pool that tells in the program's words that every connection is in use."""

    def connect(self) -> PoolProxiedConnection:
        """Return a connection.

        Raises:
            StorageUnavailable: if there is none for too long.
        """
        try:
            return super().connect()
        except PoolTimeoutError as error:
            raise StorageUnavailable("the database is unavailable: every connection is in use") from error


def watch(engine: AsyncEngine, place: str) -> None:
    """Make ``engine`` raise ``StorageError`` where its database fails; ``place`` is its name in words."""

    def connect(
        dialect: sa.Dialect, _record: ConnectionPoolEntry, arguments: Sequence[object], settings: Mapping[str, object]
    ) -> DBAPIConnection:
        try:
            return dialect.connect(*arguments, **settings)
        except OSError as error:
            raise StorageUnavailable(f"{place} is unavailable: {_reason(error)}") from error

    def tell(context: ExceptionContext) -> StorageError | None:
        error = context.original_exception
        if context.is_pre_ping or not isinstance(error, Exception):
            return None  # the pool opens another connection; a cancelled task is no failure
        known = storage_error(error, place)
        if known is None and context.is_disconnect:
            return StorageUnavailable(f"{place} is unavailable: the connection was lost")
        return known

    sa.event.listen(engine.sync_engine, "do_connect", connect)
    sa.event.listen(engine.sync_engine, "handle_error", tell)


def storage_error(error: BaseException, place: str = "the database") -> StorageError | None:
    """Return what a driver's error means, or None where it doesn't mean that the database fails."""
    if isinstance(error, OSError):
        return StorageUnavailable(f"{place} is unavailable: {_reason(error)}")
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", 0) & _PRIMARY_CODE
        passes, stays = _SQLITE_PASSES.get(code), _SQLITE_STAYS.get(code)
    else:
        state = str(getattr(error, "sqlstate", None) or "")
        passes, stays = _beginning(_SQLSTATE_PASSES, state), _beginning(_SQLSTATE_STAYS, state)
    if passes is not None:
        return StorageUnavailable(f"{place} is unavailable: {passes}")
    return None if stays is None else StorageError(f"{place} cannot be opened: {stays}")


def _beginning(reasons: dict[str, str], state: str) -> str | None:
    return next((reason for begin, reason in reasons.items() if state.startswith(begin)), None)


def _reason(error: OSError) -> str:
    match error:
        case TimeoutError():
            return "the server doesn't answer"
        case ConnectionRefusedError() | FileNotFoundError():
            return "nothing listens at its address"
        case OSError(strerror=str() as reason):
            return reason
        case _:
            return "it cannot be reached"
