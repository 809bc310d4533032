"""Announcements as subscribers read them again: where those that went out are kept."""

from typing import Protocol

from bot.storage.announcement_records import Announcement


class RecentAnnouncements(Protocol):
    """Where announcements are kept."""

    async def recent(self, limit: int, offset: int = 0, topic: str | None = None) -> tuple[Announcement, ...]:
        """Return announcements that were sent or are being sent, newest first; those of one topic where given."""
        ...

    async def get(self, announcement_id: str) -> Announcement | None:
        """Return an announcement, whatever has become of it, or None if there is no such one."""
        ...
