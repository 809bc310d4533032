"""How fast an announcement goes, and the cards in administrators' chats that show it while it does.

The cards followed are this process's own: after a restart a card is followed again from its next press on.
"""

import asyncio
import datetime as dt
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog
from telegram.error import TelegramError

from bot.errors import StorageError
from bot.storage.announcement_records import AnnouncementState, Report
from bot.tg.edits import Edited
from bot.tg.sender import Reply, Sender

EVERY_S: Final = 3.0
MOST_FOLLOWED: Final = 50
_WINDOW: Final = dt.timedelta(seconds=30)
_MOST_SPEEDS: Final = 100
_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Card:
    """A message that shows an announcement in a language."""

    chat_id: int
    message_id: int
    announcement_id: str
    language: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a card shows now, and whether it will change by itself."""

    reply: Reply
    goes_on: bool


class Speeds:
    """Measures how many deliveries a second are done, over the last half minute that somebody looked."""

    def __init__(self) -> None:
        self._seen: OrderedDict[str, deque[tuple[dt.datetime, int]]] = OrderedDict()

    def per_s(self, report: Report, now: dt.datetime) -> float | None:
        """Return the speed, or None where it is not known yet or nothing moves."""
        seen = self._seen.setdefault(report.id, deque())
        self._seen.move_to_end(report.id)
        if len(self._seen) > _MOST_SPEEDS:
            self._seen.popitem(last=False)
        done = report.audience - report.left
        while seen and (now - seen[0][0] > _WINDOW or seen[0][1] > done):
            seen.popleft()
        seen.append((now, done))
        began, before = seen[0]
        elapsed_s = (now - began).total_seconds()
        if report.state is not AnnouncementState.SENDING or elapsed_s < 1 or done <= before:
            return None
        return (done - before) / elapsed_s


class Followed:
    """The cards that are kept up to date; the oldest are given up where there are too many."""

    def __init__(self) -> None:
        self._cards: OrderedDict[tuple[int, int], Card] = OrderedDict()
        self._some = asyncio.Event()
        self.speeds = Speeds()

    def follow(self, card: Card) -> None:
        """Keep a card up to date from now on, the only one of its announcement in its chat."""
        for key, other in tuple(self._cards.items()):
            if (other.chat_id, other.announcement_id) == (card.chat_id, card.announcement_id):
                del self._cards[key]
        self._cards[card.chat_id, card.message_id] = card
        if len(self._cards) > MOST_FOLLOWED:
            self._cards.popitem(last=False)
        self._some.set()

    def leave(self, chat_id: int, message_id: int) -> None:
        """Leave a message as it is: it shows something else, or nothing more will change."""
        self._cards.pop((chat_id, message_id), None)
        if not self._cards:
            self._some.clear()

    async def refresh(self, sender: Sender, show: Callable[[Card], Awaitable[Shown | None]]) -> None:
        """Edit each card to what it shows now, and leave those that have come to their end."""
        for card in tuple(self._cards.values()):
            shown = await show(card)
            if self._cards.get((card.chat_id, card.message_id)) is not card:
                continue  # something else was opened in its place meanwhile
            if shown is None or not shown.goes_on:
                self.leave(card.chat_id, card.message_id)
            if shown is not None and await sender.edit(card.chat_id, card.message_id, shown.reply) is Edited.GONE:
                self.leave(card.chat_id, card.message_id)

    async def keep_fresh(
        self,
        refresh: Callable[[], Awaitable[None]],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Refresh every few seconds while there are cards, until cancelled."""
        while True:
            await self._some.wait()
            await sleep(EVERY_S)
            try:
                await refresh()
            except (TelegramError, StorageError) as error:
                _log.warning("progress not shown", reason=type(error).__name__)
