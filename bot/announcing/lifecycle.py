"""The states of an announcement and the steps between them, as values: what may be done, and why not."""

import enum
from collections.abc import Mapping
from typing import Final

from bot.storage.announcement_records import Announcement, AnnouncementState


class Action(enum.StrEnum):
    """What an administrator does with an approved announcement."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"


class Refusal(enum.StrEnum):
    """Why something cannot be done."""

    UNKNOWN = "unknown"
    BROKEN_FILE = "broken-file"
    ALREADY = "already"
    NOT_NOW = "not-now"
    SAME_ADMIN = "same-admin"
    EXPIRED = "expired"
    IN_THE_PAST = "in-the-past"
    NOTHING_SENT = "nothing-sent"
    TAKEN = "taken"
    UNWRITTEN = "unwritten"
    UNCHANGED = "unchanged"


_DRAFT, _APPROVED, _SENDING = AnnouncementState.DRAFT, AnnouncementState.APPROVED, AnnouncementState.SENDING
_PAUSED, _CANCELLED = AnnouncementState.PAUSED, AnnouncementState.CANCELLED
_STEPS: Final[Mapping[Action, Mapping[AnnouncementState, AnnouncementState]]] = {
    Action.PAUSE: {_APPROVED: _PAUSED, _SENDING: _PAUSED},
    Action.RESUME: {_PAUSED: _SENDING},
    Action.CANCEL: dict.fromkeys((_DRAFT, _APPROVED, _SENDING, _PAUSED), _CANCELLED),
}


def next_state(action: Action, announcement: Announcement) -> AnnouncementState | Refusal:
    """Return where ``action`` leads from the announcement's state, or why it leads nowhere.

    What was paused before it began is approved again: it still waits for its time.
    """
    target = _STEPS[action].get(announcement.state)
    if target is None:
        done = {*_STEPS[action].values()}
        return Refusal.ALREADY if announcement.state in done else Refusal.NOT_NOW
    if target is _SENDING and announcement.started_at is None:
        return _APPROVED
    return target
