"""Stores what administrators did, in the transaction that does it."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.announcement_records import AuditEntry
from bot.storage.schema import AUDIT


async def note(connection: AsyncConnection, entry: AuditEntry) -> None:
    """Keep an entry, as part of the transaction that does what it tells of."""
    await connection.execute(
        sa.insert(AUDIT).values(
            at=entry.at,
            admin_id=entry.admin_id,
            action=entry.action,
            announcement_id=entry.announcement_id,
            detail=entry.detail[:200],
        )
    )


class SqlAudit:
    """The ``audit`` table."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def newest(self, limit: int, announcement_id: str | None = None) -> tuple[AuditEntry, ...]:
        """Return up to ``limit`` entries, newest first; those about one announcement where given."""
        columns = AUDIT.c
        query = sa.select(columns.at, columns.admin_id, columns.action, columns.announcement_id, columns.detail)
        if announcement_id is not None:
            query = query.where(columns.announcement_id == announcement_id)
        async with self._engine.connect() as connection:
            found = await connection.execute(query.order_by(columns.id.desc()).limit(limit))
            return tuple(AuditEntry(*row) for row in found)
