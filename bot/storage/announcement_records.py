"""What the stores of announcing take and give: announcements, their deliveries, and the counts of a report."""

import datetime as dt
import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from bot.knowledge.model import Source

COMMAND_LINE: Final = 0
"""The administrator's id that stands for the command line."""


STOP_SWITCH: Final = "announcing-stopped"
"""The switch that stops all announcing."""


class AnnouncementState(enum.StrEnum):
    """How far an announcement is."""

    DRAFT = "draft"
    """Written; perhaps approved once and waiting for a second administrator."""
    APPROVED = "approved"
    """Its audience is frozen; it starts at once, or when it is scheduled."""
    SENDING = "sending"
    PAUSED = "paused"
    DONE = "done"
    """Nothing is left to send; what is uncertain may be put back into the queue."""
    CANCELLED = "cancelled"


class Origin(enum.StrEnum):
    """Where an announcement was written."""

    FILE = "file"
    CHAT = "chat"
    KNOWLEDGE = "knowledge"


class MissingLanguage(enum.StrEnum):
    """What subscribers get whose language an announcement lacks."""

    FALLBACK = "fallback"
    """The first language that it has."""
    SKIP = "skip"
    """Nothing: they are no part of the audience."""


class DeliveryState(enum.StrEnum):
    """What is known of one copy."""

    PENDING = "pending"
    """Not sent yet; perhaps claimed by a process for the next moments."""
    SENDING = "sending"
    """The call is about to be made, under way, or was under way when its process died."""
    SENT = "sent"
    UNREACHABLE = "unreachable"
    """Telegram says for good that this chat cannot be written to."""
    FAILED = "failed"
    """Telegram refused it for another reason, or all tries were used up."""
    UNCERTAIN = "uncertain"
    """The call was made and nobody knows what came of it; never sent again by itself."""
    EXPIRED = "expired"
    """No longer wanted or too late: cancelled, unsubscribed, past its day."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, frozen: later changes of the knowledge don't reach it.

    ``title`` and ``text`` are by language; the text has its citations as ``[^fact-id]``. ``citations`` names each
    cited fact's sources, and ``sources`` holds them.
    """

    title: Mapping[str, str]
    text: Mapping[str, str]
    citations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    missing: MissingLanguage = MissingLanguage.FALLBACK

    def language_for(self, reader: str) -> str:
        """Return the language that a reader of ``reader`` gets: their own, else the first there is."""
        return reader if reader in self.text else next(iter(self.text))


@dataclass(frozen=True, slots=True)
class Announcement:
    """A text to send, and what has been decided about it.

    ``created_by`` and the approvals are administrators' user ids, 0 for the command line. ``corrects`` is the
    announcement that this one sets right, for those who got it; by editing what they got where ``is_edit``.
    """

    id: str
    topic: str
    origin: Origin
    content: Content
    created_by: int
    created_at: dt.datetime
    state: AnnouncementState = AnnouncementState.DRAFT
    corrects: str | None = None
    is_edit: bool = False
    approved_by: int | None = None
    approved_at: dt.datetime | None = None
    second_approval_by: int | None = None
    scheduled_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    started_at: dt.datetime | None = None
    finished_at: dt.datetime | None = None
    pause_reason: str | None = None
    audience: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """A step from any of ``sources`` to ``target``; ``reason`` is why it pauses, or what its deliveries expire of."""

    sources: Collection[AnnouncementState]
    target: AnnouncementState
    at: dt.datetime
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How many deliveries of an announcement are in each state; the states' counts add up to ``audience``."""

    id: str
    state: AnnouncementState
    audience: int
    counts: Mapping[DeliveryState, int]
    reasons: Mapping[tuple[DeliveryState, str], int] = field(default_factory=dict)

    def count(self, state: DeliveryState) -> int:
        """Return how many deliveries are in ``state``."""
        return self.counts.get(state, 0)

    @property
    def left(self) -> int:
        """How many are still to be sent, those under way included."""
        return self.count(DeliveryState.PENDING) + self.count(DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One copy of an announcement to one subscriber, as claimed. ``message_id`` is the message to be edited, if any."""

    id: int
    announcement_id: str
    chat_id: int
    thread_id: int | None
    language: str
    attempts: int
    message_id: int | None = None


Parcel = tuple[Delivery, ...]
"""Deliveries to one chat that go in one message."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of a delivery. One that stays pending is due again at ``due_at``."""

    delivery_id: int
    state: DeliveryState
    at: dt.datetime
    message_id: int | None = None
    reason: str | None = None
    due_at: dt.datetime | None = None
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One administrative action."""

    at: dt.datetime
    admin_id: int
    action: str
    announcement_id: str | None = None
    detail: str = ""
