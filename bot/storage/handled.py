"""Which updates were handled, so that one that Telegram delivers again is not answered again.

Where a single process takes updates, its memory says what is under way and the table what was done before it began.
Replicas agree through the table: one begins an update and holds it by a lease, which it renews for as long as it
works on it. A replica that is killed leaves a lease that runs out.
"""

import asyncio
import datetime as dt
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import sqlalchemy as sa
import structlog
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.batching import Batches
from bot.errors import StorageError
from bot.storage.behind import Buffer, WriteBehind
from bot.storage.database import soon_on_disk
from bot.storage.dialect import insert
from bot.storage.questions import deleted_rows
from bot.storage.records import Claim
from bot.storage.schema import HANDLED_UPDATES

LEASE: Final = dt.timedelta(seconds=15)
RENEW_EVERY_S: Final = 5.0
KEPT_FOR: Final = dt.timedelta(hours=25)
"""Telegram delivers again for 24 hours."""
REMEMBERED: Final = 10_000
_LARGEST_BATCH: Final = 100
_BEGUN: Final = "begun"
_DONE: Final = "done"
_log = structlog.stdlib.get_logger(__name__)


class _HandledUpdates:
    """What both have in common: the table they keep, and how long."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        self._engine = engine
        self._done: Buffer[int, dt.datetime] = behind.buffer(_write_done)
        self._under_way: set[int] = set()

    async def forget_old(self, now: dt.datetime) -> int:
        """Delete what Telegram no longer delivers again at ``now``, and return how much."""
        old = HANDLED_UPDATES.c.lease_until < now - KEPT_FOR
        return await deleted_rows(self._engine, sa.delete(HANDLED_UPDATES).where(old))


class AloneHandledUpdates(_HandledUpdates):
    """For the only process that takes updates: what is under way is in memory, what was done is written behind."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        super().__init__(engine, behind)
        self._recent: OrderedDict[int, None] = OrderedDict()
        self._released: set[int] = set()
        self._newest_before: int | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Nothing runs by itself."""
        yield

    async def begin(self, update_id: int) -> Claim:
        """Say what may be done with an update, and keep it if it is to be handled.

        Raises:
            StorageError: if the database cannot tell now.
        """
        if update_id in self._under_way:
            return Claim.ELSEWHERE
        if update_id in self._recent:
            return Claim.DONE
        self._under_way.add(update_id)
        is_mine = False
        try:
            is_mine = not await self._was_done_before(update_id)
        finally:
            if not is_mine:
                self._under_way.discard(update_id)
        return Claim.MINE if is_mine else Claim.DONE

    def done(self, update_id: int, now: dt.datetime) -> None:
        """Note that an update was handled."""
        self._under_way.discard(update_id)
        self._recent[update_id] = None
        while len(self._recent) > REMEMBERED:
            self._recent.popitem(last=False)
        self._done.put(update_id, now)

    async def release(self, update_id: int) -> None:
        """Give an update back: it was not handled. Before it is begun again, the database must answer."""
        self._under_way.discard(update_id)
        self._released.add(update_id)

    async def _was_done_before(self, update_id: int) -> bool:
        """Ask the table about updates that an earlier process may have handled; not about those that came since."""
        is_new = self._newest_before is not None and update_id > self._newest_before
        if is_new and update_id not in self._released:
            return False
        columns = HANDLED_UPDATES.c
        async with self._engine.connect() as connection:
            if self._newest_before is None:
                self._newest_before = (await connection.execute(sa.select(sa.func.max(columns.update_id)))).scalar()
                self._newest_before = -1 if self._newest_before is None else self._newest_before
            found = sa.select(columns.state).where(columns.update_id == update_id)
            was_done = (await connection.execute(found)).scalar() == _DONE
            self._released.discard(update_id)
            return was_done


class SharedHandledUpdates(_HandledUpdates):
    """For replicas on one PostgreSQL database, whose clock alone decides when a lease has run out."""

    def __init__(self, engine: AsyncEngine, behind: WriteBehind) -> None:
        super().__init__(engine, behind)
        self._begin: Batches[int, Claim] = Batches(self._begin_all, _LARGEST_BATCH)
        self._release: Batches[int, None] = Batches(self._release_all, _LARGEST_BATCH)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Renew leases while inside."""
        renewing = asyncio.create_task(self._keep_renewing())
        try:
            yield
        finally:
            renewing.cancel()
            await asyncio.wait({renewing})

    async def begin(self, update_id: int) -> Claim:
        """Say what may be done with an update, and hold it if it is to be handled.

        Raises:
            StorageError: if the database cannot tell now.
        """
        if update_id in self._under_way:
            return Claim.ELSEWHERE
        if update_id in self._done:
            return Claim.DONE
        self._under_way.add(update_id)
        claim = Claim.ELSEWHERE
        try:
            claim = await self._begin.ask(update_id)
        finally:
            if claim is not Claim.MINE:
                self._under_way.discard(update_id)
        return claim

    def done(self, update_id: int, now: dt.datetime) -> None:
        """Note that an update was handled."""
        self._under_way.discard(update_id)
        self._done.put(update_id, now)

    async def release(self, update_id: int) -> None:
        """Give an update back: it was not handled. Where the database takes nothing, its lease runs out."""
        self._under_way.discard(update_id)
        try:
            await self._release.ask(update_id)
        except StorageError as error:
            _log.warning("an update could not be given back", reason=error)

    async def _begin_all(self, update_ids: Sequence[int]) -> Sequence[Claim]:
        columns, until = HANDLED_UPDATES.c, sa.func.now() + LEASE
        # in order, so that two replicas never wait for each other's rows
        rows = [{"update_id": update_id, "state": _BEGUN, "lease_until": until} for update_id in sorted(update_ids)]
        new = postgresql.insert(HANDLED_UPDATES).values(rows)
        abandoned = (columns.state == _BEGUN) & (columns.lease_until < sa.func.now())
        taken = new.on_conflict_do_update(
            index_elements=["update_id"], set_={"lease_until": until}, where=abandoned
        ).returning(columns.update_id)
        async with self._engine.begin() as connection:
            await soon_on_disk(connection)
            mine = set((await connection.execute(taken)).scalars())
            others = sa.select(columns.update_id).where(columns.update_id.in_(update_ids), columns.state == _DONE)
            done = set((await connection.execute(others)).scalars()) if len(mine) < len(update_ids) else set()
        return [_claim(update_id, mine, done) for update_id in update_ids]

    async def _release_all(self, update_ids: Sequence[int]) -> Sequence[None]:
        columns = HANDLED_UPDATES.c
        held = sa.delete(HANDLED_UPDATES).where(columns.update_id.in_(update_ids), columns.state == _BEGUN)
        async with self._engine.begin() as connection:
            await connection.execute(held)
        return [None] * len(update_ids)

    async def _keep_renewing(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY_S)
            if not self._under_way:
                continue
            columns = HANDLED_UPDATES.c
            held = sa.update(HANDLED_UPDATES).where(columns.update_id.in_(self._under_way), columns.state == _BEGUN)
            try:
                async with self._engine.begin() as connection:
                    await connection.execute(held.values(lease_until=sa.func.now() + LEASE))
            except StorageError as error:
                _log.warning("leases not renewed", reason=error)


def _claim(update_id: int, mine: set[int], done: set[int]) -> Claim:
    if update_id in mine:
        return Claim.MINE
    return Claim.DONE if update_id in done else Claim.ELSEWHERE


async def _write_done(connection: AsyncConnection, done: Sequence[tuple[int, dt.datetime]]) -> None:
    new = insert(connection, HANDLED_UPDATES)
    written = new.on_conflict_do_update(
        index_elements=["update_id"], set_={"state": new.excluded.state, "lease_until": new.excluded.lease_until}
    )
    rows = [{"update_id": update_id, "state": _DONE, "lease_until": at} for update_id, at in done]
    await connection.execute(written, rows)
