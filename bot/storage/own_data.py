"""Everything stored about a chat, whatever the tables are: shown to it, and deleted when it says so."""

import datetime as dt
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.behind import WriteBehind
from bot.storage.pending import forget_deliveries
from bot.storage.records import StoredRow
from bot.storage.schema import DELIVERIES, METADATA

_TABLES: Final = tuple(table for table in METADATA.sorted_tables if "chat_id" in table.columns)
_OWN: Final = tuple(table for table in reversed(_TABLES) if table is not DELIVERIES)


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

    async def forget(self, chat_id: int, now: dt.datetime) -> None:
        """Delete every row of the chat at once, and take it out of the deliveries, which reports count.

        What still waits to be written is deleted with them.
        """
        await self._behind.flush()
        async with self._engine.begin() as connection:
            await forget_deliveries(connection, chat_id, now)
            for table in _OWN:
                await connection.execute(sa.delete(table).where(table.c.chat_id == chat_id))


def _plain(value: object) -> str | int | float | bool | None:
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
