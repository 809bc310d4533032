"""Stores deliveries on their way: claimed with a lease, marked before the call, settled after it.

One process's claims carry its name (``owner``). A claim only keeps others away for a while; that a call may have
been made is said by the state ``sending`` alone. A system clock that is set back, to before an announcement began,
keeps nothing of it waiting that was due before.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.announcement_records import STOP_SWITCH, AnnouncementState, Delivery, DeliveryState, Parcel, Settled
from bot.storage.columns import Moment
from bot.storage.database import writing
from bot.storage.schema import ANNOUNCEMENTS, DELIVERIES, SWITCHES
from bot.storage.subscribers import mark_unreachable, move_subscriber

MOST_IN_DIGEST: Final = 10
_DIGEST_LOCK: Final = 0x6B7A6A71  # any number, the same in every process
_C: Final = DELIVERIES.c
_MOMENTS: Final = (ANNOUNCEMENTS.c.approved_at, ANNOUNCEMENTS.c.scheduled_at, ANNOUNCEMENTS.c.started_at)
_DELIVERY: Final = (_C.id, _C.announcement_id, _C.chat_id, _C.thread_id, _C.language, _C.attempts, _C.message_id)


@dataclass(frozen=True, slots=True)
class _Begun:
    """An announcement that is being sent, and the latest moment that it surely is: now, or when it began."""

    id: str
    at: dt.datetime


class SqlOutbox:
    """The unsent ``deliveries``, as one process takes and settles them."""

    def __init__(self, engine: AsyncEngine, owner: str) -> None:
        self._engine = engine
        self._owner = owner

    async def claim(self, now: dt.datetime, limit: int, lease_until: dt.datetime) -> tuple[Parcel, ...]:
        """Claim up to ``limit`` parcels that are due, corrections first, then the announcements begun earliest.

        Nothing that another process has claimed is taken. What a chat gets as a digest is one parcel.
        """
        open_ones = sa.select(ANNOUNCEMENTS.c.id, *_MOMENTS).where(*_is_open(now))
        in_turn = (ANNOUNCEMENTS.c.corrects.is_(None), ANNOUNCEMENTS.c.started_at, ANNOUNCEMENTS.c.id)
        async with self._engine.connect() as connection:
            found = (await connection.execute(open_ones.order_by(*in_turn))).all()
            begun = [_Begun(row[0], max([now, *(at for at in row[1:] if at is not None)])) for row in found]
            waiting = [one for one in begun if (await connection.execute(sa.select(_any_due(one, now)))).scalar_one()]
        ids = [one.id for one in begun]
        parcels: list[Parcel] = []
        for one in waiting:
            if len(parcels) < limit:
                async with writing(self._engine) as connection:
                    parcels += await self._singles(connection, one, now, limit - len(parcels), lease_until)
            if len(parcels) < limit:
                async with writing(self._engine) as connection:
                    parcels += await self._digests(connection, ids, one.id, now, limit - len(parcels), lease_until)
        return tuple(parcels)

    async def write(
        self, marked: Sequence[int], settled: Sequence[Settled], now: dt.datetime, lease_until: dt.datetime
    ) -> frozenset[int]:
        """Settle some deliveries and mark others as about to be sent, in one transaction.

        Return which of ``marked`` may be sent: still claimed by this process, their announcement neither paused
        nor cancelled nor expired, and announcing as a whole not stopped.
        """
        async with writing(self._engine) as connection:
            if settled:
                await self._settle(connection, settled)
            return await self._mark(connection, marked, now, lease_until) if marked else frozenset()

    async def release(self, ids: Iterable[int] | None = None, due_at: dt.datetime | None = None) -> None:
        """Give claims back, all of this process by default; ``due_at`` puts them off until then."""
        mine = sa.update(DELIVERIES).where(_C.claimed_by == self._owner, _C.state == DeliveryState.PENDING)
        if ids is not None:
            mine = mine.where(_C.id.in_(list(ids)))
        else:
            mine = mine.where(_C.announcement_id.in_(sa.select(ANNOUNCEMENTS.c.id).where(*_is_unfinished())))
        values: dict[str, object] = {"claimed_by": None, "lease_until": None}
        async with self._engine.begin() as connection:
            await connection.execute(mine.values(values if due_at is None else values | {"due_at": due_at}))

    async def recover(self, now: dt.datetime, *, everyone: bool) -> int:
        """Settle what dead processes left, and return how many deliveries are uncertain by that.

        Dead are those whose lease has run out; with ``everyone``, all there ever were. Editing a message twice
        does no harm, so an edit is simply due again.
        """
        dead = sa.true() if everyone else _C.lease_until < now
        edits = _C.announcement_id.in_(sa.select(ANNOUNCEMENTS.c.id).where(ANNOUNCEMENTS.c.is_edit))
        left = sa.update(DELIVERIES).where(_C.announcement_id.in_(sa.select(ANNOUNCEMENTS.c.id).where(*_has_begun())))
        sending = left.where(_C.state == DeliveryState.SENDING, dead)
        uncertain = sending.values(
            state=DeliveryState.UNCERTAIN, reason="the process ended during the call", settled_at=now, lease_until=None
        )
        again = sending.where(edits, _C.message_id.is_not(None)).values(state=DeliveryState.PENDING, lease_until=None)
        async with self._engine.begin() as connection:
            await connection.execute(again)
            count = (await connection.execute(uncertain)).rowcount
            if everyone:
                claimed = left.where(_C.state == DeliveryState.PENDING, _C.claimed_by.is_not(None))
                await connection.execute(claimed.values(claimed_by=None, lease_until=None))
            return count

    async def move(self, old_id: int, new_id: int, now: dt.datetime) -> None:
        """Let a chat's subscriptions and deliveries follow it to its new id."""
        async with writing(self._engine) as connection:
            await move_subscriber(connection, old_id, new_id, now)

    async def _singles(
        self, connection: AsyncConnection, begun: _Begun, now: dt.datetime, limit: int, lease_until: dt.datetime
    ) -> list[Parcel]:
        free = sa.select(_C.id).where(*_is_due_single(begun, now))
        picked = free.order_by(_C.due_at).limit(limit).with_for_update(skip_locked=True).cte("picked")
        claim = sa.update(DELIVERIES).where(_C.id.in_(sa.select(picked.c.id)))
        taken = claim.values(claimed_by=self._owner, lease_until=lease_until).returning(*_DELIVERY)
        return [(Delivery(*row),) for row in await connection.execute(taken)]

    async def _digests(
        self,
        connection: AsyncConnection,
        open_ids: Sequence[str],
        announcement_id: str,
        now: dt.datetime,
        limit: int,
        lease_until: dt.datetime,
    ) -> list[Parcel]:
        free = sa.select(_C.chat_id).where(*_is_due_digest(announcement_id, now))
        if connection.dialect.name == "postgresql":
            # two processes must not share one chat's digest between them
            await connection.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": _DIGEST_LOCK})
        chats = tuple((await connection.execute(free.order_by(_C.due_at).limit(limit))).scalars())
        if not chats:
            return []
        theirs = sa.update(DELIVERIES).where(_C.chat_id.in_(chats), _C.announcement_id.in_(open_ids))
        free_too = (_C.state == DeliveryState.PENDING, _C.is_digest == sa.true(), _C.due_at <= now, _is_free(now))
        claim = theirs.where(*free_too).values(claimed_by=self._owner, lease_until=lease_until)
        gathered: dict[int, list[Delivery]] = {chat_id: [] for chat_id in chats}
        for row in await connection.execute(claim.returning(*_DELIVERY)):
            gathered[row.chat_id].append(Delivery(*row))
        place = {name: number for number, name in enumerate(open_ids)}
        parcels: list[Parcel] = []
        for deliveries in gathered.values():
            deliveries.sort(key=lambda delivery: place[delivery.announcement_id])
            parcels += (
                tuple(deliveries[start : start + MOST_IN_DIGEST]) for start in range(0, len(deliveries), MOST_IN_DIGEST)
            )
        return parcels

    async def _mark(
        self, connection: AsyncConnection, ids: Sequence[int], now: dt.datetime, lease_until: dt.datetime
    ) -> frozenset[int]:
        told = {"ids": list(ids), "owner": self._owner, "at": now, "new_lease": lease_until}
        return frozenset((await connection.execute(_MARK, told)).scalars())

    async def _settle(self, connection: AsyncConnection, settled: Sequence[Settled]) -> None:
        await connection.execute(_SETTLE, [_parameters(one, self._owner) for one in settled])
        for one in settled:
            if one.state is DeliveryState.UNREACHABLE:
                await _lose(connection, one)


async def _lose(connection: AsyncConnection, settled: Settled) -> None:
    """Write to the subscriber of a delivery no more."""
    chat = sa.select(_C.chat_id).where(_C.id == settled.delivery_id)
    chat_id = (await connection.execute(chat)).scalar_one_or_none()
    if chat_id is not None:
        await mark_unreachable(connection, chat_id, settled.reason or "", settled.at)


def _parameters(settled: Settled, owner: str) -> dict[str, object]:
    is_pending = settled.state is DeliveryState.PENDING
    return {
        "owner": owner,
        "new_owner": None if is_pending else owner,
        "which": settled.delivery_id,
        "new_state": settled.state.value,
        "new_message_id": settled.message_id,
        "new_reason": None if settled.reason is None else settled.reason[:200],
        "new_settled_at": None if is_pending else settled.at,
        "new_due_at": settled.due_at,
    }


def _is_open(now: dt.datetime | sa.BindParameter[dt.datetime]) -> tuple[sa.ColumnElement[bool], ...]:
    """Return what holds of the announcements that may be sent now."""
    columns = ANNOUNCEMENTS.c
    in_time = sa.or_(columns.expires_at.is_(None), columns.expires_at > now)
    stopped = sa.exists().where(SWITCHES.c.name == STOP_SWITCH, SWITCHES.c.is_on == sa.true())
    return columns.state == AnnouncementState.SENDING, in_time, ~stopped


def _is_unfinished() -> tuple[sa.ColumnElement[bool], ...]:
    return (ANNOUNCEMENTS.c.state.in_([AnnouncementState.SENDING, AnnouncementState.PAUSED]),)


def _has_begun() -> tuple[sa.ColumnElement[bool], ...]:
    """Return what holds of all that may have deliveries under way; a cancelled one may, for a moment."""
    return (ANNOUNCEMENTS.c.state.not_in([AnnouncementState.DRAFT, AnnouncementState.DONE]),)


def _is_free(now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.or_(_C.lease_until.is_(None), _C.lease_until < now)


def _is_free_of(announcement_id: str, now: dt.datetime) -> tuple[sa.ColumnElement[bool], ...]:
    its_pending = (_C.announcement_id == announcement_id, _C.state == DeliveryState.PENDING)
    return *its_pending, _is_free(now), _C.chat_id.is_not(None)


def _is_due_single(begun: _Begun, now: dt.datetime) -> tuple[sa.ColumnElement[bool], ...]:
    is_due = _C.due_at <= begun.at
    if begun.at > now:  # the clock was set back; what was tried already is put off by seconds, not until a time of day
        is_due |= _C.attempts > 0
    return *_is_free_of(begun.id, now), is_due, _C.is_digest == sa.false()


def _is_due_digest(announcement_id: str, now: dt.datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return *_is_free_of(announcement_id, now), _C.due_at <= now, _C.is_digest == sa.true()


def _any_due(begun: _Begun, now: dt.datetime) -> sa.ColumnElement[bool]:
    return sa.or_(sa.exists().where(*_is_due_single(begun, now)), sa.exists().where(*_is_due_digest(begun.id, now)))


# built once: they are carried out many times a second
_MARK: Final = (
    sa.update(DELIVERIES)
    .where(
        _C.id.in_(sa.bindparam("ids", expanding=True)),
        _C.claimed_by == sa.bindparam("owner"),
        _C.state == DeliveryState.PENDING,
        _C.announcement_id.in_(sa.select(ANNOUNCEMENTS.c.id).where(*_is_open(sa.bindparam("at", type_=Moment())))),
    )
    .values(
        state=DeliveryState.SENDING,
        lease_until=sa.bindparam("new_lease", type_=Moment()),
        attempts=_C.attempts + 1,
    )
    .returning(_C.id)
)
# a lease that ran out during a long call made it uncertain; what is known now is better
_SETTLE: Final = (
    sa.update(DELIVERIES)
    .where(
        _C.id == sa.bindparam("which"),
        _C.claimed_by == sa.bindparam("owner"),
        sa.or_(_C.state == DeliveryState.SENDING, _C.state == DeliveryState.UNCERTAIN),
    )
    .values(
        state=sa.bindparam("new_state", type_=sa.String),
        message_id=sa.func.coalesce(sa.bindparam("new_message_id", type_=sa.BigInteger), _C.message_id),
        reason=sa.bindparam("new_reason"),
        settled_at=sa.bindparam("new_settled_at"),
        due_at=sa.func.coalesce(sa.bindparam("new_due_at", type_=Moment()), _C.due_at),
        lease_until=None,
        claimed_by=sa.bindparam("new_owner", type_=sa.String),
    )
)
