"""Announcing against a playground: many subscribers, announcements in files, and what the server's own log says."""

import asyncio
import json
import shutil
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa

from bot.playground.wire import JsonObject, get_int, get_str
from bot.storage.database import open_engine
from bot.storage.schema import ANNOUNCEMENTS, DELIVERIES
from tests.e2e.harness import SMALL_KNOWLEDGE, Home, Playground, Program
from tests.e2e.people import Control

ANNOUNCEMENT: Final = "new-visa-rule"
_FILE: Final = """\
id: {id}
topic: visas
title: {{en: A new rule ({id})}}
text: {{en: "Japanese nationals enter without a visa for up to 30 days.[^visa-free-30-days]"}}
"""
_STATES: Final = ("pending", "sending", "sent", "unreachable", "failed", "uncertain", "expired")


@dataclass(frozen=True, slots=True)
class Report:
    """A report of ``kzjp announce report``."""

    state: str
    audience: int
    counts: Counter[str]

    @property
    def is_exact(self) -> bool:
        """Whether the counts add up to the audience."""
        return sum(self.counts.values()) == self.audience


def knowledge_with(folder: Path, *announcements: str, **extra: str) -> Path:
    """Copy the small knowledge into ``folder`` and add announcements about visas; ``extra`` are whole files by id."""
    knowledge = folder / "knowledge"
    shutil.copytree(SMALL_KNOWLEDGE, knowledge)
    (knowledge / "announcements").mkdir()
    files = {name: _FILE.format(id=name) for name in announcements} | extra
    for name, text in files.items():
        (knowledge / "announcements" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return knowledge


class Announcing:
    """A playground, people in it, and a bot's data; ``settings`` hold for every program."""

    def __init__(self, playground: Playground, control: Control, home: Home, **settings: str) -> None:
        self.playground = playground
        self.control = control
        self.home = home
        self.settings = settings

    def people(self, count: int) -> tuple[int, ...]:
        """Create people who have opened the chat with the bot."""
        first = get_int(self.control.post("users/bulk", {"count": count}), "first_id")
        return tuple(range(first, first + count))

    def group(self) -> int:
        """Create a group with the bot in it."""
        owner = get_int(self.control.post("users", {"first_name": "Olga"}), "id")
        return get_int(self.control.post("chats", {"type": "group", "title": "Trip", "members": [owner]}), "id")

    def subscribe(self, chats: Sequence[int], folder: Path, topic: str = "visas") -> None:
        """Import subscribers of a topic."""
        file = folder / "subscribers.jsonl"
        lines = (json.dumps({"chat_id": chat, "language": "en", "topics": [topic]}) for chat in chats)
        file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        done = self.home.run("subscribers", "import", str(file), **self.settings)
        assert done.code == 0, done.err

    def bot(self, **more: str) -> Program:
        """Start the real bot."""
        return self.home.start("run", **self.home.access(self.playground), **self.settings, **more)

    def announce(self, *arguments: str) -> JsonObject:
        """Run a command of ``kzjp announce`` that must go well, and return its JSON."""
        done = self.home.run("announce", *arguments, "--json", **self.settings)
        assert done.code == 0, done.err
        found = json.loads(done.out)
        assert isinstance(found, dict)
        return found

    def report(self, announcement_id: str = ANNOUNCEMENT) -> Report:
        """Return the report as it is now."""
        found = self.announce("report", announcement_id)
        counts = Counter({state: get_int(found, state) for state in _STATES})
        return Report(get_str(found, "state"), get_int(found, "audience"), counts)

    def wait_until_done(self, announcement_id: str = ANNOUNCEMENT, timeout_s: float = 120.0) -> Report:
        """Return the report once the announcement is done."""
        deadline = time.monotonic() + timeout_s
        while asyncio.run(self.state(announcement_id)) != "done":
            assert time.monotonic() < deadline, self.report(announcement_id)
            time.sleep(0.1)
        return self.report(announcement_id)

    async def state(self, announcement_id: str = ANNOUNCEMENT) -> str:
        """Return the announcement's state, read from the database."""
        found = await self._rows(sa.select(ANNOUNCEMENTS.c.state).where(ANNOUNCEMENTS.c.id == announcement_id))
        return str(found[0][0])

    async def ledger(self, announcement_id: str = ANNOUNCEMENT) -> dict[int, tuple[str, str | None]]:
        """Return the state and reason of each chat's delivery, read from the database."""
        columns = (DELIVERIES.c.chat_id, DELIVERIES.c.state, DELIVERIES.c.reason)
        found = await self._rows(sa.select(*columns).where(DELIVERIES.c.announcement_id == announcement_id))
        return {row.chat_id: (row.state, row.reason) for row in found}

    async def _rows(self, query: sa.Select[tuple[object, ...]]) -> Sequence[sa.Row[tuple[object, ...]]]:
        engine = open_engine(self.settings.get("DATABASE_URL", f"sqlite:///{self.home.folder / 'kzjp.db'}"))
        try:
            async with engine.connect() as connection:
                return (await connection.execute(query)).all()
        finally:
            await engine.dispose()

    def delivered(self) -> Counter[int]:
        """Return how many messages each chat got, by the server's own log."""
        calls = self.control.calls("sendMessage")
        return Counter(int(call.chat_id) for call in calls if call.code == 0 and not call.description)
