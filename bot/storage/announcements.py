"""Stores announcements: their texts, their states, who they are for, and what came of it.

Sending them is in ``bot.storage.outbox``.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.announcement_records import (
    Announcement,
    AnnouncementState,
    AuditEntry,
    Content,
    DeliveryState,
    Origin,
    Report,
    Step,
)
from bot.storage.audience import count_audience, freeze
from bot.storage.audit import note
from bot.storage.database import writing
from bot.storage.dialect import insert_once
from bot.storage.records import Timing
from bot.storage.schema import ANNOUNCEMENTS, DELIVERIES

_CONTENT: Final = TypeAdapter(Content)
_SHOWN: Final = (AnnouncementState.SENDING, AnnouncementState.DONE)
_UNSETTLED: Final = (DeliveryState.PENDING, DeliveryState.SENDING)
_ENDED: Final = (AnnouncementState.DONE, AnnouncementState.CANCELLED)


class SqlAnnouncementStore:
    """The ``announcements`` table, with the counts of ``deliveries``."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, announcement: Announcement, entry: AuditEntry | None = None) -> bool:
        """Keep a new announcement; False where its id is taken."""
        async with self._engine.begin() as connection:
            added = await insert_once(connection, ANNOUNCEMENTS, ["id"], _row(announcement))
            if added and entry is not None:
                await note(connection, entry)
            return added

    async def rewrite(self, announcement_id: str, before: Content, content: Content, entry: AuditEntry) -> bool:
        """Give a draft that nobody has approved yet another content than ``before``.

        False where there is no such draft, or where somebody else has given it another one meanwhile.
        """
        unapproved = sa.and_(ANNOUNCEMENTS.c.state == AnnouncementState.DRAFT, ANNOUNCEMENTS.c.approved_by.is_(None))
        draft = sa.and_(ANNOUNCEMENTS.c.id == announcement_id, unapproved)
        async with writing(self._engine) as connection:
            query = sa.select(ANNOUNCEMENTS.c.content).where(draft).with_for_update()
            found = (await connection.execute(query)).scalar_one_or_none()
            if found is None or _CONTENT.validate_python(found) != before:
                return False
            await connection.execute(sa.update(ANNOUNCEMENTS).where(draft).values(content=_dump(content)))
            await note(connection, entry)
            return True

    async def get(self, announcement_id: str) -> Announcement | None:
        """Return an announcement, or None if there is no such one."""
        async with self._engine.connect() as connection:
            query = sa.select(ANNOUNCEMENTS).where(ANNOUNCEMENTS.c.id == announcement_id)
            row = (await connection.execute(query)).first()
            return None if row is None else _announcement(row)

    async def all(self) -> tuple[Announcement, ...]:
        """Return every announcement, oldest first."""
        return await self._select(sa.select(ANNOUNCEMENTS).order_by(ANNOUNCEMENTS.c.created_at, ANNOUNCEMENTS.c.id))

    async def in_state(self, *states: AnnouncementState) -> tuple[Announcement, ...]:
        """Return the announcements in one of ``states``, oldest first."""
        query = sa.select(ANNOUNCEMENTS).where(ANNOUNCEMENTS.c.state.in_(states))
        return await self._select(query.order_by(ANNOUNCEMENTS.c.created_at, ANNOUNCEMENTS.c.id))

    async def recent(self, limit: int, offset: int = 0, topic: str | None = None) -> tuple[Announcement, ...]:
        """Return announcements that were sent or are being sent, newest first; those of one topic where given."""
        query = sa.select(ANNOUNCEMENTS).where(ANNOUNCEMENTS.c.state.in_(_SHOWN), ~ANNOUNCEMENTS.c.is_edit)
        if topic is not None:
            query = query.where(ANNOUNCEMENTS.c.topic == topic)
        query = query.order_by(ANNOUNCEMENTS.c.started_at.desc(), ANNOUNCEMENTS.c.id)
        return await self._select(query.limit(limit).offset(offset))

    async def audience(self, announcement: Announcement) -> int:
        """Return how many subscribers an announcement would go to now."""
        async with self._engine.connect() as connection:
            return await count_audience(connection, announcement)

    async def first_approval(
        self, announcement_id: str, admin_id: int, entry: AuditEntry, scheduled_at: dt.datetime | None = None
    ) -> bool:
        """Note the first of two approvals of a draft, and for when; False where it is no draft or has it already."""
        columns = ANNOUNCEMENTS.c
        waiting = (columns.state == AnnouncementState.DRAFT, columns.approved_by.is_(None))
        new = sa.update(ANNOUNCEMENTS).where(columns.id == announcement_id, *waiting)
        values = {"approved_by": admin_id, "approved_at": entry.at, "scheduled_at": scheduled_at}
        async with self._engine.begin() as connection:
            is_done = (await connection.execute(new.values(values))).rowcount == 1
            if is_done:
                await note(connection, entry)
            return is_done

    async def approve(
        self,
        announcement_id: str,
        entry: AuditEntry,
        scheduled_at: dt.datetime | None,
        due: Callable[[Timing, dt.datetime], dt.datetime],
    ) -> int | None:
        """Approve a draft and freeze its audience; return how many that are, or None where it is no draft.

        ``due`` tells the first moment, from a given one on, at which a subscriber wants to be written to.
        """
        columns = ANNOUNCEMENTS.c
        new = sa.update(ANNOUNCEMENTS).where(columns.id == announcement_id, columns.state == AnnouncementState.DRAFT)
        second = sa.case((columns.approved_by.is_not(None), entry.admin_id))
        values = {
            "state": AnnouncementState.APPROVED,
            "second_approval_by": second,
            "approved_by": sa.func.coalesce(columns.approved_by, entry.admin_id),
            "approved_at": entry.at,
            "scheduled_at": scheduled_at,
        }
        async with writing(self._engine) as connection:
            row = (await connection.execute(new.values(values).returning(ANNOUNCEMENTS))).first()
            if row is None:
                return None
            audience = await freeze(connection, _announcement(row), scheduled_at or entry.at, due)
            counted = sa.update(ANNOUNCEMENTS).where(columns.id == announcement_id).values(audience=audience)
            await connection.execute(counted)
            await note(connection, entry)
            return audience

    async def change(self, announcement_id: str, change: Step, entry: AuditEntry | None = None) -> bool:
        """Take a step if the announcement is where the step begins; say whether it was.

        What ends leaves nothing pending: that expires.
        """
        async with writing(self._engine) as connection:
            is_done = await _step(connection, announcement_id, change)
            if is_done and entry is not None:
                await note(connection, entry)
            return is_done

    async def start(self, announcement_id: str, now: dt.datetime) -> bool:
        """Begin to send an approved announcement; say whether it was one."""
        return await self.change(announcement_id, Step((AnnouncementState.APPROVED,), AnnouncementState.SENDING, now))

    async def pause(self, announcement_id: str, now: dt.datetime, reason: str) -> bool:
        """Pause an announcement that is being sent; say whether it was one."""
        step = Step((AnnouncementState.SENDING,), AnnouncementState.PAUSED, now, reason)
        return await self.change(announcement_id, step)

    async def drop(self, announcement_id: str, now: dt.datetime, reason: str) -> bool:
        """Cancel an approved announcement that has not begun; say whether it was one."""
        step = Step((AnnouncementState.APPROVED,), AnnouncementState.CANCELLED, now, reason)
        return await self.change(announcement_id, step)

    async def expire(self, announcement_id: str, reason: str, now: dt.datetime) -> int:
        """Let everything of an announcement that is still pending expire; return how much that was."""
        async with self._engine.begin() as connection:
            return (await connection.execute(_expired(announcement_id, reason, now))).rowcount

    async def finish(self, announcement_id: str, now: dt.datetime) -> bool:
        """End an announcement that is being sent and has nothing left to send; say whether it was one."""
        left = sa.exists().where(DELIVERIES.c.announcement_id == announcement_id, DELIVERIES.c.state.in_(_UNSETTLED))
        async with self._engine.connect() as connection:
            if (await connection.execute(sa.select(left))).scalar_one():
                return False
        async with writing(self._engine) as connection:
            if (await connection.execute(sa.select(left))).scalar_one():
                return False
            change = Step((AnnouncementState.SENDING,), AnnouncementState.DONE, now)
            return await _step(connection, announcement_id, change)

    async def requeue_uncertain(self, announcement_id: str, entry: AuditEntry) -> int:
        """Put every uncertain delivery back into the queue, and go on sending; return how many they are."""
        uncertain = sa.update(DELIVERIES).where(
            DELIVERIES.c.announcement_id == announcement_id,
            DELIVERIES.c.state == DeliveryState.UNCERTAIN,
            DELIVERIES.c.chat_id.is_not(None),
        )
        again = uncertain.values(
            state=DeliveryState.PENDING, due_at=entry.at, attempts=0, reason=None, settled_at=None, lease_until=None
        )
        reopened = sa.update(ANNOUNCEMENTS).where(
            ANNOUNCEMENTS.c.id == announcement_id, ANNOUNCEMENTS.c.state == AnnouncementState.DONE
        )
        async with writing(self._engine) as connection:
            count = (await connection.execute(again)).rowcount
            if count:
                await connection.execute(reopened.values(state=AnnouncementState.SENDING, finished_at=None))
            await note(connection, entry)
            return count

    async def report(self, announcement_id: str) -> Report | None:
        """Return the counts of an announcement's deliveries, or None if there is no such announcement."""
        columns, its_own = DELIVERIES.c, DELIVERIES.c.announcement_id == announcement_id
        counts = sa.select(columns.state, sa.func.count()).where(its_own).group_by(columns.state)
        untold = [*_UNSETTLED, DeliveryState.SENT]
        reasons = sa.select(columns.state, columns.reason, sa.func.count())
        reasons = reasons.where(its_own, columns.state.not_in(untold), columns.reason.is_not(None))
        reasons = reasons.group_by(columns.state, columns.reason)
        head = sa.select(ANNOUNCEMENTS.c.state, ANNOUNCEMENTS.c.audience).where(ANNOUNCEMENTS.c.id == announcement_id)
        async with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                # the three statements tell of one moment; on SQLite every transaction reads that way
                await connection.execute(sa.text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            found = (await connection.execute(head)).first()
            if found is None:
                return None
            counted = {DeliveryState(state): number for state, number in await connection.execute(counts)}
            told = {
                (DeliveryState(state), str(reason)): number
                for state, reason, number in await connection.execute(reasons)
            }
            return Report(announcement_id, AnnouncementState(found.state), found.audience, counted, told)

    async def _select(self, query: sa.Select[tuple[object, ...]]) -> tuple[Announcement, ...]:
        async with self._engine.connect() as connection:
            return tuple(_announcement(row) for row in await connection.execute(query))


async def _step(connection: AsyncConnection, announcement_id: str, change: Step) -> bool:
    columns = ANNOUNCEMENTS.c
    step = sa.update(ANNOUNCEMENTS).where(columns.id == announcement_id, columns.state.in_(change.sources))
    values: dict[str, object] = {"state": change.target, "pause_reason": change.reason}
    if change.target is AnnouncementState.SENDING:
        values["started_at"] = sa.func.coalesce(columns.started_at, change.at)
    if change.target in _ENDED:
        values["finished_at"] = change.at
    if (await connection.execute(step.values(values))).rowcount != 1:
        return False
    if change.target in _ENDED:
        await connection.execute(_expired(announcement_id, change.reason, change.at))
    return True


def _expired(announcement_id: str, reason: str | None, now: dt.datetime) -> sa.Update:
    pending = sa.update(DELIVERIES).where(
        DELIVERIES.c.announcement_id == announcement_id, DELIVERIES.c.state == DeliveryState.PENDING
    )
    return pending.values(state=DeliveryState.EXPIRED, reason=reason, settled_at=now, lease_until=None)


def _dump(content: Content) -> object:
    return _CONTENT.dump_python(content, mode="json")


def _row(announcement: Announcement) -> dict[str, object]:
    names: Sequence[str] = [column.name for column in ANNOUNCEMENTS.columns]
    return {name: getattr(announcement, name) for name in names} | {"content": _dump(announcement.content)}


def _announcement(row: sa.Row[tuple[object, ...]]) -> Announcement:
    columns = row._asdict()
    columns["state"] = AnnouncementState(columns["state"])
    columns["origin"] = Origin(columns["origin"])
    columns["content"] = _CONTENT.validate_python(columns["content"])
    return Announcement(**columns)
