"""Which errors mean that the database cannot be reached or cannot take anything now: to be tried again later."""

from typing import Final

import asyncpg
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

DATABASE_ERRORS: Final = (SQLAlchemyError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
"""What a store may raise; a server that cannot be connected to is told by the driver's own errors."""
_OUTAGES: Final = (
    OperationalError,
    InterfaceError,
    PoolTimeoutError,
    OSError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.InterfaceError,
)


def is_outage(error: BaseException | None) -> bool:
    """Say whether ``error`` tells of the database's state rather than of what was asked of it."""
    if isinstance(error, _OUTAGES) or isinstance(error.__cause__ if error else None, _OUTAGES):
        return True
    return isinstance(error, DBAPIError) and (
        error.connection_invalidated or isinstance(error.orig.__cause__ if error.orig else None, _OUTAGES)
    )
