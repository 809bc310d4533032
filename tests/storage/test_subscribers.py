"""Subscribers as they are kept, and what is pending for them."""

import asyncio
import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.behind import WriteBehind
from bot.storage.database import migrate
from bot.storage.own_data import SqlOwnData
from bot.storage.records import EVERYTHING, Subscriber, SubscriberState, Timing
from bot.storage.subscribers import SqlSubscriberStore
from bot.subscribing.subscribers import (
    SubscriberStore,
    restored,
    spoken_to,
    subscribed,
    timed,
    unsubscribed,
)
from bot.subscribing.timing import due_at
from tests.storage.ledger import NOW, announce, deliver, ledger

LATER = NOW + dt.timedelta(days=1)
TOPICS = ("visas", "sport", "trade")
ANA = Subscriber(1, "en", frozenset())


@pytest.fixture
async def store(engine: AsyncEngine) -> SubscriberStore:
    """A store with three topics announced, nobody subscribed."""
    await migrate(engine)
    for topic in TOPICS:
        await announce(engine, f"about-{topic}", topic)
    return SqlSubscriberStore(engine, due_at)


async def test_nobody_is_subscribed_by_asking(store: SubscriberStore) -> None:
    assert await store.subscriber(1) is None
    assert await store.change(1, restored, NOW) is None
    assert await store.subscriber(1) is None


async def test_a_subscriber_is_kept_as_it_was_changed(store: SubscriberStore) -> None:
    timing = Timing("Asia/Almaty", 9, 22, 7, dt.date(2027, 1, 1))

    await store.change(1, subscribed("visas", 5), NOW, ANA)
    await store.change(1, subscribed("sport", 6), NOW, ANA)
    await store.change(1, timed(lambda _: timing), NOW, ANA)
    after = await store.change(1, spoken_to("kk"), NOW, ANA)

    assert after == Subscriber(1, "kk", frozenset({"visas", "sport"}), timing, 6, SubscriberState.ACTIVE)
    assert await store.subscriber(1) == after


async def test_of_everything_the_others_stay_when_one_goes(store: SubscriberStore) -> None:
    await store.change(1, subscribed("visas", None), NOW, ANA)
    everything = await store.change(1, subscribed(EVERYTHING, None), NOW)
    others = await store.change(1, unsubscribed("sport", TOPICS), NOW)
    nothing = await store.change(1, unsubscribed(EVERYTHING, TOPICS), NOW)

    assert everything is not None
    assert everything.topics == {EVERYTHING}
    assert others is not None
    assert others.topics == {"visas", "trade"}
    assert nothing is not None
    assert nothing.topics == frozenset()
    assert await store.subscriber(1) == nothing


async def test_changes_at_the_same_time_do_not_undo_each_other(store: SubscriberStore) -> None:
    await store.change(1, subscribed("visas", None), NOW, ANA)

    await asyncio.gather(*(store.change(1, subscribed(topic, None), NOW, ANA) for topic in ("sport", "trade")))

    after = await store.subscriber(1)
    assert after is not None
    assert after.topics == set(TOPICS)


async def test_unsubscribing_expires_what_is_pending_of_that_topic_alone(
    store: SubscriberStore, engine: AsyncEngine
) -> None:
    for chat_id in (1, 2):
        await store.change(chat_id, subscribed(EVERYTHING, None), NOW, replace(ANA, chat_id=chat_id))
        for topic in TOPICS:
            await deliver(engine, f"about-{topic}", chat_id, "sending" if topic == "trade" else "pending")

    await store.change(1, unsubscribed("visas", TOPICS), LATER)
    await store.change(1, unsubscribed("trade", TOPICS), LATER)

    assert await ledger(engine, "chat_id", "announcement_id", "state", "reason", "settled_at") == [
        (1, "about-visas", "expired", "unsubscribed", LATER),
        (1, "about-sport", "pending", None, None),
        (1, "about-trade", "sending", None, None),
        (2, "about-visas", "pending", None, None),
        (2, "about-sport", "pending", None, None),
        (2, "about-trade", "sending", None, None),
    ]


async def test_a_new_timing_puts_off_what_is_pending(store: SubscriberStore, engine: AsyncEngine) -> None:
    await announce(engine, "scheduled", "visas", NOW + dt.timedelta(days=3))
    await store.change(1, subscribed("visas", None), NOW, ANA)
    await deliver(engine, "about-visas", 1)
    await deliver(engine, "scheduled", 1)
    await deliver(engine, "about-visas", 2)

    await store.change(1, timed(lambda timing: replace(timing, time_zone="Asia/Tokyo", digest_hour=9)), NOW)

    midnight = dt.datetime(2026, 11, 23, 0, 0, tzinfo=dt.UTC)
    assert await ledger(engine, "is_digest", "due_at") == [
        (True, midnight),
        (True, midnight + dt.timedelta(days=3)),
        (False, NOW),
    ]


async def test_another_language_and_thread_go_for_what_is_pending(store: SubscriberStore, engine: AsyncEngine) -> None:
    await store.change(1, subscribed("visas", None), NOW, ANA)
    await deliver(engine, "about-visas", 1)
    await deliver(engine, "about-sport", 1, "sent")

    await store.change(1, spoken_to("ja"), NOW)
    await store.change(1, subscribed("visas", 42), NOW)

    # of sport nothing was pending: it is sent, and stays as it was
    assert await ledger(engine, "language", "thread_id", "state") == [("ja", 42, "pending"), ("en", None, "sent")]


async def test_an_unreachable_subscriber_is_kept_and_can_be_restored(
    store: SubscriberStore, engine: AsyncEngine
) -> None:
    await store.change(1, subscribed("visas", None), NOW, ANA)
    await deliver(engine, "about-visas", 1)

    marked = [await store.mark_unreachable(1, "blocked", LATER) for _ in range(2)]
    unreachable = await store.subscriber(1)
    back = await store.change(1, restored, LATER)

    assert marked == [True, False]
    assert unreachable == replace(ANA, topics=frozenset({"visas"}), state=SubscriberState.UNREACHABLE)
    assert back == replace(ANA, topics=frozenset({"visas"}))
    assert await ledger(engine, "state", "reason", "settled_at") == [("unreachable", "blocked", LATER)]


async def test_a_migrated_group_takes_everything_with_it_however_often_it_is_told(
    store: SubscriberStore, engine: AsyncEngine
) -> None:
    await store.change(1, subscribed("visas", None), NOW, ANA)
    await store.change(2, subscribed("sport", None), NOW, replace(ANA, chat_id=2))
    await deliver(engine, "about-visas", 1)
    await deliver(engine, "about-sport", 1)
    await deliver(engine, "about-sport", 2)

    for _ in range(2):
        await store.move(1, 2, LATER)

    assert await store.subscriber(1) is None
    assert await store.subscriber(2) == Subscriber(2, "en", frozenset({"visas"}))
    assert await ledger(engine, "chat_id", "announcement_id", "state", "reason") == [
        (2, "about-visas", "pending", None),
        (None, "about-sport", "expired", "moved"),
        (2, "about-sport", "pending", None),
    ]


async def test_a_forgotten_chat_is_only_a_number_in_the_reports(store: SubscriberStore, engine: AsyncEngine) -> None:
    await store.change(1, subscribed(EVERYTHING, None), NOW, ANA)
    for topic, state in (("visas", "pending"), ("sport", "sent"), ("trade", "sending")):
        await deliver(engine, f"about-{topic}", 1, state)
    own_data = SqlOwnData(engine, WriteBehind(engine))
    assert {row.table for row in await own_data.rows(1)} == {"subscribers", "subscriptions", "deliveries"}

    await own_data.forget(1, LATER)

    assert await own_data.rows(1) == ()
    assert await store.subscriber(1) is None
    assert await ledger(engine, "chat_id", "message_id", "state", "reason") == [
        (None, None, "expired", "forgotten"),
        (None, None, "sent", None),
        (None, None, "sending", None),
    ]


async def test_settings_without_topics_are_kept_for_a_while(store: SubscriberStore) -> None:
    await store.change(1, timed(lambda timing: replace(timing, digest_hour=9)), NOW, ANA)
    await store.change(2, subscribed("visas", None), NOW, replace(ANA, chat_id=2))

    assert await store.forget_idle(NOW) == 0
    assert await store.forget_idle(NOW + dt.timedelta(seconds=1)) == 1
    assert await store.subscriber(1) is None
    assert await store.subscriber(2) is not None


async def test_who_unsubscribes_after_having_been_looked_at_is_forgotten_in_time_too(store: SubscriberStore) -> None:
    await store.change(1, subscribed("visas", None), NOW, ANA)
    assert await store.forget_idle(LATER) == 0
    await store.change(1, unsubscribed("visas", TOPICS), LATER)

    assert await store.forget_idle(LATER) == 0
    assert await store.forget_idle(LATER + dt.timedelta(days=30)) == 1
    assert await store.subscriber(1) is None


@pytest.mark.parametrize(
    ("state", "received"),
    [("pending", True), ("sending", True), ("sent", True), ("uncertain", True), ("failed", False), ("expired", False)],
)
async def test_what_a_chat_has_received(
    store: SubscriberStore, engine: AsyncEngine, state: str, received: bool
) -> None:
    await deliver(engine, "about-visas", 1, state)

    assert await store.has_received(1, "about-visas") is received
    assert await store.has_received(2, "about-visas") is False
