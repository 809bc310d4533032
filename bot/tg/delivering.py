"""The door through which announcements leave: one call for each parcel, and what Telegram's answer means.

Error texts are compared here as exact descriptions; what is not known says nothing about a subscriber.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import ExtBot

from bot.announcing.composing import AnnouncementComposer
from bot.announcing.results import Moved, Rejected, RetryLater, SendResult, Sent, Uncertain, Unreachable
from bot.knowledge.phrases import Phrases
from bot.storage.announcement_records import Announcement, Parcel
from bot.tg.limiter import Limiter, Turn, is_surely_unsent, seconds
from bot.tg.render import render_html

READ_TIMEOUT_S: Final = 15.0
_PAGES: Final = 256
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_SAME: Final = "message is not modified"
_FOR_GOOD: Final = frozenset(
    {
        "bot was blocked by the user",
        "user is deactivated",
        "bot was kicked from the group chat",
        "bot was kicked from the supergroup chat",
        "bot was kicked from the channel chat",
        "the group chat was deleted",
        "chat not found",
        "bot can't initiate conversation with a user",
    }
)

Keyboard = Callable[[tuple[Announcement, ...], str], InlineKeyboardMarkup | None]


@dataclass(frozen=True, slots=True)
class _Page:
    """What is sent to every reader of a language."""

    html: str
    keyboard: InlineKeyboardMarkup | None


class TelegramOutlet:
    """Sends parcels, each text rendered once for all its readers."""

    def __init__(
        self,
        bot: ExtBot[Turn],
        limiter: Limiter,
        announcement: Callable[[str], Awaitable[Announcement | None]],
        pages: "Pages",
        *,
        is_paid: bool = False,
    ) -> None:
        self._bot = bot
        self._limiter = limiter
        self._announcement = announcement
        self._pages = pages
        self._is_paid = is_paid or None
        self._kept: OrderedDict[tuple[str, ...], _Page] = OrderedDict()

    def turn_to(self, pages: "Pages") -> None:
        """Render what is sent from now on by ``pages``, whose words have changed."""
        self._pages = pages
        self._kept.clear()

    async def turn(self, chat_id: int) -> float:
        """Wait until a message may go to this chat and return 0, or the seconds to come again in if that takes long."""
        return await self._limiter.turn(chat_id)

    async def send(self, parcel: Parcel) -> SendResult:
        """Make the one call that sends the parcel, or that edits what was sent."""
        page = await self._page(parcel)
        first = parcel[0]
        try:
            if first.message_id is not None:
                return await self._edit(first.chat_id, first.message_id, page)
            message = await self._bot.send_message(
                chat_id=first.chat_id,
                message_thread_id=first.thread_id,
                text=page.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=page.keyboard,
                allow_paid_broadcast=self._is_paid,
                read_timeout=READ_TIMEOUT_S,
                rate_limit_args=Turn.TAKEN,
            )
        except TelegramError as error:
            return self._judge(first.chat_id, error)
        return Sent(message.message_id)

    async def _edit(self, chat_id: int, message_id: int, page: _Page) -> SendResult:
        try:
            await self._bot.edit_message_text(
                chat_id=chat_id,
                message_id=message_id,
                text=page.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=page.keyboard,
                read_timeout=READ_TIMEOUT_S,
                rate_limit_args=Turn.TAKEN,
            )
        except BadRequest as error:
            if not error.message.lower().startswith(_SAME):
                raise
        return Sent(message_id)

    def _judge(self, chat_id: int, error: TelegramError) -> SendResult:
        result = meaning(error)
        if isinstance(result, RetryLater) and result.after_s is not None:
            self._limiter.hold(chat_id, result.after_s)
        return result

    async def _page(self, parcel: Parcel) -> _Page:
        language = parcel[0].language
        key = (language, *(delivery.announcement_id for delivery in parcel))
        page = self._kept.get(key)
        if page is None:
            found = [await self._announcement(delivery.announcement_id) for delivery in parcel]
            page = self._pages.page(tuple(one for one in found if one is not None), language)
            self._kept[key] = page
            if len(self._kept) > _PAGES:
                self._kept.popitem(last=False)
        return page


class Pages:
    """Renders announcements with their buttons."""

    def __init__(self, composer: AnnouncementComposer, phrases: Phrases, keyboard: Keyboard) -> None:
        self._composer = composer
        self._phrases = phrases
        self._keyboard = keyboard

    def page(self, announcements: tuple[Announcement, ...], language: str) -> _Page:
        """Return what readers of ``language`` get."""
        document = self._composer.document(announcements, language)
        html = render_html(document, self._phrases.say(language, "cut-notice"))
        return _Page(html, self._keyboard(announcements, language))


def meaning(error: TelegramError) -> SendResult:
    """Return what a refused or failed call means for its delivery."""
    match error:
        case RetryAfter():
            return RetryLater(error.message, seconds(error.retry_after))
        case ChatMigrated():
            return Moved(error.new_chat_id)
        case Forbidden() | BadRequest():
            description = error.message.removeprefix("Forbidden: ").removeprefix("Bad Request: ")
            is_for_good = description[:1].lower() + description[1:] in _FOR_GOOD
            return Unreachable(description) if is_for_good else Rejected(description)
        case InvalidToken() | Conflict():
            return RetryLater(error.message)
        case NetworkError() if is_surely_unsent(error):
            return RetryLater(error.message)
        case _:
            return Uncertain(error.message)
