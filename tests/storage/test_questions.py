"""Questions nobody could answer, and each chat's last one, kept in a SQLite file."""

import datetime as dt

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.answering.remembering import PreviousStore, Retention, UnansweredStore
from bot.storage.behind import WriteBehind
from bot.storage.questions import SqlPreviousStore
from bot.storage.records import PreviousQuestion, Subscriber, UnansweredQuestion
from bot.storage.subscribers import SqlSubscriberStore
from bot.storage.unanswered import MOST_A_DAY, SqlUnansweredStore
from bot.subscribing.timing import due_at

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
async def unanswered(engine: AsyncEngine, behind: WriteBehind) -> UnansweredStore:
    return SqlUnansweredStore(engine, behind)


@pytest.fixture
def behind(engine: AsyncEngine) -> WriteBehind:
    return WriteBehind(engine)


@pytest.fixture
def previous(engine: AsyncEngine, behind: WriteBehind) -> PreviousStore:
    return SqlPreviousStore(engine, behind)


def a_question(text: str, day: str = "2026-11-22") -> UnansweredQuestion:
    return UnansweredQuestion(text, "en", dt.date.fromisoformat(day), "declined", ("first", "second"))


async def add(store: UnansweredStore, behind: WriteBehind, *questions: UnansweredQuestion) -> None:
    for question in questions:
        await store.add(question)
    await behind.flush()


async def texts(store: UnansweredStore) -> list[str]:
    return [question.text for question in await store.all()]


async def test_a_question_comes_back_as_it_was_kept_with_a_number(
    unanswered: UnansweredStore, behind: WriteBehind
) -> None:
    await add(unanswered, behind, a_question("Is there a train?"))

    [kept] = await unanswered.all()

    assert kept.number > 0
    assert (kept.text, kept.language, kept.day, kept.reason, kept.nearest) == (
        "Is there a train?",
        "en",
        dt.date(2026, 11, 22),
        "declined",
        ("first", "second"),
    )


async def test_the_same_question_of_a_day_is_kept_once(unanswered: UnansweredStore, behind: WriteBehind) -> None:
    for days in (("2026-11-21", "2026-11-22", "2026-11-22"), ("2026-11-22",)):
        await add(unanswered, behind, *(a_question("Is there a train?", day) for day in days))

    assert len(await unanswered.all()) == 2


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        pytest.param("a\x00b", "a�b", id="the character PostgreSQL refuses"),
        pytest.param("a\ud83db", "a�b", id="half a surrogate pair"),
        pytest.param("'; DROP TABLE unanswered; --", "'; DROP TABLE unanswered; --", id="SQL"),
        pytest.param("%s {0} :text \\", "%s {0} :text \\", id="placeholders"),
        pytest.param("😀 \u202e \x1b[31m", "😀 \u202e \x1b[31m", id="what is only odd"),
    ],
)
async def test_any_text_can_be_kept(
    unanswered: UnansweredStore, previous: PreviousStore, behind: WriteBehind, typed: str, kept: str
) -> None:
    await add(unanswered, behind, a_question(typed))
    await add(unanswered, behind, a_question(typed))
    await previous.remember(1, PreviousQuestion(typed, 10, NOW))
    await behind.flush()

    assert await texts(unanswered) == [kept]
    assert await previous.previous(1, NOW) == PreviousQuestion(kept, 10, NOW)


async def test_of_a_day_only_so_many_questions_are_kept(unanswered: UnansweredStore, behind: WriteBehind) -> None:
    await add(unanswered, behind, *(a_question(f"Question {number}?") for number in range(MOST_A_DAY - 1)))
    await add(unanswered, behind, a_question("Last?"), a_question("Too late?"), a_question("Tomorrow?", "2026-11-23"))
    await add(unanswered, behind, a_question("Later still?"))

    kept = await texts(unanswered)

    assert len(kept) == MOST_A_DAY + 1
    assert kept[-3:] == [f"Question {MOST_A_DAY - 2}?", "Last?", "Tomorrow?"]


@pytest.mark.parametrize(
    ("limit", "deleted", "left"), [(0, 3, []), (2, 1, ["two", "three"]), (3, 0, None), (9, 0, None)]
)
async def test_only_the_newest_questions_are_kept(
    unanswered: UnansweredStore, behind: WriteBehind, limit: int, deleted: int, left: list[str] | None
) -> None:
    await add(unanswered, behind, *map(a_question, ("one", "two", "three")))

    assert await unanswered.keep_newest(limit) == deleted
    assert await texts(unanswered) == (["one", "two", "three"] if left is None else left)


async def test_questions_are_forgotten_by_number_or_all(unanswered: UnansweredStore, behind: WriteBehind) -> None:
    await add(unanswered, behind, *map(a_question, ("one", "two", "three")))
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
    unanswered: UnansweredStore, behind: WriteBehind, previous: PreviousStore, engine: AsyncEngine
) -> None:
    settings = SqlSubscriberStore(engine, due_at)
    for chat_id, days in ((1, 31), (2, 29)):
        someone = Subscriber(chat_id, "en", frozenset())
        await settings.change(chat_id, lambda unchanged: unchanged, NOW - dt.timedelta(days=days), someone)
    await unanswered.add(a_question("old", "2026-11-14"))
    await unanswered.add(a_question("young", "2026-11-15"))
    await previous.remember(1, PreviousQuestion("old", 10, NOW - 11 * MINUTE))
    await previous.remember(2, PreviousQuestion("young", 10, NOW - 9 * MINUTE))
    await behind.flush()

    deleted = await Retention(unanswered, previous, settings, unanswered_days=7).apply(NOW)

    long_ago = NOW - dt.timedelta(days=1)
    assert deleted == 3
    assert await texts(unanswered) == ["young"]
    assert await settings.subscriber(1) is None
    assert await settings.subscriber(2) is not None
    assert await previous.previous(1, long_ago) is None
    assert await previous.previous(2, long_ago) is not None
