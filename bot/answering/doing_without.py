"""Doing without the database: an answer needs none, so what a database cannot give or keep now must not lose it."""

import asyncio
from collections.abc import Awaitable
from typing import Final, TypeVar

import structlog

from bot.errors import StorageError, StorageUnavailable

PATIENCE_S: Final = 2.0
_log = structlog.stdlib.get_logger(__name__)

Given = TypeVar("Given")


async def or_else(wanted: Awaitable[Given], otherwise: Given, purpose: str, patience_s: float = PATIENCE_S) -> Given:
    """Return what a store gives, or ``otherwise`` where it fails or takes too long; ``purpose`` is for the log."""
    try:
        async with asyncio.timeout(patience_s):
            return await wanted
    except StorageError as error:
        _log.warning("done without the database", purpose=purpose, reason=error)
    except TimeoutError:
        _log.warning("done without the database", purpose=purpose, reason=StorageUnavailable("it took too long"))
    return otherwise
