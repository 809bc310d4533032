"""Stores when the next announcement message may be sent: the rate that all processes keep together.

What time it is, the database's clock alone decides; callers are told in how many seconds something begins. Where that
clock was set back, what is stored lies further ahead than it ever can, and counts for nothing.
"""

from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.dialect import insert
from bot.storage.schema import SEND_CLOCK

FARTHEST_TURNS: Final = 240
"""How many reservations ahead the clock can be taken at most."""
_NEXT: Final = "announcements"
_HELD_SINCE: Final = "held since"
_HELD_UNTIL: Final = "held until"

_Seconds = sa.ColumnElement[float]


class SqlSendClock:
    """The rows of ``send_clock``: from when on its time is free, and from when until when nothing may be taken."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        is_sqlite = engine.dialect.name == "sqlite"
        now = "(julianday('now') - 2440587.5) * 86400.0" if is_sqlite else "extract(epoch FROM clock_timestamp())"
        self._now: _Seconds = sa.literal_column(now, sa.Float())

    async def reserve(self, seconds: float, after_s: float) -> float:
        """Take the next ``seconds`` of the clock, no earlier than ``after_s`` from now; return in how many they begin.

        Nothing of what lies behind now is given out.
        """
        earliest = _later(self._now + after_s, self._held_until())
        free_at = SEND_CLOCK.c.next_at
        is_ahead = free_at.between(earliest, earliest + FARTHEST_TURNS * seconds)
        begins = sa.case((is_ahead, free_at), else_=earliest)
        async with self._engine.begin() as connection:
            new = insert(connection, SEND_CLOCK).values(name=_NEXT, next_at=earliest + seconds)
            taken = new.on_conflict_do_update(index_elements=["name"], set_={"next_at": begins + seconds})
            found = await connection.execute(taken.returning(SEND_CLOCK.c.next_at - self._now))
            return float(found.scalar_one()) - seconds

    async def hold(self, seconds: float) -> None:
        """Let nothing be taken that begins within so many seconds from now."""
        async with self._engine.begin() as connection:
            await _write(connection, _HELD_UNTIL, _later(self._now + seconds, self._held_until()))
            await _write(connection, _HELD_SINCE, self._now)

    def _held_until(self) -> _Seconds:
        return sa.case((_read(_HELD_SINCE) <= self._now, _read(_HELD_UNTIL)), else_=0.0)


def _read(name: str) -> _Seconds:
    row = SEND_CLOCK.alias()
    return sa.select(row.c.next_at).where(row.c.name == name).scalar_subquery()


async def _write(connection: AsyncConnection, name: str, moment: _Seconds) -> None:
    new = insert(connection, SEND_CLOCK).values(name=name, next_at=moment)
    await connection.execute(new.on_conflict_do_update(index_elements=["name"], set_={"next_at": moment}))


def _later(one: _Seconds, other: _Seconds) -> _Seconds:
    return sa.case((one > other, one), else_=other)
