"""Questions nobody could answer, and each chat's last one, kept in a SQLite file."""

import datetime as dt

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answering.remembering import PreviousStore, Retention, UnansweredStore
from bot.storage.behind import WriteBehind
from bot.storage.database import migrate
from bot.storage.questions import SqlPreviousStore, SqlUnansweredStore
from bot.storage.records import PreviousQuestion, UnansweredQuestion

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
async def unanswered(engine: AsyncEngine) -> UnansweredStore:
    await migrate(engine)
    return SqlUnansweredStore(engine)


@pytest.fixture
async def behind(engine: AsyncEngine) -> WriteBehind:
    await migrate(engine)
    return WriteBehind(engine)


@pytest.fixture
def previous(engine: AsyncEngine, behind: WriteBehind) -> PreviousStore:
    return SqlPreviousStore(engine, behind)


def a_question(text: str, day: str = "2026-11-22") -> UnansweredQuestion:
    return UnansweredQuestion(text, "en", dt.date.fromisoformat(day), "declined", ("first", "second"))


async def texts(store: UnansweredStore) -> list[str]:
    return [question.text for question in await store.all()]


async def test_a_question_comes_back_as_it_was_kept_with_a_number(unanswered: UnansweredStore) -> None:
    await unanswered.add(a_question("Is there a train?"))

    [kept] = await unanswered.all()

    assert kept.number > 0
    assert (kept.text, kept.language, kept.day, kept.reason, kept.nearest) == (
        "Is there a train?",
        "en",
        dt.date(2026, 11, 22),
        "declined",
        ("first", "second"),
    )


async def test_the_same_question_of_a_day_is_kept_once(unanswered: UnansweredStore) -> None:
    for day in ("2026-11-21", "2026-11-22", "2026-11-22"):
        await unanswered.add(a_question("Is there a train?", day))

    assert len(await unanswered.all()) == 2


async def test_questions_are_forgotten_by_number_or_all(unanswered: UnansweredStore) -> None:
    for text in ("one", "two", "three"):
        await unanswered.add(a_question(text))
    first, *_ = await unanswered.all()

    assert await unanswered.forget([first.number]) == 1
    assert await texts(unanswered) == ["two", "three"]
    assert await unanswered.forget() == 2
    assert await texts(unanswered) == []


async def test_what_a_chat_asked_last_is_kept_for_its_chat_alone(
    engine: AsyncEngine, behind: WriteBehind, previous: PreviousStore
) -> None:
    await previous.remember(1, PreviousQuestion("first", 10, NOW))
    await behind.flush()
    await previous.remember(1, PreviousQuestion("second", 11, NOW + MINUTE))
    assert await previous.previous(1, NOW) == PreviousQuestion("second", 11, NOW + MINUTE)
    await behind.flush()

    another = SqlPreviousStore(engine, WriteBehind(engine))
    for store in (previous, another):
        assert await store.previous(1, NOW) == PreviousQuestion("second", 11, NOW + MINUTE)
    assert await previous.previous(2, NOW) is None


async def test_what_was_asked_too_long_ago_is_not_given(behind: WriteBehind, previous: PreviousStore) -> None:
    await previous.remember(1, PreviousQuestion("first", 10, NOW))
    assert await previous.previous(1, NOW + MINUTE) is None

    await behind.flush()
    assert await previous.previous(1, NOW + MINUTE) is None


async def test_retention_deletes_what_was_kept_long_enough_and_no_more(
    unanswered: UnansweredStore, behind: WriteBehind, previous: PreviousStore
) -> None:
    await unanswered.add(a_question("old", "2026-11-14"))
    await unanswered.add(a_question("young", "2026-11-15"))
    await previous.remember(1, PreviousQuestion("old", 10, NOW - 11 * MINUTE))
    await previous.remember(2, PreviousQuestion("young", 10, NOW - 9 * MINUTE))
    await behind.flush()

    deleted = await Retention(unanswered, previous, unanswered_days=7).apply(NOW)

    long_ago = NOW - dt.timedelta(days=1)
    assert deleted == 2
    assert await texts(unanswered) == ["young"]
    assert await previous.previous(1, long_ago) is None
    assert await previous.previous(2, long_ago) is not None
