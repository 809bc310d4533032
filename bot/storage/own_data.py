"""Everything stored about a chat, whatever the tables are: shown to it, and deleted when it says so."""

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.behind import WriteBehind
from bot.storage.records import StoredRow
from bot.storage.schema import METADATA

_TABLES: Final = tuple(table for table in METADATA.sorted_tables if "chat_id" in table.columns)


class SqlOwnData:
    """The rows with a chat's id in every table that has a ``chat_id``."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        self._engine = engine
        self._behind = behind

    async def rows(self, chat_id: int) -> tuple[StoredRow, ...]:
        """Return every stored row of the chat."""
        await self._behind.flush()
        found: list[StoredRow] = []
        async with self._engine.connect() as connection:
            for table in _TABLES:
                result = await connection.execute(sa.select(table).where(table.c.chat_id == chat_id))
                names = [column.name for column in table.columns]
                found.extend(StoredRow(table.name, tuple(zip(names, map(_plain, row), strict=True))) for row in result)
        return tuple(found)

    async def forget(self, chat_id: int) -> None:
        """Delete every row of the chat at once, what waits to be written included."""
        await self._behind.flush()
        async with self._engine.begin() as connection:
            for table in _TABLES:
                await connection.execute(sa.delete(table).where(table.c.chat_id == chat_id))


def _plain(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
