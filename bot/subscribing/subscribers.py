"""Subscribers: where they are kept, and what can change about one, as plain functions from one value to the next."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Protocol

from bot.storage.records import EVERYTHING, Subscriber, SubscriberState, Timing

Change = Callable[[Subscriber], Subscriber]


class SubscriberStore(Protocol):
    """Where subscribers are kept; what is pending for them follows every change."""

    async def subscriber(self, chat_id: int) -> Subscriber | None:
        """Return the subscriber, or None where the chat never opted in."""
        ...

    async def change(
        self, chat_id: int, change: Change, now: dt.datetime, fresh: Subscriber | None = None
    ) -> Subscriber | None:
        """Change the subscriber in one step and return it; ``fresh`` stands for one that isn't there yet.

        None where there is neither.
        """
        ...

    async def mark_unreachable(self, chat_id: int, reason: str, now: dt.datetime) -> bool:
        """Keep the subscriber but send nothing more, what is pending included; say whether it was active."""
        ...

    async def move(self, old_id: int, new_id: int, now: dt.datetime) -> None:
        """Let the subscriber go on under a new id, with all that belongs to it."""
        ...

    async def forget_idle(self, before: dt.datetime) -> int:
        """Delete subscribers without topics that changed nothing since ``before``; return how many."""
        ...

    async def has_received(self, chat_id: int, announcement_id: str) -> bool:
        """Say whether the announcement was sent to the chat, or is on its way."""
        ...


def follows(subscriber: Subscriber | None, topic: str) -> bool:
    """Say whether the subscriber is told about ``topic``."""
    return subscriber is not None and not {topic, EVERYTHING}.isdisjoint(subscriber.topics)


def subscribed(topic: str, thread_id: int | None) -> Change:
    """Return the change that adds a topic, or everything, and sends announcements to this thread from now on."""

    def change(subscriber: Subscriber) -> Subscriber:
        topics = subscriber.topics
        if topic == EVERYTHING:
            topics = frozenset({EVERYTHING})
        elif EVERYTHING not in topics:
            topics |= {topic}
        return replace(subscriber, topics=topics, thread_id=thread_id, state=SubscriberState.ACTIVE)

    return change


def unsubscribed(topic: str, every_topic: Collection[str]) -> Change:
    """Return the change that takes a topic away; of ``every_topic`` the others stay where it was everything."""

    def change(subscriber: Subscriber) -> Subscriber:
        topics = subscriber.topics
        if topic == EVERYTHING:
            topics = frozenset()
        elif EVERYTHING in topics:
            topics = frozenset(every_topic) - {topic}
        else:
            topics -= {topic}
        return replace(subscriber, topics=topics)

    return change


def spoken_to(language: str) -> Change:
    """Return the change to another language."""
    return lambda subscriber: replace(subscriber, language=language)


def timed(retime: Callable[[Timing], Timing]) -> Change:
    """Return the change of when to write."""
    return lambda subscriber: replace(subscriber, timing=retime(subscriber.timing))


def restored(subscriber: Subscriber) -> Subscriber:
    """Return the subscriber as one that can be written to again."""
    return replace(subscriber, state=SubscriberState.ACTIVE)
