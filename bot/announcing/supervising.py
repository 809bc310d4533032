"""Supervising: announcements start, expire and end in time, and what dead processes left is settled.

Every process does it; each step is taken by one of them, for it is made only where it begins.
"""

import asyncio
import datetime as dt
import itertools
from collections.abc import Callable
from typing import Final, Protocol

import structlog

from bot.errors import StorageError
from bot.storage.announcement_records import Announcement, AnnouncementState, Report
from bot.tasks import until_done

EVERY_S: Final = 0.5
RECOVER_EVERY: Final = 10
AGAIN_S: Final = 2.0
OVERDUE_AFTER: Final = dt.timedelta(hours=1)
OVERDUE: Final = "overdue"
PAST_ITS_DAY: Final = "past its day"
_log = structlog.stdlib.get_logger(__name__)


class Announcements(Protocol):
    """Where announcements are kept."""

    async def in_state(self, *states: AnnouncementState) -> tuple[Announcement, ...]:
        """Return the announcements in one of ``states``, oldest first."""
        ...

    async def start(self, announcement_id: str, now: dt.datetime) -> bool:
        """Begin to send an approved announcement; say whether it was one."""
        ...

    async def pause(self, announcement_id: str, now: dt.datetime, reason: str) -> bool:
        """Pause an announcement that is being sent; say whether it was one."""
        ...

    async def drop(self, announcement_id: str, now: dt.datetime, reason: str) -> bool:
        """Cancel an approved announcement that has not begun; say whether it was one."""
        ...

    async def expire(self, announcement_id: str, reason: str, now: dt.datetime) -> int:
        """Let everything of an announcement that is still pending expire; return how much that was."""
        ...

    async def finish(self, announcement_id: str, now: dt.datetime) -> bool:
        """End an announcement that is being sent and has nothing left to send; say whether it was one."""
        ...

    async def report(self, announcement_id: str) -> Report | None:
        """Return the counts of an announcement's deliveries."""
        ...


class Recovery(Protocol):
    """Where deliveries are kept."""

    async def recover(self, now: dt.datetime, *, everyone: bool) -> int:
        """Settle what dead processes left, and return how many deliveries are uncertain by that."""
        ...


class Deliveries(Protocol):
    """What delivers."""

    async def run(self) -> None:
        """Deliver until cancelled."""
        ...


class Notices(Protocol):
    """Who tells the administrators."""

    async def finished(self, announcement: Announcement, report: Report) -> None:
        """Tell them what came of an announcement."""
        ...

    async def paused(self, announcement_id: str, reason: str) -> None:
        """Tell them that an announcement keeps failing."""
        ...

    async def overdue(self, announcement: Announcement) -> None:
        """Tell them that an announcement was to go out too long ago, and was not."""
        ...


class Supervisor:
    """Looks after the announcements twice a second."""

    def __init__(
        self, announcements: Announcements, recovery: Recovery, notices: Notices, now: Callable[[], dt.datetime]
    ) -> None:
        self._announcements = announcements
        self._recovery = recovery
        self._notices = notices
        self._now = now

    async def recover(self, *, everyone: bool) -> None:
        """Settle what dead processes left: those whose leases have run out, or every one there was."""
        uncertain = await self._recovery.recover(self._now(), everyone=everyone)
        if uncertain:
            _log.warning("deliveries uncertain", count=uncertain)

    async def run(self) -> None:
        """Look after the announcements until cancelled."""
        for turn in itertools.count(1):
            await asyncio.sleep(EVERY_S)
            try:
                if turn % RECOVER_EVERY == 0:
                    await self.recover(everyone=False)
                await self.look()
            except StorageError as error:
                _log.warning("announcements not looked after", reason=error)

    async def look(self) -> None:
        """Take every step that is due now."""
        now = self._now()
        for announcement in await self._announcements.in_state(AnnouncementState.APPROVED, AnnouncementState.SENDING):
            if announcement.state is AnnouncementState.APPROVED:
                await self._begin(announcement, now)
            else:
                await self._end(announcement, now)

    async def pause(self, announcement_id: str, reason: str) -> None:
        """Pause an announcement that keeps failing, and tell the administrators why."""
        if await self._announcements.pause(announcement_id, self._now(), reason):
            _log.error("announcement paused", announcement=announcement_id, reason=reason)
            await self._notices.paused(announcement_id, reason)

    async def _begin(self, announcement: Announcement, now: dt.datetime) -> None:
        scheduled_at = announcement.scheduled_at
        if scheduled_at is not None and scheduled_at > now:
            return
        if scheduled_at is not None and announcement.started_at is None and now - scheduled_at > OVERDUE_AFTER:
            if await self._announcements.drop(announcement.id, now, OVERDUE):
                _log.error("announcement overdue", announcement=announcement.id)
                await self._notices.overdue(announcement)
        elif await self._announcements.start(announcement.id, now):
            _log.info("announcement begun", announcement=announcement.id, audience=announcement.audience)

    async def _end(self, announcement: Announcement, now: dt.datetime) -> None:
        if announcement.expires_at is not None and announcement.expires_at <= now:
            await self._announcements.expire(announcement.id, PAST_ITS_DAY, now)
        if not await self._announcements.finish(announcement.id, now):
            return
        report = await self._announcements.report(announcement.id)
        if report is not None:
            counts = {state.value: count for state, count in report.counts.items()}
            _log.info("announcement done", announcement=announcement.id, **counts)
            await self._notices.finished(announcement, report)


async def announce(loop: Deliveries, supervisor: Supervisor, *, alone: bool) -> None:
    """Deliver and look after announcements until cancelled.

    A process that is ``alone`` knows that every other one is dead, and needs not wait for their leases to run out.
    """
    while True:
        try:
            await supervisor.recover(everyone=alone)
            break
        except StorageError as error:
            _log.warning("announcing not begun", reason=error, again_after_s=AGAIN_S)
            await asyncio.sleep(AGAIN_S)
    await until_done(loop.run(), [supervisor.run()])
