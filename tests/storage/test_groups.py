"""How groups want to be answered, and what is asked most, kept in a SQLite file."""

import asyncio
import datetime as dt

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answering.asked import AskedStore
from bot.storage.asked import SqlAskedStore
from bot.storage.behind import WriteBehind
from bot.storage.chats import SqlChatStore
from bot.storage.groups import SqlGroupStore
from bot.subscribing.groups import GroupStore

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
OLD, NEW = -5, -1_001_234_567_890


@pytest.fixture
async def groups(engine: AsyncEngine) -> GroupStore:
    return SqlGroupStore(engine)


@pytest.fixture
def behind(engine: AsyncEngine) -> WriteBehind:
    return WriteBehind(engine)


@pytest.fixture
def asked(engine: AsyncEngine, behind: WriteBehind) -> AskedStore:
    return SqlAskedStore(engine, behind)


async def test_a_group_that_chose_nothing_is_answered_on_replies_too(groups: GroupStore) -> None:
    assert await groups.mentions_only(OLD) is False


async def test_a_groups_choice_can_be_made_and_taken_back(groups: GroupStore) -> None:
    await groups.set_mentions_only(OLD, True, NOW)
    assert (await groups.mentions_only(OLD), await groups.mentions_only(NEW)) == (True, False)

    await groups.set_mentions_only(OLD, False, NOW)
    assert await groups.mentions_only(OLD) is False


async def test_a_group_that_becomes_a_supergroup_keeps_its_choices(groups: GroupStore, engine: AsyncEngine) -> None:
    chats = SqlChatStore(engine)
    await chats.set_language(OLD, "kk", NOW)
    await groups.set_mentions_only(OLD, True, NOW)

    await groups.move(OLD, NEW)

    assert (await chats.language(NEW), await groups.mentions_only(NEW)) == ("kk", True)
    assert (await chats.language(OLD), await groups.mentions_only(OLD)) == (None, False)


async def test_moving_twice_changes_nothing(groups: GroupStore) -> None:
    await groups.set_mentions_only(OLD, True, NOW)

    await groups.move(OLD, NEW)
    await groups.move(OLD, NEW)

    assert await groups.mentions_only(NEW) is True


async def test_the_most_asked_come_first(asked: AskedStore, behind: WriteBehind) -> None:
    for entry in ("b", "a", "c", "c"):
        await asked.count(entry)
    await behind.flush()

    assert await asked.most(2) == ("c", "a")


async def test_the_most_asked_count_what_is_not_written_yet(asked: AskedStore, behind: WriteBehind) -> None:
    for entry in ("a", "a", "a", "b", "b", "c"):
        await asked.count(entry)
    await behind.flush()
    for entry in ("c", "c", "c", "d"):
        await asked.count(entry)

    assert await asked.most(3) == ("c", "a", "b")
    assert await asked.most(9) == ("c", "a", "b", "d")


async def test_questions_at_the_same_time_are_all_counted(asked: AskedStore, behind: WriteBehind) -> None:
    for _ in range(2):
        await asyncio.gather(*(asked.count("busy") for _ in range(10)), asked.count("idle"), behind.flush())
    await behind.flush()

    assert await asked.most(5) == ("busy", "idle")
