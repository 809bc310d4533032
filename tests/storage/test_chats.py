"""What a chat has chosen, kept in a SQLite file."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.chats import SqlChatStore
from bot.storage.database import open_engine
from bot.storage.schema import CHATS
from bot.subscribing.preferences import ChatStore

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
BIG = -1_001_234_567_890


@pytest.fixture
async def store(engine: AsyncEngine) -> ChatStore:
    return SqlChatStore(engine)


async def rows(engine: AsyncEngine) -> list[tuple[int, str, dt.datetime]]:
    async with engine.connect() as connection:
        found = await connection.execute(sa.select(CHATS.c.chat_id, CHATS.c.language, CHATS.c.changed_at))
        return [(chat_id, language, changed_at) for chat_id, language, changed_at in found]


async def test_a_chat_that_chose_nothing_has_no_language(store: ChatStore) -> None:
    assert await store.language(1) is None


async def test_a_choice_is_kept_for_its_chat_alone(store: ChatStore) -> None:
    await store.set_language(1, "kk", NOW)

    assert (await store.language(1), await store.language(2)) == ("kk", None)


async def test_a_new_choice_replaces_the_old_one(store: ChatStore, engine: AsyncEngine) -> None:
    later = NOW + dt.timedelta(days=1)
    await store.set_language(1, "kk", NOW)

    await store.set_language(1, "ja", later)

    assert await store.language(1) == "ja"
    assert [(chat_id, language, at.replace(tzinfo=dt.UTC)) for chat_id, language, at in await rows(engine)] == [
        (1, "ja", later)
    ]


async def test_choosing_none_forgets_the_chat(store: ChatStore, engine: AsyncEngine) -> None:
    await store.set_language(1, "kk", NOW)
    await store.set_language(2, "ru", NOW)

    await store.set_language(1, None, NOW)

    assert await store.language(1) is None
    assert [chat_id for chat_id, _, _ in await rows(engine)] == [2]


async def test_forgetting_an_unknown_chat_does_nothing(store: ChatStore, engine: AsyncEngine) -> None:
    await store.set_language(1, None, NOW)

    assert await rows(engine) == []


async def test_a_groups_large_negative_id_is_kept(store: ChatStore) -> None:
    await store.set_language(BIG, "ru", NOW)

    assert await store.language(BIG) == "ru"


async def test_a_choice_outlives_the_process(store: ChatStore, engine: AsyncEngine, url: str) -> None:
    await store.set_language(1, "ja", NOW)
    await engine.dispose()

    again = open_engine(url)
    try:
        assert await SqlChatStore(again).language(1) == "ja"
    finally:
        await again.dispose()


async def test_many_chats_choose_at_once(store: ChatStore) -> None:
    await asyncio.gather(*(store.set_language(number, "kk", NOW) for number in range(20)))

    found = await asyncio.gather(*(store.language(number) for number in range(20)))

    assert found == ["kk"] * 20
