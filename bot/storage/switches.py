"""Stores what administrators switch for all processes at once."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.announcement_records import AuditEntry
from bot.storage.audit import note
from bot.storage.dialect import upsert
from bot.storage.schema import SWITCHES


class SqlSwitches:
    """The ``switches`` table; a switch without a row is off."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def is_on(self, name: str) -> bool:
        """Say whether a switch is on."""
        async with self._engine.connect() as connection:
            query = sa.select(SWITCHES.c.is_on).where(SWITCHES.c.name == name)
            return bool((await connection.execute(query)).scalar_one_or_none())

    async def set(self, name: str, entry: AuditEntry, *, on: bool) -> None:
        """Switch it, and note who did."""
        async with self._engine.begin() as connection:
            values = {"is_on": on, "changed_by": entry.admin_id, "changed_at": entry.at}
            await upsert(connection, SWITCHES, {"name": name}, values)
            await note(connection, entry)
