"""Stores when the next announcement message may be sent: the rate that all processes keep together."""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.dialect import insert
from bot.storage.schema import SEND_CLOCK

_NAME: Final = "announcements"


class SqlSendClock:
    """The row ``announcements`` of ``send_clock``; moments are seconds of the epoch."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def reserve(self, now: float, seconds: float) -> float:
        """Take the next ``seconds`` of the clock, no earlier than ``now``, and return when they begin."""
        after_now = sa.case((SEND_CLOCK.c.next_at > now, SEND_CLOCK.c.next_at), else_=now)
        async with self._engine.begin() as connection:
            new = insert(connection, SEND_CLOCK).values(name=_NAME, next_at=now + seconds)
            taken = new.on_conflict_do_update(index_elements=["name"], set_={"next_at": after_now + seconds})
            end: float = (await connection.execute(taken.returning(SEND_CLOCK.c.next_at))).scalar_one()
            return end - seconds

    async def hold(self, until: float) -> None:
        """Let nothing be taken that begins before ``until``."""
        later = sa.case((SEND_CLOCK.c.next_at > until, SEND_CLOCK.c.next_at), else_=until)
        async with self._engine.begin() as connection:
            new = insert(connection, SEND_CLOCK).values(name=_NAME, next_at=until)
            await connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"next_at": later}))
