"""What became of an edit: what Telegram answers to one, as a value. Whether to make it is the sender's decision."""

import enum
from collections.abc import Awaitable
from typing import Final

import structlog
from telegram import Message
from telegram.error import BadRequest, Forbidden

from bot.logs import chat_hash

_SAME: Final = "message is not modified"
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
_log = structlog.stdlib.get_logger(__name__)


class Edited(enum.Enum):
    """What became of an edit."""

    DONE = enum.auto()
    """The message shows what it should, also where it did before."""
    GONE = enum.auto()
    """There is no message to edit any more."""
    REFUSED = enum.auto()
    """The chat no longer takes anything."""


async def judged(chat_id: int, call: Awaitable[Message | bool]) -> tuple[Edited, Message | None]:
    """Return what became of an edit, and the message it led to where Telegram gives it back.

    Raises:
        TelegramError: for what no reader can have caused.
    """
    try:
        edited = await call
    except Forbidden:
        _log.info("edit refused", chat=chat_hash(chat_id))
        return Edited.REFUSED, None
    except BadRequest as error:
        text = error.message.lower()
        if _SAME in text:
            return Edited.DONE, None
        if any(gone in text for gone in _GONE):
            return Edited.GONE, None
        raise
    return Edited.DONE, edited if isinstance(edited, Message) else None
