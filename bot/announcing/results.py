"""What a try to send leads to, as a value, and what that makes of the delivery."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from bot.storage.announcement_records import Delivery, DeliveryState, Settled

MOST_TRIES: Final = 10
_LONGEST_DELAY_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Sent:
    """Telegram took it."""

    message_id: int


@dataclass(frozen=True, slots=True)
class RetryLater:
    """Surely not sent, and worth another try. ``after_s`` is how long Telegram said to wait, None if it didn't say."""

    reason: str
    after_s: float | None = None


@dataclass(frozen=True, slots=True)
class Unreachable:
    """Telegram says for good that it cannot write to this chat."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The group has become a supergroup with another id."""

    chat_id: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """Telegram refuses this message for a reason that says nothing about the subscriber."""

    reason: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The call was made and it is unknown what came of it."""

    reason: str


SendResult = Sent | RetryLater | Unreachable | Moved | Rejected | Uncertain


def settle(delivery: Delivery, result: SendResult, now: dt.datetime) -> Settled:
    """Return what ``result`` makes of a delivery.

    A flood wait is no try: Telegram says itself when to come again. Other tries are used up at some time. Editing
    a message twice does no harm, so an edit of unknown outcome is simply made again.
    """
    match result:
        case Sent(message_id=message_id):
            return Settled(delivery.id, DeliveryState.SENT, now, message_id)
        case Unreachable(reason=reason):
            return Settled(delivery.id, DeliveryState.UNREACHABLE, now, reason=reason)
        case Moved():
            return Settled(delivery.id, DeliveryState.PENDING, now, due_at=now)
        case Rejected(reason=reason):
            return Settled(delivery.id, DeliveryState.FAILED, now, reason=reason)
        case Uncertain(reason=reason) if delivery.message_id is None:
            return Settled(delivery.id, DeliveryState.UNCERTAIN, now, reason=reason)
        case Uncertain(reason=reason) | RetryLater(reason=reason, after_s=None):
            return _later(delivery, reason, now)
        case RetryLater(reason=reason, after_s=after_s):
            due_at = now + dt.timedelta(seconds=after_s or 0.0)
            return Settled(delivery.id, DeliveryState.PENDING, now, reason=reason, due_at=due_at)


def _later(delivery: Delivery, reason: str, now: dt.datetime) -> Settled:
    if delivery.attempts + 1 >= MOST_TRIES:
        return Settled(delivery.id, DeliveryState.FAILED, now, reason=f"{MOST_TRIES} tries: {reason}")
    delay = dt.timedelta(seconds=min(_LONGEST_DELAY_S, 2.0**delivery.attempts))
    return Settled(delivery.id, DeliveryState.PENDING, now, reason=reason, due_at=now + delay)
