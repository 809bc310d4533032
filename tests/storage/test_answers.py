"""Which message answered which, with the chart beside it."""

import datetime as dt

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.answers import KEPT_PER_CHAT, SqlAnsweredStore
from bot.storage.behind import WriteBehind
from bot.storage.records import AnsweredMessage, SentChart

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
PLAIN = AnsweredMessage(1, 10, 11, NOW)
WITH_CHART = AnsweredMessage(1, 10, 12, NOW, SentChart("trade", "kk", 13))


@pytest.mark.parametrize("answered", [PLAIN, WITH_CHART], ids=["plain", "with a chart"])
async def test_an_answer_is_known_at_once_and_to_every_process_once_written(
    engine: AsyncEngine, answered: AnsweredMessage
) -> None:
    behind = WriteBehind(engine)
    store = SqlAnsweredStore(engine, behind)
    store.remember(answered)
    assert await store.answer_to(1, 10) == answered

    await behind.flush()

    assert await SqlAnsweredStore(engine, WriteBehind(engine)).answer_to(1, 10) == answered
    assert await store.answer_to(1, 11) is None
    assert await store.answer_to(2, 10) is None


async def test_a_later_answer_takes_an_earlier_ones_place(engine: AsyncEngine) -> None:
    behind = WriteBehind(engine)
    store = SqlAnsweredStore(engine, behind)
    for answered in (WITH_CHART, PLAIN):
        store.remember(answered)
        await behind.flush()

    assert await store.answer_to(1, 10) == PLAIN


async def test_old_answers_and_all_but_a_chats_newest_are_forgotten(engine: AsyncEngine) -> None:
    behind = WriteBehind(engine)
    store = SqlAnsweredStore(engine, behind)
    store.remember(AnsweredMessage(2, 1, 2, NOW - dt.timedelta(hours=49)))
    store.remember(AnsweredMessage(2, 3, 4, NOW - dt.timedelta(hours=47)))
    for number in range(KEPT_PER_CHAT + 5):
        store.remember(AnsweredMessage(1, number, 1000 + number, NOW))
    await behind.flush()

    assert await store.forget_old(NOW) == 6

    assert [await store.answer_to(2, question) is None for question in (1, 3)] == [True, False]
    assert [await store.answer_to(1, question) is None for question in (4, 5)] == [True, False]
