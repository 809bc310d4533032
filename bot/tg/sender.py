"""The one door to Telegram's sending and editing methods.

Error texts are compared here, and those of edits in bot.tg.edits, but in no handler. What a reader caused (a blocked
bot, a deleted message, the same button pressed twice) is a value; what is left is raised.
"""

import enum
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import structlog
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultsButton,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    Update,
)
from telegram.constants import ChatAction, ChatMemberStatus, ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from bot.answering.document import Document
from bot.logs import chat_hash
from bot.tg.edits import Edited, judged
from bot.tg.presses import Presses, is_stale
from bot.tg.render import render_html
from bot.tg.shown import Shown
from bot.tg.turns import Turns

_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)
_CLOSED: Final = ("topic_closed", "not enough rights to send", "have no rights to send", "message thread not found")
_UNKNOWN_FILE: Final = ("wrong file identifier", "wrong remote file identifier", "file reference")
_KEPT: Final = ("message to delete not found", "message can't be deleted", "message_id_invalid")
_PHOTO_NAME: Final = "chart.png"
_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message goes: a chat, and in a forum the topic's thread."""

    chat_id: int
    thread_id: int | None = None


def place_of(message: Message) -> Place:
    """Return where a reply to ``message`` belongs."""
    return Place(message.chat_id, message.message_thread_id if message.is_topic_message else None)


@dataclass(frozen=True)
class Reply:
    """What to send: a document, its buttons, and the notice that marks it as shortened."""

    document: Document
    keyboard: InlineKeyboardMarkup | None
    cut_notice: str

    @cached_property
    def html(self) -> str:
        """The document as Telegram reads it."""
        return render_html(self.document, self.cut_notice)


@dataclass(frozen=True, slots=True)
class Photo:
    """What to send: a PNG, or the file id of one sent before; and its caption in HTML that fits."""

    content: bytes | str
    caption: str


@dataclass(frozen=True, slots=True)
class Photographed:
    """A photo that was sent: its message, and the file id to send it by from now on."""

    message_id: int
    file_id: str


class NotPhotographed(enum.Enum):
    """Why a photo was not sent: the chat takes none, or its file id is not known any more."""

    CHAT = enum.auto()
    FILE = enum.auto()


class Sender:
    """Sends and edits replies."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._shown = Shown()
        self._edits: Turns[tuple[int, int]] = Turns()
        self._presses = Presses(lambda press_id, notice: bot.answer_callback_query(press_id, text=notice))

    @property
    def username(self) -> str:
        """The bot's username, without the @."""
        return self._bot.username

    @property
    def bot_id(self) -> int:
        """The bot's own user id."""
        return self._bot.id

    async def is_administrator(self, chat_id: int, user_id: int) -> bool:
        """Say whether a user may change a group's settings; not where Telegram doesn't tell."""
        try:
            member = await self._bot.get_chat_member(chat_id, user_id)
        except (BadRequest, Forbidden):
            return False
        return member.status in {ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR}

    async def title(self, chat_id: int) -> str:
        """Return the title of a group or channel, empty where Telegram doesn't tell."""
        try:
            chat = await self._bot.get_chat(chat_id)
        except (BadRequest, Forbidden):
            return ""
        return chat.title or ""

    async def ask(self, place: Place, text: str) -> None:
        """Send a question that the reader's app offers to answer by a reply."""
        try:
            await self._bot.send_message(
                chat_id=place.chat_id,
                message_thread_id=place.thread_id,
                text=text,
                reply_markup=ForceReply(selective=True),
            )
        except Forbidden:
            _log.info("question refused", chat=chat_hash(place.chat_id))

    async def send(self, place: Place, reply: Reply, reply_to: int | None = None) -> int | None:
        """Send ``reply`` and return its message id, or None where the chat no longer takes messages."""
        try:
            message = await self._bot.send_message(
                chat_id=place.chat_id,
                message_thread_id=place.thread_id,
                text=reply.html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=reply.keyboard,
                reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True) if reply_to else None,
            )
        except Forbidden:
            _log.info("reply refused", chat=chat_hash(place.chat_id))
            return None
        except BadRequest as error:
            if not any(closed in error.message.lower() for closed in _CLOSED):
                raise
            _log.info("reply refused", chat=chat_hash(place.chat_id), reason=error.message)
            return None
        except ChatMigrated as error:
            return await self.send(Place(error.new_chat_id), reply)
        self._shown.note((message.chat_id, message.message_id), reply.html, reply.keyboard, message)
        return message.message_id

    async def send_photo(self, place: Place, photo: Photo, reply_to: int) -> Photographed | NotPhotographed:
        """Send a photo without a sound, in reply to a message."""
        try:
            message = await self._bot.send_photo(
                chat_id=place.chat_id,
                message_thread_id=place.thread_id,
                photo=photo.content,
                filename=_PHOTO_NAME,
                caption=photo.caption,
                parse_mode=ParseMode.HTML,
                disable_notification=True,
                reply_parameters=ReplyParameters(reply_to, allow_sending_without_reply=True),
            )
        except Forbidden:
            _log.info("photo refused", chat=chat_hash(place.chat_id))
            return NotPhotographed.CHAT
        except BadRequest as error:
            text = error.message.lower()
            if any(unknown in text for unknown in _UNKNOWN_FILE) and isinstance(photo.content, str):
                return NotPhotographed.FILE
            if not any(closed in text for closed in _CLOSED):
                raise
            _log.info("photo refused", chat=chat_hash(place.chat_id), reason=error.message)
            return NotPhotographed.CHAT
        return Photographed(message.message_id, message.photo[-1].file_id)

    async def delete(self, chat_id: int, message_id: int) -> None:
        """Remove a message of the bot's; one that is gone, or too old to be removed, stays as it is."""
        try:
            await self._bot.delete_message(chat_id, message_id)
        except Forbidden:
            _log.info("deletion refused", chat=chat_hash(chat_id))
        except BadRequest as error:
            if not any(kept in error.message.lower() for kept in _KEPT):
                raise

    async def send_file(self, place: Place, name: str, content: bytes, caption: str) -> None:
        """Send a file with a caption in plain text."""
        try:
            await self._bot.send_document(
                chat_id=place.chat_id,
                message_thread_id=place.thread_id,
                document=content,
                filename=name,
                caption=caption,
            )
        except Forbidden:
            _log.info("file refused", chat=chat_hash(place.chat_id))

    async def show_typing(self, place: Place) -> None:
        """Show that an answer is on its way."""
        await self._bot.send_chat_action(place.chat_id, ChatAction.TYPING, message_thread_id=place.thread_id)

    async def show_uploading(self, place: Place) -> None:
        """Show that a picture is on its way."""
        await self._bot.send_chat_action(place.chat_id, ChatAction.UPLOAD_PHOTO, message_thread_id=place.thread_id)

    def saw(self, update: Update) -> None:
        """Learn from a pressed button what its message shows, and have it answered in time.

        To be told of every update as it arrives.
        """
        if update.callback_query is None:
            return
        self._presses.arrived(update.callback_query.id)
        if isinstance(update.callback_query.message, Message):
            self._shown.saw(update.callback_query.message)

    async def edit_keyboard(
        self, message: Message, change: Callable[[InlineKeyboardMarkup], InlineKeyboardMarkup]
    ) -> None:
        """Replace the buttons under ``message`` by what ``change`` makes of those that it shows by now.

        No call is made where they stay the same; a message that is gone has none to replace.
        """
        key = message.chat_id, message.message_id
        async with self._edits.of(key):
            before = self._shown.keyboard(key, otherwise=message.reply_markup)
            if before is None or (keyboard := change(before)) == before:
                return
            call = self._bot.edit_message_reply_markup(*key, reply_markup=keyboard)
            edited, given_back = await self._edited(key, call)
            if edited is Edited.DONE:
                self._shown.note_keyboard(key, keyboard, given_back)

    async def edit(self, chat_id: int, message_id: int, reply: Reply) -> Edited:
        """Replace a sent message by ``reply``, without a call if it shows just that."""
        html, key = reply.html, (chat_id, message_id)
        async with self._edits.of(key):
            if self._shown.is_same(key, html, reply.keyboard):
                return Edited.DONE
            call = self._bot.edit_message_text(
                chat_id=chat_id,
                message_id=message_id,
                text=html,
                parse_mode=ParseMode.HTML,
                link_preview_options=_NO_PREVIEW,
                reply_markup=reply.keyboard,
            )
            edited, given_back = await self._edited(key, call)
            if edited is Edited.DONE:
                self._shown.note(key, html, reply.keyboard, given_back)
            return edited

    async def _edited(self, key: tuple[int, int], call: Awaitable[Message | bool]) -> tuple[Edited, Message | None]:
        edited = Edited.GONE
        try:
            edited, given_back = await judged(key[0], call)
        finally:
            if edited is not Edited.DONE:
                self._shown.forget(key)  # after a time-out, say, nobody knows what it shows
        return edited, given_back

    async def answer_inline(
        self,
        query_id: str,
        results: Sequence[InlineQueryResult],
        button: InlineQueryResultsButton | None,
        cache_s: int,
        *,
        is_personal: bool,
    ) -> None:
        """Offer ``results``, with ``button`` above them; too late an answer is dropped."""
        try:
            await self._bot.answer_inline_query(
                query_id, results, cache_time=cache_s, is_personal=is_personal, button=button
            )
        except BadRequest as error:
            if not is_stale(error):
                raise

    async def close_callback(self, callback_id: str, notice: str | None = None) -> None:
        """Stop the pressed button's waiting circle, showing ``notice`` (at most 200 characters) if given."""
        await self._presses.close(callback_id, notice)
