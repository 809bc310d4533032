"""What happens for each update, question, press and delivery, and every half minute, by the method that does it."""

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.announcement_records import (
    Announcement,
    AnnouncementState,
    AuditEntry,
    Content,
    DeliveryState,
    Origin,
    Settled,
    Step,
)
from bot.storage.audit import SqlAudit
from bot.storage.behind import WriteBehind
from bot.storage.outbox import SqlOutbox
from bot.storage.records import (
    AnsweredMessage,
    AnswerName,
    PreviousQuestion,
    ReloadOutcome,
    Replica,
    SentChart,
    Subscriber,
    Timing,
    UnansweredQuestion,
    UpdateAside,
)
from bot.storage.send_clock import SqlSendClock
from bot.storage.stores import Stores
from bot.storage.switches import SqlSwitches
from bot.subscribing.timing import due_at
from tests.storage.crowd import NOW

LATER: Final = NOW + dt.timedelta(minutes=1)
IDLE: Final = NOW - dt.timedelta(days=30)
HALF_A_MINUTE: Final = dt.timedelta(seconds=30)
ENTRY: Final = AuditEntry(NOW, 0, "test", "a")
CONTENT: Final = Content({"en": "T"}, {"en": "X"})
DRAFT: Final = Announcement("a", "visas", Origin.CHAT, CONTENT, 0, NOW)
SUBSCRIBER: Final = Subscriber(1, "en", frozenset({"visas", "trade"}))
DIGEST: Final = Subscriber(2, "en", frozenset({"*"}), Timing(digest_hour=8))
ANSWER: Final = AnswerName("entry", "visa-free")


@dataclass(frozen=True, slots=True)
class World:
    """All stores on one database with a little in it: two subscribers, an announcement being sent, another's draft."""

    stores: Stores
    behind: WriteBehind
    outbox: SqlOutbox
    switches: SqlSwitches
    audit: SqlAudit
    clock: SqlSendClock


async def world_on(engine: AsyncEngine) -> World:
    behind = WriteBehind(engine)
    stores = Stores(engine, behind, due_at, shares_updates=False)
    for one in (SUBSCRIBER, DIGEST):
        await stores.subscribers.change(one.chat_id, lambda given: given, NOW, one)
    await stores.subscribers.forget_idle(IDLE)  # all are looked at once, when a process begins
    await stores.announcements.add(DRAFT)
    await stores.announcements.approve("a", ENTRY, None, due_at)
    await stores.announcements.start("a", NOW)
    await stores.announcements.add(replace(DRAFT, id="draft"))
    return World(stores, behind, SqlOutbox(engine, "one"), SqlSwitches(engine), SqlAudit(engine), SqlSendClock(engine))


async def write_all_that_waits(world: World) -> None:
    stores = world.stores
    stores.answered.remember(AnsweredMessage(1, 10, 11, NOW, SentChart("trade", "en", 12)))
    stores.handled.done(7, NOW)
    await stores.previous.remember(1, PreviousQuestion("visas", 10, NOW))
    await stores.asked.count("visa-free")
    await stores.unanswered.add(QUESTION)
    await world.behind.flush()


async def change_everything(world: World) -> None:
    changed = replace(SUBSCRIBER, language="ru", topics=frozenset({"visas"}), timing=Timing(quiet_from=22, quiet_to=8))
    await world.stores.subscribers.change(1, lambda _: changed, LATER)


async def claim_all(world: World) -> list[int]:
    tomorrow = NOW + dt.timedelta(days=1)
    parcels = await world.outbox.claim(tomorrow, 10, tomorrow + dt.timedelta(minutes=1))
    claimed = [delivery.id for parcel in parcels for delivery in parcel]
    assert len(claimed) == 2
    return claimed


async def settle(world: World) -> None:
    claimed = await claim_all(world)
    lease = LATER + dt.timedelta(days=1)
    assert await world.outbox.write(claimed, (), LATER, lease) == set(claimed)
    gone = [Settled(one, DeliveryState.UNREACHABLE, LATER, reason="blocked") for one in claimed]
    await world.outbox.write((), gone, LATER, lease)


async def begin_an_update_after_a_release(world: World) -> None:
    await world.stores.handled.begin(7)
    await world.stores.handled.release(7)
    await world.stores.handled.begin(7)


async def recover(world: World) -> None:
    await world.outbox.recover(LATER, everyone=False)
    await world.outbox.recover(LATER, everyone=True)


async def release(world: World) -> None:
    await world.outbox.release()
    await world.outbox.release([1, 2], LATER)


async def forget_old_answers_of_a_busy_chat(world: World) -> None:
    for number in range(101):
        world.stores.answered.remember(AnsweredMessage(1, number, 1000 + number, NOW))
    await world.behind.flush()
    assert await world.stores.answered.forget_old(NOW) == 1


async def report_a_reload(world: World) -> None:
    number = await world.stores.replicas.ask_for_reload(NOW)
    await world.stores.replicas.report(number, ReloadOutcome(Replica("one", "digest"), (), 1.0))


QUESTION: Final = UnansweredQuestion("why", "en", NOW.date(), "not-understood", ())
STEP: Final = Step((AnnouncementState.SENDING,), AnnouncementState.DONE, LATER)
DONE_OFTEN: Final[dict[str, Callable[[World], Awaitable[object]]]] = {
    "SqlChatStore.language": lambda world: world.stores.chats.language(1),
    "SqlChatStore.set_language": lambda world: world.stores.chats.set_language(1, None, NOW),
    "SqlGroupStore.mentions_only": lambda world: world.stores.groups.mentions_only(-1),
    "SqlGroupStore.set_mentions_only": lambda world: world.stores.groups.set_mentions_only(-1, on=True, now=NOW),
    "SqlGroupStore.move": lambda world: world.stores.groups.move(-1, -100),
    "SqlAskedStore.most": lambda world: world.stores.asked.most(5),
    "SqlPreviousStore.previous": lambda world: world.stores.previous.previous(1, NOW),
    "SqlPreviousStore.forget_before": lambda world: world.stores.previous.forget_before(NOW),
    "SqlAsideStore.keep": lambda world: world.stores.aside.keep([UpdateAside(7, 1, "{}")]),
    "SqlAsideStore.drop": lambda world: world.stores.aside.drop([7, 8]),
    "SqlAsideStore.all": lambda world: world.stores.aside.all(),
    "SqlUnansweredStore.forget_before": lambda world: world.stores.unanswered.forget_before(NOW.date()),
    "SqlVoteStore.vote": lambda world: world.stores.votes.vote(1, ANSWER, "up", NOW),
    "SqlAnsweredStore.answer_to": lambda world: world.stores.answered.answer_to(1, 10),
    "SqlAnsweredStore.forget_old": forget_old_answers_of_a_busy_chat,
    "SqlOwnData.rows": lambda world: world.stores.own_data.rows(1),
    "SqlOwnData.forget": lambda world: world.stores.own_data.forget(1, LATER),
    "SqlPictureStore.file_id": lambda world: world.stores.pictures.file_id(1, "digest"),
    "SqlPictureStore.remember": lambda world: world.stores.pictures.remember(1, "digest", "file"),
    "SqlSubscriberStore.subscriber": lambda world: world.stores.subscribers.subscriber(1),
    "SqlSubscriberStore.change": change_everything,
    "SqlSubscriberStore.mark_unreachable": lambda world: world.stores.subscribers.mark_unreachable(1, "blocked", NOW),
    "SqlSubscriberStore.move": lambda world: world.stores.subscribers.move(1, -100, LATER),
    "SqlSubscriberStore.forget_idle": lambda world: world.stores.subscribers.forget_idle(IDLE + HALF_A_MINUTE),
    "SqlSubscriberStore.has_received": lambda world: world.stores.subscribers.has_received(1, "a"),
    "SqlAnnouncementStore.add": lambda world: world.stores.announcements.add(replace(DRAFT, id="b"), ENTRY),
    "SqlAnnouncementStore.rewrite": lambda world: world.stores.announcements.rewrite("draft", CONTENT, CONTENT, ENTRY),
    "SqlAnnouncementStore.get": lambda world: world.stores.announcements.get("a"),
    "SqlAnnouncementStore.all": lambda world: world.stores.announcements.all(),
    "SqlAnnouncementStore.in_state": lambda world: world.stores.announcements.in_state(AnnouncementState.SENDING),
    "SqlAnnouncementStore.recent": lambda world: world.stores.announcements.recent(5, 0, "visas"),
    "SqlAnnouncementStore.first_approval": lambda world: world.stores.announcements.first_approval("draft", 1, ENTRY),
    "SqlAnnouncementStore.change": lambda world: world.stores.announcements.change("a", STEP, ENTRY),
    "SqlAnnouncementStore.start": lambda world: world.stores.announcements.start("a", NOW),
    "SqlAnnouncementStore.pause": lambda world: world.stores.announcements.pause("a", NOW, "failures"),
    "SqlAnnouncementStore.drop": lambda world: world.stores.announcements.drop("a", NOW, "overdue"),
    "SqlAnnouncementStore.expire": lambda world: world.stores.announcements.expire("a", "expired", NOW),
    "SqlAnnouncementStore.finish": lambda world: world.stores.announcements.finish("a", NOW),
    "SqlAnnouncementStore.requeue_uncertain": lambda world: world.stores.announcements.requeue_uncertain("a", ENTRY),
    "SqlAnnouncementStore.report": lambda world: world.stores.announcements.report("a"),
    "SqlReplicaStore.live": lambda world: world.stores.replicas.live(Replica("one", "digest"), NOW),
    "SqlReplicaStore.leave": lambda world: world.stores.replicas.leave("one"),
    "SqlReplicaStore.alive": lambda world: world.stores.replicas.alive(NOW),
    "SqlReplicaStore.ask_for_reload": lambda world: world.stores.replicas.ask_for_reload(NOW),
    "SqlReplicaStore.newest_reload": lambda world: world.stores.replicas.newest_reload(),
    "SqlReplicaStore.report": report_a_reload,
    "SqlReplicaStore.outcomes": lambda world: world.stores.replicas.outcomes(1),
    "SqlReplicaStore.forget_old": lambda world: world.stores.replicas.forget_old(NOW),
    "AloneHandledUpdates.begin": lambda world: world.stores.handled.begin(7),
    "AloneHandledUpdates.release": begin_an_update_after_a_release,
    "AloneHandledUpdates.forget_old": lambda world: world.stores.handled.forget_old(NOW),
    "SqlOutbox.claim": claim_all,
    "SqlOutbox.write": settle,
    "SqlOutbox.release": release,
    "SqlOutbox.recover": recover,
    "SqlOutbox.move": lambda world: world.outbox.move(1, -100, LATER),
    "SqlSendClock.reserve": lambda world: world.clock.reserve(1.0, 1.0),
    "SqlSendClock.hold": lambda world: world.clock.hold(1.0),
    "SqlSwitches.is_on": lambda world: world.switches.is_on("announcing-stopped"),
    "SqlSwitches.set": lambda world: world.switches.set("announcing-stopped", ENTRY, on=True),
    "SqlAudit.newest": lambda world: world.audit.newest(5),
    "Stores.outbox": lambda world: world.stores.outbox(NOW),
    "Stores.ping": lambda world: world.stores.ping(),
    "WriteBehind.flush": write_all_that_waits,
}
