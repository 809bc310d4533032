"""Running processes and wishes to read the knowledge anew."""

import datetime as dt

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.records import ReloadOutcome, Replica
from bot.storage.replicas import SqlReplicaStore

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def store(engine: AsyncEngine) -> SqlReplicaStore:
    return SqlReplicaStore(engine)


async def test_who_said_so_lately_lives_until_it_leaves(store: SqlReplicaStore) -> None:
    await store.live(Replica("b", "old"), NOW)
    await store.live(Replica("a", "old"), NOW - dt.timedelta(seconds=14))
    await store.live(Replica("silent", "old"), NOW - dt.timedelta(seconds=16))
    await store.live(Replica("b", "new"), NOW)
    assert await store.alive(NOW) == (Replica("a", "old"), Replica("b", "new"))

    await store.leave("a")

    assert await store.alive(NOW) == (Replica("b", "new"),)


async def test_a_wish_has_a_number_and_outcomes(store: SqlReplicaStore) -> None:
    assert await store.newest_reload() == 0
    first, second = await store.ask_for_reload(NOW), await store.ask_for_reload(NOW)
    assert (second > first, await store.newest_reload()) == (True, second)
    done = ReloadOutcome(Replica("a", "new"), (), 1.5)
    refused = ReloadOutcome(Replica("b", "old"), ("x.yaml:1: bad", "y.yaml:2: worse"), 0.5)

    for outcome in (refused, done):
        await store.report(second, outcome)

    assert await store.outcomes(second) == (done, refused)
    assert await store.outcomes(first) == ()


async def test_what_is_over_is_forgotten_and_numbers_are_not_given_twice(store: SqlReplicaStore) -> None:
    await store.live(Replica("gone", "old"), NOW - 2 * DAY)
    wish = await store.ask_for_reload(NOW - 2 * DAY)
    await store.report(wish, ReloadOutcome(Replica("gone", "old"), (), 1.0))

    assert await store.forget_old(NOW) == 2

    assert await store.outcomes(wish) == ()
    assert await store.ask_for_reload(NOW) > wish
