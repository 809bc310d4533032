"""Everything stored about a chat: shown and deleted, whatever the tables are."""

import datetime as dt

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answering.remembering import OwnData
from bot.storage.behind import WriteBehind
from bot.storage.chats import SqlChatStore
from bot.storage.own_data import SqlOwnData
from bot.storage.questions import SqlPreviousStore
from bot.storage.records import AnswerName, PreviousQuestion, UnansweredQuestion
from bot.storage.unanswered import SqlUnansweredStore
from bot.storage.votes import SqlVoteStore

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)


@pytest.fixture
async def own_data(engine: AsyncEngine) -> OwnData:
    """Two chats with data in every table that chats have."""
    behind = WriteBehind(engine)
    for chat_id in (1, 2):
        await SqlChatStore(engine).set_language(chat_id, "kk", NOW)
        await SqlVoteStore(engine).vote(chat_id, AnswerName("entry", "visa"), "up", NOW)
        await SqlPreviousStore(engine, behind).remember(chat_id, PreviousQuestion("a question", 7, NOW))
    return SqlOwnData(engine, behind)


async def test_every_row_of_the_chat_is_shown(own_data: OwnData) -> None:
    rows = await own_data.rows(1)

    assert {row.table for row in rows} == {"chats", "votes", "previous_questions"}
    assert all(dict(row.columns)["chat_id"] == 1 for row in rows)
    [vote] = [dict(row.columns) for row in rows if row.table == "votes"]
    assert (vote["item_id"], vote["verdict"]) == ("visa", "up")


async def test_forgetting_deletes_all_of_one_chat_and_nothing_of_another(own_data: OwnData) -> None:
    await own_data.forget(1, NOW)

    assert await own_data.rows(1) == ()
    assert len(await own_data.rows(2)) == 3


async def test_a_question_for_the_curators_is_of_no_chat(own_data: OwnData, engine: AsyncEngine) -> None:
    behind = WriteBehind(engine)
    unanswered = SqlUnansweredStore(engine, behind)
    await unanswered.add(UnansweredQuestion("train?", "en", NOW.date(), "declined", ()))
    await behind.flush()

    await own_data.forget(1, NOW)

    assert len(await unanswered.all()) == 1
