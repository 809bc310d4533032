"""The announcements in a knowledge directory that may be taken in, read anew when their files have changed."""

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from bot.announcing.files import FOLDER, drafted, read_announcements
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.nodes import Problem
from bot.storage.announcement_records import Announcement

_Stamp = tuple[tuple[str, int, int], ...]


class FileDrafts:
    """Gives drafts by id, and keeps what is wrong with the files; ``knowledge`` is asked for when files are read."""

    def __init__(self, directory: Path, knowledge: Callable[[], KnowledgeBase], now: Callable[[], dt.datetime]) -> None:
        self._directory = directory
        self._knowledge = knowledge
        self._now = now
        self._stamp: _Stamp | None = None
        self._read: Mapping[str, Announcement] = {}
        self.problems: tuple[Problem, ...] = ()

    def __call__(self) -> Mapping[str, Announcement]:
        """Return the drafts by id.

        Raises:
            KnowledgeError: if the knowledge itself doesn't load.
        """
        stamp = self._look()
        if stamp != self._stamp:
            knowledge, now = self._knowledge(), self._now()
            found, self.problems = read_announcements(self._directory, knowledge)
            self._read = {name: drafted(read, knowledge, now) for name, read in found.items()}
            self._stamp = stamp
        return self._read

    def _look(self) -> _Stamp:
        """Return what tells one state of the files from another; one that goes at this moment is gone."""
        seen: list[tuple[str, int, int]] = []
        for path in sorted((self._directory / FOLDER).glob("*.yaml")):
            with suppress(OSError):
                stat = path.stat()
                seen.append((path.name, stat.st_mtime_ns, stat.st_size))
        return tuple(seen)
