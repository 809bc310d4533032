"""What chats think of answers, kept in a SQLite file: one vote a chat and answer."""

import datetime as dt

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answering.remembering import VoteStore
from bot.storage.records import AnswerName
from bot.storage.votes import SqlVoteStore

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
VISA = AnswerName("entry", "visa-japanese-kazakhstan")


@pytest.fixture
async def store(engine: AsyncEngine) -> VoteStore:
    return SqlVoteStore(engine)


async def test_an_answer_nobody_voted_on_has_no_votes(store: VoteStore) -> None:
    assert await store.count(VISA) == {}


async def test_a_chat_has_one_vote_an_answer_its_last(store: VoteStore) -> None:
    await store.vote(1, VISA, "up", NOW)
    await store.vote(1, VISA, "down", NOW)
    await store.vote(1, VISA, "outdated", NOW)

    assert await store.count(VISA) == {"outdated": 1}


async def test_votes_of_different_chats_add_up(store: VoteStore) -> None:
    for chat_id in (1, 2, -1_001_234_567_890):
        await store.vote(chat_id, VISA, "up", NOW)

    assert await store.count(VISA) == {"up": 3}


async def test_votes_on_different_answers_stay_apart(store: VoteStore) -> None:
    await store.vote(1, VISA, "up", NOW)
    await store.vote(1, AnswerName("fact", VISA.id), "down", NOW)

    assert await store.count(VISA) == {"up": 1}
