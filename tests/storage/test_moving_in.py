"""All subscribers at once: in and out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.chats import SqlChatStore
from bot.storage.database import migrate, open_engine
from bot.storage.moving_in import all_subscribers, staging
from bot.storage.records import EVERYTHING, Subscriber, SubscriberState, Timing
from bot.storage.subscribers import SqlSubscriberStore
from bot.subscribing.subscribers import subscribed
from bot.subscribing.timing import due_at
from tests.storage.ledger import NOW, announce, deliver, ledger

TIMING = Timing("Asia/Tokyo", 9, 22, 7, dt.date(2027, 1, 1))
THREE = (
    Subscriber(-5, "ja", frozenset({EVERYTHING}), TIMING, 42),
    Subscriber(1, "en", frozenset({"visas", "sport"})),
    Subscriber(2, "kk", frozenset(), state=SubscriberState.UNREACHABLE),
)


@pytest.fixture
async def database(engine: AsyncEngine) -> AsyncEngine:
    """An engine on a database with tables."""
    await migrate(engine)
    return engine


async def _kept(engine: AsyncEngine) -> tuple[Subscriber, ...]:
    return tuple([subscriber async for subscriber in all_subscribers(engine)])


def _numbered(subscribers: Sequence[Subscriber]) -> list[tuple[int, Subscriber]]:
    return list(enumerate(subscribers, 1))


async def _break_off(engine: AsyncEngine) -> None:
    async with staging(engine, NOW) as staged:
        await staged.add(_numbered(THREE))
        raise RuntimeError("bad line")


async def test_what_goes_in_comes_out_by_number_however_often_it_goes_in(database: AsyncEngine) -> None:
    for _ in range(2):
        async with staging(database, NOW) as staged:
            await staged.add(_numbered(THREE[1:]))
            await staged.add(_numbered(THREE[:1]))
            await staged.put_in_place()

    assert await _kept(database) == THREE


async def test_who_was_there_is_replaced_and_others_are_left_alone(database: AsyncEngine) -> None:
    store = SqlSubscriberStore(database, due_at)
    for chat_id in (1, 3):
        await store.change(chat_id, subscribed("trade", None), NOW, Subscriber(chat_id, "ru", frozenset()))
    await announce(database, "about-trade", "trade")
    for chat_id in (1, 3):
        await deliver(database, "about-trade", chat_id)

    async with staging(database, NOW) as staged:
        await staged.add(_numbered(THREE))
        await staged.put_in_place()

    assert await _kept(database) == (*THREE, Subscriber(3, "ru", frozenset({"trade"})))
    assert await ledger(database, "chat_id", "state") == [(1, "expired"), (3, "pending")]


async def test_what_is_not_put_in_place_is_dropped(database: AsyncEngine) -> None:
    async with staging(database, NOW) as staged:
        await staged.add(_numbered(THREE))

    with pytest.raises(RuntimeError, match="bad line"):
        await _break_off(database)

    assert await _kept(database) == ()


async def test_the_bot_can_write_while_subscribers_are_staged(database: AsyncEngine) -> None:
    async with staging(database, NOW) as staged:
        await staged.add(_numbered(THREE[:1]))
        await SqlChatStore(database).set_language(1, "kk", NOW)
        await staged.add(_numbered(THREE[1:]))
        await SqlChatStore(database).set_language(2, "kk", NOW)
        assert [number async for number in staged.repeated()] == []
        await SqlChatStore(database).set_language(3, "kk", NOW)
        await staged.put_in_place()

    assert await _kept(database) == THREE


async def test_who_comes_again_is_told_by_number_whatever_batch_they_are_in(database: AsyncEngine) -> None:
    again = replace(THREE[1], language="ru")

    async with staging(database, NOW) as staged:
        await staged.add([(7, THREE[0]), (3, THREE[1]), (9, again)])
        await staged.add([(12, THREE[2]), (10, again)])
        repeated = [found async for found in staged.repeated()]

    assert repeated == [(9, 1), (10, 1)]


@pytest.mark.postgresql
async def test_a_long_file_may_take_as_long_as_it_needs(postgresql_migrated_url: str) -> None:
    engine = open_engine(postgresql_migrated_url)
    told: list[str] = []
    sa.event.listen(engine.sync_engine, "before_cursor_execute", lambda *given: told.append(given[2]))

    async with staging(engine, NOW) as staged:
        await staged.add(_numbered(THREE))
    await engine.dispose()

    assert told.index("SET LOCAL statement_timeout = 0") < told.index("SELECT 1")
    assert "SET LOCAL idle_in_transaction_session_timeout = 0" in told


async def test_many_come_out_whole_beyond_one_page(database: AsyncEngine) -> None:
    many = tuple(replace(THREE[1], chat_id=chat_id) for chat_id in range(1, 4_001))

    async with staging(database, NOW) as staged:
        await staged.add(_numbered(many))
        await staged.put_in_place()

    assert await _kept(database) == many
