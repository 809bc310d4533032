"""What administrators are told in chat: how an announcement ended, and what keeps it from going on."""

from collections.abc import Awaitable, Callable, Collection
from typing import Final

import structlog
from telegram import InlineKeyboardMarkup
from telegram.error import TelegramError

from bot.answering.document import Block, Document, block, bold
from bot.knowledge.phrases import Phrases
from bot.logs import chat_hash
from bot.storage.announcement_records import Announcement, DeliveryState, Report
from bot.tg.orders import Order, Ordered, fits_order, order_button
from bot.tg.sender import Place, Reply, Sender

MOST_REASONS: Final = 10
_SHOWN: Final = tuple(state for state in DeliveryState if state not in {DeliveryState.PENDING, DeliveryState.SENDING})
_log = structlog.stdlib.get_logger(__name__)

Language = Callable[[int], Awaitable[str]]


class AdminNotices:
    """Writes to each administrator, in their language; who cannot be written to is passed over."""

    def __init__(self, sender: Sender, admins: Collection[int], language: Language, phrases: Phrases) -> None:
        self._sender = sender
        self._admins = sorted(admins)
        self._language = language
        self._say = phrases.say

    async def finished(self, announcement: Announcement, report: Report) -> None:
        """Tell them what came of an announcement."""
        await self._tell(lambda language: self.report(announcement, report, language))

    async def paused(self, announcement_id: str, reason: str) -> None:
        """Tell them that an announcement keeps failing."""
        await self._tell(
            lambda language: _document(self._say(language, "announcement-paused", id=announcement_id), reason)
        )

    async def overdue(self, announcement: Announcement) -> None:
        """Tell them that an announcement was to go out too long ago, and was not."""
        await self._tell(lambda language: _document(self._say(language, "announcement-overdue", id=announcement.id)))

    def report(self, announcement: Announcement, report: Report, language: str) -> Document:
        """Return the report of an announcement."""
        title = _title(announcement, language)
        counts = "\n".join(
            self._say(language, f"delivery-{state}", count=report.count(state))
            for state in _SHOWN
            if report.count(state) or state is DeliveryState.SENT
        )
        blocks = [
            block(bold(self._say(language, "announcement-done", id=announcement.id)), f"\n{title}"),
            block(self._say(language, "announcement-audience", count=report.audience), f"\n{counts}"),
        ]
        return Document((*blocks, *reasons_told(report)))

    async def second_needed(self, announcement: Announcement, audience: int) -> None:
        """Tell them that an announcement needs an approval of theirs, with the way to it."""
        await self._tell(
            lambda language: _document(
                self._say(language, "admin-second-asked"),
                f"{_title(announcement, language)}\n{self._say(language, 'announcement-audience', count=audience)}",
            ),
            opens=announcement.id,
        )

    async def _tell(self, compose: Callable[[str], Document], opens: str | None = None) -> None:
        for admin in self._admins:
            language = await self._language(admin)
            reply = Reply(compose(language), self._way(language, opens), self._say(language, "cut-notice"))
            try:
                await self._sender.send(Place(admin), reply)
            except TelegramError as error:
                _log.warning("administrator not told", chat=chat_hash(admin), reason=type(error).__name__)

    def _way(self, language: str, announcement_id: str | None) -> InlineKeyboardMarkup | None:
        if announcement_id is None:
            return None
        label, ordered = self._say(language, "admin-open"), Ordered(language, Order.CARD, announcement_id)
        return InlineKeyboardMarkup([[order_button(label, ordered)]]) if fits_order(ordered) else None


def reasons_told(report: Report) -> tuple[Block, ...]:
    """Return why deliveries did not arrive, the most frequent reasons first."""
    often = sorted(report.reasons.items(), key=lambda item: -item[1])[:MOST_REASONS]
    lines = [f"{state.value}: {reason} – {count}" for (state, reason), count in often]
    return (block("\n".join(lines)),) if lines else ()


def _title(announcement: Announcement, language: str) -> str:
    return announcement.content.title[announcement.content.language_for(language)]


def _document(heading: str, text: str = "") -> Document:
    return Document((block(bold(heading)), *([block(text)] if text else [])))
