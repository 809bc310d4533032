"""Cards that change by themselves: how fast it goes, which cards are followed, and until when."""

import asyncio
import datetime as dt

import pytest
from telegram.error import TimedOut

from bot.answering.document import Document, block
from bot.storage.announcement_records import AnnouncementState, DeliveryState, Report
from bot.tg.progress import EVERY_S, MOST_FOLLOWED, Card, Followed, Shown, Speeds
from bot.tg.sender import Reply, Sender
from tests.unit.tg.fakes import Answer, FakeTelegram, refused

NOW = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
CARD = Card(100, 7, "a", "en")


def report(sent: int, state: AnnouncementState = AnnouncementState.SENDING) -> Report:
    """Return the report of an announcement to a thousand, so many of which are sent."""
    return Report("a", state, 1000, {DeliveryState.SENT: sent, DeliveryState.PENDING: 1000 - sent})


def after(seconds: float) -> dt.datetime:
    """Return a moment later than NOW."""
    return NOW + dt.timedelta(seconds=seconds)


def shown(text: str, *, goes_on: bool) -> Shown:
    """Return a card's content."""
    return Shown(Reply(Document((block(text),)), None, "…"), goes_on)


def edited() -> Answer:
    """Return Telegram's answer to an edit."""
    return Answer(200, {"ok": True, "result": True})


def test_the_speed_is_that_of_the_last_half_minute() -> None:
    speeds = Speeds()

    assert speeds.per_s(report(0), NOW) is None
    assert speeds.per_s(report(100), after(10)) == pytest.approx(10)
    assert speeds.per_s(report(700), after(40)) == pytest.approx(20)


def test_nothing_is_told_of_the_speed_where_nothing_moves() -> None:
    speeds = Speeds()
    speeds.per_s(report(10), NOW)

    assert speeds.per_s(report(10), after(5)) is None
    assert speeds.per_s(report(20, AnnouncementState.PAUSED), after(6)) is None


def test_deliveries_put_back_into_the_queue_begin_a_new_measure() -> None:
    speeds = Speeds()
    speeds.per_s(report(100), NOW)

    assert speeds.per_s(report(50), after(5)) is None
    assert speeds.per_s(report(60), after(10)) == pytest.approx(2)


async def test_a_card_is_edited_until_it_has_come_to_its_end() -> None:
    telegram = FakeTelegram([edited(), edited()])
    followed, texts = Followed(), iter((shown("1", goes_on=True), shown("2", goes_on=False)))
    followed.follow(CARD)

    async def show(_card: Card) -> Shown | None:
        return next(texts)

    for _ in range(3):
        await followed.refresh(Sender(telegram.bot()), show)

    assert [call["text"] for call in telegram.calls] == ["1", "2"]


async def test_a_message_that_is_gone_is_left() -> None:
    telegram = FakeTelegram([refused(400, "Bad Request: message to edit not found")])
    followed, looks = Followed(), 0
    followed.follow(CARD)

    async def show(_card: Card) -> Shown | None:
        nonlocal looks
        looks += 1
        return shown("1", goes_on=True)

    for _ in range(2):
        await followed.refresh(Sender(telegram.bot()), show)

    assert looks == 1


async def test_what_was_opened_meanwhile_is_not_written_over() -> None:
    telegram, followed = FakeTelegram([]), Followed()
    followed.follow(CARD)

    async def show(card: Card) -> Shown | None:
        followed.leave(card.chat_id, card.message_id)
        return shown("1", goes_on=True)

    await followed.refresh(Sender(telegram.bot()), show)

    assert telegram.calls == []


async def test_a_chat_has_one_card_of_an_announcement_and_the_process_so_many() -> None:
    followed, seen = Followed(), list[Card]()
    for number in range(MOST_FOLLOWED + 5):
        followed.follow(Card(number, 1, "a", "en"))
    followed.follow(Card(MOST_FOLLOWED, 2, "a", "en"))

    async def show(card: Card) -> Shown | None:
        seen.append(card)
        return None

    await followed.refresh(Sender(FakeTelegram([]).bot()), show)

    assert len(seen) == MOST_FOLLOWED
    assert Card(MOST_FOLLOWED, 2, "a", "en") in seen
    assert Card(MOST_FOLLOWED, 1, "a", "en") not in seen
    assert Card(0, 1, "a", "en") not in seen


async def test_trouble_with_telegram_ends_nothing() -> None:
    followed, waits, done = Followed(), list[float](), asyncio.Event()
    followed.follow(CARD)

    async def refresh() -> None:
        if len(waits) == 1:
            raise TimedOut
        done.set()
        followed.leave(CARD.chat_id, CARD.message_id)

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    task = asyncio.create_task(followed.keep_fresh(refresh, sleep))
    await asyncio.wait_for(done.wait(), 5)
    task.cancel()

    assert waits == [EVERY_S, EVERY_S]
