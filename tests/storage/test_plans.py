"""What is done often reads no table whole that strangers can make grow, whatever the table has grown to."""

import importlib
import inspect
import pkgutil
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from typing import Final

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

import bot.storage
from bot.storage.behind import WriteBehind
from bot.storage.database import open_engine
from bot.storage.handled import SharedHandledUpdates
from bot.storage.schema import ANSWERS, VOTES
from tests.postgresql import PostgreSQL, run_apart
from tests.storage.crowd import NOW, crowd
from tests.storage.doing import DONE_OFTEN, world_on
from tests.storage.plans import read_whole, statements_on

GROWN_BY_STRANGERS: Final = {
    *("chats", "votes", "previous_questions", "groups", "answers", "handled_updates", "unanswered"),
    *("subscribers", "subscriptions", "deliveries"),
}
SHARED: Final = {"SharedHandledUpdates.begin", "SharedHandledUpdates.release", "SharedHandledUpdates.forget_old"}
FOR_ALL_THERE_IS: Final = {
    # an announcement's whole audience, once for each announcement
    "SqlAnnouncementStore.approve",
    "SqlAnnouncementStore.audience",
    # the curators' own commands, and no more than the number of questions that is kept
    "SqlUnansweredStore.all",
    "SqlUnansweredStore.forget",
    "SqlUnansweredStore.keep_newest",
    "SqlVoteStore.count",
}
ASK_NOTHING: Final = {
    # what is put into a buffer is written by WriteBehind.flush
    *("SqlAskedStore.count", "SqlPreviousStore.remember", "SqlAnsweredStore.remember", "SqlUnansweredStore.add"),
    *("AloneHandledUpdates.done", "SharedHandledUpdates.done", "WriteBehind.buffer", "Reads.reader"),
    *("AloneHandledUpdates.running", "SharedHandledUpdates.running", "WriteBehind.running"),
}


@pytest.fixture(scope="module")
def crowded_url(postgresql: PostgreSQL, migrated_postgresql: str) -> Iterator[str]:
    """The URL of a database with many rows, for all tests: statements are explained there, and change nothing."""
    url = run_apart(postgresql.new_database(like=migrated_postgresql))
    run_apart(crowd(url))
    yield url
    run_apart(postgresql.drop_database(url))


@pytest.fixture
async def planner(request: pytest.FixtureRequest, kind: str, engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """A database of the same kind as ``engine`` that plans as a large one does."""
    if kind == "sqlite":
        yield engine
        return
    opened = open_engine(request.getfixturevalue("crowded_url"))
    yield opened
    await opened.dispose()


def methods_of_stores() -> set[str]:
    """Return the public methods of every class in the stores' room that works on an engine."""
    names = [module.name for module in pkgutil.iter_modules(bot.storage.__path__)]
    modules = [importlib.import_module(f"bot.storage.{name}") for name in names]
    classes = {
        found
        for module in modules
        for _, found in inspect.getmembers(module, inspect.isclass)
        if found.__module__.startswith("bot.storage.") and "engine" in inspect.signature(found).parameters
    }
    return {
        f"{store.__name__}.{name}"
        for store in classes
        if not store.__name__.startswith("_")
        for name, _ in inspect.getmembers(store, inspect.isfunction)
        if not name.startswith("_")
    }


def test_every_method_of_every_store_is_looked_at_or_left_out_for_a_reason() -> None:
    assert methods_of_stores() == {*DONE_OFTEN, *SHARED, *FOR_ALL_THERE_IS, *ASK_NOTHING}


@pytest.mark.parametrize("name", sorted(DONE_OFTEN))
async def test_what_is_done_often_reads_nothing_whole_that_strangers_make_grow(
    engine: AsyncEngine, planner: AsyncEngine, name: str
) -> None:
    world = await world_on(engine)
    with statements_on(engine) as statements:
        await DONE_OFTEN[name](world)

    assert statements
    scanned = await read_whole(planner, statements)
    assert {table: text for table, text in scanned.items() if table in GROWN_BY_STRANGERS} == {}


@pytest.mark.postgresql
async def test_replicas_agree_on_updates_without_reading_all_of_them(
    postgresql_migrated_url: str, crowded_url: str
) -> None:
    async with AsyncExitStack() as stack:
        engine = open_engine(postgresql_migrated_url)
        planner = open_engine(crowded_url)
        stack.push_async_callback(engine.dispose)
        stack.push_async_callback(planner.dispose)
        handled = SharedHandledUpdates(engine, WriteBehind(engine))
        await stack.enter_async_context(handled.running())
        with statements_on(engine) as statements:
            await handled.begin(7)
            await SharedHandledUpdates(engine, WriteBehind(engine)).release(7)
            await handled.forget_old(NOW)

        assert len(statements) == 3
        assert await read_whole(planner, statements) == {}


@pytest.mark.parametrize(
    ("query", "table"),
    [
        (sa.select(VOTES.c.verdict).where(VOTES.c.verdict == "up"), "votes"),
        (sa.select(VOTES.alias().c.verdict), "votes"),
        (sa.select(ANSWERS.c.chat_id).group_by(ANSWERS.c.chat_id).having(sa.func.count() > 1), "answers"),
    ],
    ids=["a table", "under another name", "an index"],
)
async def test_reading_all_of_something_is_seen(
    engine: AsyncEngine, planner: AsyncEngine, query: sa.Select[tuple[object]], table: str
) -> None:
    with statements_on(engine) as statements:
        async with engine.connect() as connection:
            await connection.execute(query)

    assert set(await read_whole(planner, statements)) == {table}
