"""The life of announcements and their deliveries, in any order of steps: a state machine on both databases.

A model in memory says after each step what must be stored. Two processes claim, send and die as they like.
"""

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Coroutine
from typing import TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
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
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.outbox import SqlOutbox
from bot.storage.records import Subscriber
from bot.storage.schema import ANNOUNCEMENTS, AUDIT, DELIVERIES, SUBSCRIBERS
from bot.storage.subscribers import SqlSubscriberStore

START = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
LEASE = dt.timedelta(seconds=10)
CHATS = tuple(range(1, 9))
PROCESSES = ("one", "other")
Given = TypeVar("Given")
_PENDING, _SENDING = DeliveryState.PENDING, DeliveryState.SENDING
_OUTCOMES = (
    *(DeliveryState.SENT, DeliveryState.UNREACHABLE, DeliveryState.FAILED, DeliveryState.UNCERTAIN),
    DeliveryState.PENDING,
)


def draft(announcement_id: str = "a") -> Announcement:
    """Return a draft about visas."""
    return Announcement(announcement_id, "visas", Origin.FILE, Content({"en": "T"}, {"en": "X"}), 0, START)


async def subscribe(engine: AsyncEngine, *chats: int) -> None:
    """Subscribe chats to everything."""
    store = SqlSubscriberStore(engine, lambda _timing, at: at)
    for chat in chats:
        fresh = Subscriber(chat, "en", frozenset({"*"}))
        await store.change(chat, lambda subscriber: subscriber, START, fresh)


class Machine(RuleBasedStateMachine):
    """One announcement to eight chats, and what two processes and an administrator do with it."""

    engine: AsyncEngine
    runner: asyncio.Runner

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.state = AnnouncementState.SENDING
        self.model: dict[int, DeliveryState] = {}
        self.claims: dict[int, tuple[str, dt.datetime]] = {}
        self.due: dict[int, dt.datetime] = {}
        self.do(self.begin())

    def do(self, work: Coroutine[object, object, Given]) -> Given:
        """Run something on the machine's loop."""
        return self.runner.run(work)

    async def begin(self) -> None:
        """Empty the tables and send an announcement to everyone."""
        self.store = SqlAnnouncementStore(self.engine)
        self.outboxes = {name: SqlOutbox(self.engine, name) for name in PROCESSES}
        async with self.engine.begin() as connection:
            for table in (DELIVERIES, ANNOUNCEMENTS, AUDIT, SUBSCRIBERS):
                await connection.execute(sa.delete(table))
        await subscribe(self.engine, *CHATS)
        await self.store.add(draft())
        assert await self.store.approve("a", AuditEntry(START, 0, "approve", "a"), None, lambda _, at: at) == len(CHATS)
        assert await self.store.start("a", START)
        async with self.engine.connect() as connection:
            ids = (await connection.execute(sa.select(DELIVERIES.c.id))).scalars().all()
        self.model = dict.fromkeys(ids, _PENDING)
        self.due = dict.fromkeys(ids, START)

    def _is_free(self, one: int) -> bool:
        return one not in self.claims or self.claims[one][1] < self.now

    @rule(process=st.sampled_from(PROCESSES), limit=st.integers(1, 5))
    def claim(self, process: str, limit: int) -> None:
        """A process claims what is due and free."""
        free = {
            one
            for one, state in self.model.items()
            if state is _PENDING and self._is_free(one) and self.due[one] <= self.now
        }
        parcels = self.do(self.outboxes[process].claim(self.now, limit, self.now + LEASE))
        taken = [delivery.id for parcel in parcels for delivery in parcel]
        expected = min(limit, len(free)) if self.state is AnnouncementState.SENDING else 0
        assert len(taken) == expected
        assert set(taken) <= free
        self.claims |= dict.fromkeys(taken, (process, self.now + LEASE))

    @rule(process=st.sampled_from(PROCESSES), data=st.data())
    def mark(self, process: str, data: st.DataObject) -> None:
        """A process is about to send some of what it may think is its own."""
        others = data.draw(st.sets(st.sampled_from(sorted(self.model)), max_size=1))
        chosen = others | {one for one, (owner, _) in self.claims.items() if owner == process}
        mine = {one for one in chosen if self.claims.get(one, ("", START))[0] == process}
        may = {one for one in mine if self.model[one] is _PENDING and self.state is AnnouncementState.SENDING}
        assert self.do(self.outboxes[process].write(sorted(chosen), [], self.now, self.now + LEASE)) == may
        self.model |= dict.fromkeys(may, _SENDING)
        self.claims |= dict.fromkeys(may, (process, self.now + LEASE))

    @precondition(lambda self: _SENDING in self.model.values())
    @rule(outcome=st.sampled_from(_OUTCOMES), data=st.data())
    def settle(self, outcome: DeliveryState, data: st.DataObject) -> None:
        """A process learns what came of a call; one that is not the sender cannot say anything."""
        one = data.draw(st.sampled_from(sorted(one for one, state in self.model.items() if state is _SENDING)))
        process = data.draw(st.sampled_from([self.claims[one][0], *PROCESSES]))
        due_at = self.now + dt.timedelta(seconds=3) if outcome is _PENDING else None
        settled = Settled(one, outcome, self.now, 5 if outcome is DeliveryState.SENT else None, "why", due_at)
        self.do(self.outboxes[process].write([], [settled], self.now, self.now + LEASE))
        if self.claims[one][0] == process:
            self.model[one] = outcome
            if due_at is not None:
                del self.claims[one]
                self.due[one] = due_at

    @rule(seconds=st.sampled_from([1, 4, 11]))
    def wait(self, seconds: int) -> None:
        """Time goes by, and who looks after it finds leases that have run out."""
        self.now += dt.timedelta(seconds=seconds)
        dead = {one for one, state in self.model.items() if state is _SENDING and self.claims[one][1] < self.now}
        if self.state is AnnouncementState.DONE:
            dead = set()
        assert self.do(self.outboxes["one"].recover(self.now, everyone=False)) == len(dead)
        self.model |= dict.fromkeys(dead, DeliveryState.UNCERTAIN)

    @rule(goal=st.sampled_from([AnnouncementState.PAUSED, AnnouncementState.SENDING, AnnouncementState.CANCELLED]))
    def step(self, goal: AnnouncementState) -> None:
        """An administrator pauses, resumes or cancels."""
        source = AnnouncementState.PAUSED if goal is AnnouncementState.SENDING else AnnouncementState.SENDING
        is_done = self.do(self.store.change("a", Step((source,), goal, self.now, "why")))
        assert is_done is (self.state is source)
        if is_done:
            self.state = goal
            if goal is AnnouncementState.CANCELLED:
                left = [one for one, state in self.model.items() if state is _PENDING]
                self.model |= dict.fromkeys(left, DeliveryState.EXPIRED)

    @rule()
    def finish(self) -> None:
        """Whoever looks after it ends it when nothing is left."""
        is_over = self.state is AnnouncementState.SENDING and not {_PENDING, _SENDING} & set(self.model.values())
        assert self.do(self.store.finish("a", self.now)) is is_over
        if is_over:
            self.state = AnnouncementState.DONE

    @precondition(lambda self: self.state is not AnnouncementState.CANCELLED)
    @rule()
    def requeue(self) -> None:
        """An administrator sends again what is uncertain."""
        uncertain = [one for one, state in self.model.items() if state is DeliveryState.UNCERTAIN]
        assert self.do(self.store.requeue_uncertain("a", AuditEntry(self.now, 0, "requeue", "a"))) == len(uncertain)
        self.model |= dict.fromkeys(uncertain, _PENDING)
        self.due |= dict.fromkeys(uncertain, self.now)
        for one in uncertain:
            self.claims.pop(one, None)
        if uncertain and self.state is AnnouncementState.DONE:
            self.state = AnnouncementState.SENDING

    @invariant()
    def report_is_exact(self) -> None:
        """The report says what the model says, and its sum is the audience."""
        report = self.do(self.store.report("a"))
        assert report is not None
        assert report.state is self.state
        assert dict(report.counts) == Counter(self.model.values())
        assert sum(report.counts.values()) == report.audience == len(CHATS)


def test_any_order_of_steps_leaves_what_the_model_says(engine: AsyncEngine) -> None:
    with asyncio.Runner() as runner:
        machine = type("MachineHere", (Machine,), {"engine": engine, "runner": runner})
        chosen = settings(
            max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        )
        run_state_machine_as_test(machine, settings=chosen)
        runner.run(engine.dispose())
