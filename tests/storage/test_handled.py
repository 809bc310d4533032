"""Which updates were handled: in the memory of one process, and agreed on by replicas through PostgreSQL."""

import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.behind import WriteBehind
from bot.storage.database import open_engine
from bot.storage.handled import AloneHandledUpdates, SharedHandledUpdates
from bot.storage.records import Claim
from bot.storage.schema import HANDLED_UPDATES
from bot.storage.stores import stores_on
from bot.subscribing.timing import due_at

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@asynccontextmanager
async def replica(engine: AsyncEngine) -> AsyncIterator[tuple[SharedHandledUpdates, WriteBehind]]:
    """A replica's handled updates; what it writes behind is written when the test says so."""
    behind = WriteBehind(engine)
    handled = SharedHandledUpdates(engine, behind)
    async with handled.running():
        yield handled, behind


@pytest.fixture
async def postgresql_engine(postgresql_migrated_url: str) -> AsyncIterator[AsyncEngine]:
    opened = open_engine(postgresql_migrated_url)
    yield opened
    await opened.dispose()


async def let_leases_run_out(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(sa.update(HANDLED_UPDATES).values(lease_until=sa.func.now() - dt.timedelta(seconds=1)))


async def test_alone_an_update_is_begun_once_and_done_once(engine: AsyncEngine) -> None:
    handled = AloneHandledUpdates(engine, WriteBehind(engine))

    assert await handled.begin(7) is Claim.MINE
    assert await handled.begin(7) is Claim.ELSEWHERE
    handled.done(7, NOW)
    assert await handled.begin(7) is Claim.DONE


async def test_alone_what_an_earlier_process_did_is_not_done_again_but_what_it_only_began_is(
    engine: AsyncEngine,
) -> None:
    behind = WriteBehind(engine)
    before = AloneHandledUpdates(engine, behind)
    for update_id in (7, 8, 9):
        await before.begin(update_id)
    before.done(7, NOW)
    before.done(9, NOW)
    await behind.flush()

    after = AloneHandledUpdates(engine, WriteBehind(engine))

    claims = [await after.begin(update_id) for update_id in (7, 8, 9, 10)]
    assert claims == [Claim.DONE, Claim.MINE, Claim.DONE, Claim.MINE]


async def test_alone_what_was_given_back_can_be_begun_again(engine: AsyncEngine) -> None:
    handled = AloneHandledUpdates(engine, WriteBehind(engine))
    await handled.begin(7)

    await handled.release(7)

    assert await handled.begin(7) is Claim.MINE


@pytest.mark.postgresql
async def test_of_two_replicas_one_gets_an_update(postgresql_engine: AsyncEngine) -> None:
    async with replica(postgresql_engine) as (first, _), replica(postgresql_engine) as (second, _):
        assert await first.begin(7) is Claim.MINE
        assert await second.begin(7) is Claim.ELSEWHERE
        assert await first.begin(7) is Claim.ELSEWHERE
        assert await second.begin(8) is Claim.MINE


@pytest.mark.postgresql
async def test_what_one_replica_did_the_other_does_not_do_again(postgresql_engine: AsyncEngine) -> None:
    async with replica(postgresql_engine) as (first, behind), replica(postgresql_engine) as (second, _):
        await first.begin(7)
        first.done(7, NOW)
        assert await first.begin(7) is Claim.DONE
        assert await second.begin(7) is Claim.ELSEWHERE  # not written yet: it is asked again

        await behind.flush()

        assert await second.begin(7) is Claim.DONE
        assert await first.begin(7) is Claim.DONE


@pytest.mark.postgresql
async def test_a_killed_replicas_updates_are_taken_over_when_its_lease_has_run_out(
    postgresql_engine: AsyncEngine,
) -> None:
    async with replica(postgresql_engine) as (killed, _):
        await killed.begin(7)
    async with replica(postgresql_engine) as (second, _), replica(postgresql_engine) as (third, _):
        assert await second.begin(7) is Claim.ELSEWHERE

        await let_leases_run_out(postgresql_engine)

        assert await second.begin(7) is Claim.MINE
        assert await third.begin(7) is Claim.ELSEWHERE


@pytest.mark.postgresql
async def test_what_a_replica_gives_back_another_takes_at_once(postgresql_engine: AsyncEngine) -> None:
    async with replica(postgresql_engine) as (first, _), replica(postgresql_engine) as (second, _):
        await first.begin(7)

        await first.release(7)

        assert await second.begin(7) is Claim.MINE


async def test_old_updates_are_forgotten_and_young_ones_kept(engine: AsyncEngine) -> None:
    behind = WriteBehind(engine)
    handled = AloneHandledUpdates(engine, behind)
    for update_id, age in ((1, dt.timedelta(hours=26)), (2, dt.timedelta(hours=24))):
        await handled.begin(update_id)
        handled.done(update_id, NOW - age)
    await behind.flush()

    assert await handled.forget_old(NOW) == 1

    after = AloneHandledUpdates(engine, WriteBehind(engine))
    assert [await after.begin(update_id) for update_id in (1, 2)] == [Claim.MINE, Claim.DONE]


async def test_only_webhooks_on_postgresql_share_updates(engine: AsyncEngine) -> None:
    async with (
        stores_on(engine, due_at, shares_updates=True) as shared,
        stores_on(engine, due_at, shares_updates=False) as alone,
    ):
        is_postgresql = engine.dialect.name == "postgresql"
        assert isinstance(shared.handled, SharedHandledUpdates) is is_postgresql
        assert isinstance(alone.handled, AloneHandledUpdates)
