"""What administrators do with announcements, from wherever they do it: each action with its rules and its audit entry.

Who is an administrator is checked by whoever calls.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from bot.announcing.lifecycle import Action, Refusal, next_state
from bot.storage.announcement_records import (
    STOP_SWITCH,
    Announcement,
    AnnouncementState,
    AuditEntry,
    Report,
    Step,
)
from bot.storage.records import Timing

_REASONS: Final = {Action.PAUSE: "paused by an administrator", Action.CANCEL: "cancelled by an administrator"}
_GRACE: Final = dt.timedelta(minutes=1)

Due = Callable[[Timing, dt.datetime], dt.datetime]
Drafts = Callable[[], Mapping[str, Announcement]]


@dataclass(frozen=True, slots=True)
class Approved:
    """The audience is frozen."""

    audience: int


@dataclass(frozen=True, slots=True)
class SecondNeeded:
    """Approved once; so many recipients need another administrator's approval too."""

    audience: int


@dataclass(frozen=True, slots=True)
class Done:
    """It is done; the announcement is in this state now."""

    state: AnnouncementState


class Announcements(Protocol):
    """Where announcements are kept."""

    async def add(self, announcement: Announcement, entry: AuditEntry | None = None) -> bool:
        """Keep a new announcement; False where its id is taken."""
        ...

    async def get(self, announcement_id: str) -> Announcement | None:
        """Return an announcement, or None if there is no such one."""
        ...

    async def all(self) -> tuple[Announcement, ...]:
        """Return every announcement, oldest first."""
        ...

    async def audience(self, announcement: Announcement) -> int:
        """Return how many subscribers an announcement would go to now."""
        ...

    async def first_approval(
        self, announcement_id: str, admin_id: int, entry: AuditEntry, scheduled_at: dt.datetime | None = None
    ) -> bool:
        """Note the first of two approvals of a draft, and for when; False where it is no draft or has it already."""
        ...

    async def approve(
        self, announcement_id: str, entry: AuditEntry, scheduled_at: dt.datetime | None, due: Due
    ) -> int | None:
        """Approve a draft and freeze its audience; return how many that are, or None where it is no draft."""
        ...

    async def change(self, announcement_id: str, change: Step, entry: AuditEntry | None = None) -> bool:
        """Take a step if the announcement is where the step begins; say whether it was."""
        ...

    async def requeue_uncertain(self, announcement_id: str, entry: AuditEntry) -> int:
        """Put every uncertain delivery back into the queue, and go on sending; return how many they are."""
        ...

    async def report(self, announcement_id: str) -> Report | None:
        """Return the counts of an announcement's deliveries."""
        ...


class Switches(Protocol):
    """What is switched for all processes at once."""

    async def is_on(self, name: str) -> bool:
        """Say whether a switch is on."""
        ...

    async def set(self, name: str, entry: AuditEntry, *, on: bool) -> None:
        """Switch it, and note who did."""
        ...


class Administration:
    """The administrators' actions. ``drafts`` gives what lies in files and is not taken in yet."""

    def __init__(
        self,
        announcements: Announcements,
        switches: Switches,
        drafts: Drafts,
        due: Due,
        second_above: int | None,
    ) -> None:
        self._announcements = announcements
        self._switches = switches
        self._drafts = drafts
        self._due = due
        self._second_above = second_above

    async def all(self) -> tuple[Announcement, ...]:
        """Return every announcement, those in files that are not taken in yet last."""
        known = await self._announcements.all()
        ids = {announcement.id for announcement in known}
        return (*known, *(draft for draft in self._drafts().values() if draft.id not in ids))

    async def get(self, announcement_id: str) -> Announcement | None:
        """Return an announcement, one in a file included, or None if there is no such one."""
        return await self._announcements.get(announcement_id) or self._drafts().get(announcement_id)

    async def report(self, announcement_id: str) -> Report | None:
        """Return the counts of an announcement's deliveries, all 0 for one in a file, or None if there is none."""
        report = await self._announcements.report(announcement_id)
        if report is None and announcement_id in self._drafts():
            return Report(announcement_id, AnnouncementState.DRAFT, 0, {})
        return report

    async def audience(self, announcement: Announcement) -> int:
        """Return how many subscribers an announcement would go to now."""
        return await self._announcements.audience(announcement)

    async def approve(
        self, announcement_id: str, admin_id: int, now: dt.datetime, at: dt.datetime | None = None
    ) -> Approved | SecondNeeded | Refusal:
        """Approve a draft, for ``at`` if given, and freeze its audience; it begins as soon as it may.

        The second of two approvals is for the moment that the first one was for, unless it gives another.
        """
        announcement = await self._taken_in(announcement_id)
        if announcement is None:
            return Refusal.UNKNOWN
        at = at or announcement.scheduled_at
        if refusal := _not_approvable(announcement, now, at) or await self._says_nothing_new(announcement):
            return refusal
        audience = await self._announcements.audience(announcement)
        needs_second = self._second_above is not None and audience > self._second_above
        if needs_second and announcement.approved_by is None:
            entry = AuditEntry(now, admin_id, "approve-first", announcement_id, f"{audience} recipients")
            is_first = await self._announcements.first_approval(announcement_id, admin_id, entry, at)
            return SecondNeeded(audience) if is_first else Refusal.ALREADY
        if announcement.approved_by == admin_id:
            return Refusal.SAME_ADMIN
        detail = "" if at is None else f"for {at.isoformat()}"
        entry = AuditEntry(now, admin_id, "approve", announcement_id, detail)
        frozen = await self._announcements.approve(announcement_id, entry, at, self._due)
        return Refusal.ALREADY if frozen is None else Approved(frozen)

    async def act(self, action: Action, announcement_id: str, admin_id: int, now: dt.datetime) -> Done | Refusal:
        """Pause, resume or cancel an announcement; every process follows at its next delivery."""
        while True:
            announcement = await self._announcements.get(announcement_id)
            if announcement is None:
                return Refusal.NOT_NOW if announcement_id in self._drafts() else Refusal.UNKNOWN
            target = next_state(action, announcement)
            if isinstance(target, Refusal):
                return target
            step = Step((announcement.state,), target, now, _REASONS.get(action))
            if await self._announcements.change(
                announcement_id, step, AuditEntry(now, admin_id, action, announcement_id)
            ):
                return Done(target)

    async def requeue_uncertain(self, announcement_id: str, admin_id: int, now: dt.datetime) -> int | Refusal:
        """Send again what may have arrived or not, knowing that some get it twice; return how many these are."""
        announcement = await self._announcements.get(announcement_id)
        if announcement is None:
            return Refusal.NOT_NOW if announcement_id in self._drafts() else Refusal.UNKNOWN
        if announcement.state is AnnouncementState.CANCELLED:
            return Refusal.NOT_NOW
        if announcement.expires_at is not None and announcement.expires_at <= now:
            return Refusal.EXPIRED
        entry = AuditEntry(now, admin_id, "requeue-uncertain", announcement_id)
        return await self._announcements.requeue_uncertain(announcement_id, entry)

    async def correct(self, correction: Announcement, admin_id: int, now: dt.datetime) -> Done | Refusal:
        """Take in a correction of an announcement that was sent, as a draft for those who got it."""
        corrected = await self._announcements.get(correction.corrects or "")
        if corrected is None:
            return Refusal.UNKNOWN
        if corrected.started_at is None:
            return Refusal.NOTHING_SENT
        detail = f"of {corrected.id}, {'by editing' if correction.is_edit else 'by a message'}"
        entry = AuditEntry(now, admin_id, "correct", correction.id, detail)
        added = await self._announcements.add(replace(correction, created_by=admin_id), entry)
        return Done(AnnouncementState.DRAFT) if added else Refusal.TAKEN

    async def is_stopped(self) -> bool:
        """Say whether all announcing is stopped."""
        return await self._switches.is_on(STOP_SWITCH)

    async def stop_all(self, admin_id: int, now: dt.datetime) -> None:
        """Stop all announcing at once, in every process."""
        await self._switches.set(STOP_SWITCH, AuditEntry(now, admin_id, "stop-all"), on=True)

    async def resume_all(self, admin_id: int, now: dt.datetime) -> None:
        """Let announcing go on."""
        await self._switches.set(STOP_SWITCH, AuditEntry(now, admin_id, "resume-all"), on=False)

    async def _says_nothing_new(self, announcement: Announcement) -> Refusal | None:
        corrected = None if announcement.corrects is None else await self._announcements.get(announcement.corrects)
        if corrected is None:
            return None
        old, new = corrected.content, announcement.content
        return Refusal.UNCHANGED if (old.title, old.text) == (new.title, new.text) else None

    async def _taken_in(self, announcement_id: str) -> Announcement | None:
        announcement = await self._announcements.get(announcement_id)
        if announcement is None and (draft := self._drafts().get(announcement_id)) is not None:
            await self._announcements.add(draft)
            announcement = await self._announcements.get(announcement_id)
        return announcement


def _not_approvable(announcement: Announcement, now: dt.datetime, at: dt.datetime | None) -> Refusal | None:
    if announcement.state is not AnnouncementState.DRAFT:
        return Refusal.ALREADY
    if not announcement.content.text:
        return Refusal.UNWRITTEN
    if announcement.expires_at is not None and announcement.expires_at <= max(now, at or now):
        return Refusal.EXPIRED
    if at is not None and at < now - _GRACE:
        return Refusal.IN_THE_PAST
    return None
