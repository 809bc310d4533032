"""What the buttons of subscriptions ask for, and its form in ``callback_data`` (at most 64 bytes).

A wish is about the chat its button stands in, or about another one, such as a channel that is set up from a private
chat; whether the one who presses may decide for that chat is for the handler to find out. What a wish names (a
topic, a time zone) may be gone by then. Forged data decodes to None, or to a wish like any other.
"""

import enum
import re
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton

from bot.text import cut_utf16

SUBSCRIPTION_PATTERN: Final = r"^b:"
MAX_DATA: Final = 64
_MAX_LABEL: Final = 100
_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_FORM: Final = re.compile(
    r"b:(?P<language>[a-z]{2,3}):(?P<verb>[a-z]{2})(?::(?P<what>[A-Za-z0-9_+/*-]{1,54}))?(?:@(?P<chat>[0-9a-z]{1,11}))?\Z"
)


class Verb(enum.StrEnum):
    """What a button does. The lines beneath tell what ``what`` holds."""

    TOPICS = "to"
    SUBSCRIBE = "on"
    """A topic, or ``*``; pressed in the list of topics."""
    UNSUBSCRIBE = "no"
    """A topic, or ``*``; pressed in the list of topics."""
    FOLLOW = "fo"
    """A topic; pressed under an answer, which stays."""
    OPEN = "op"
    """Shows the topics in a message of their own; what the button stands under stays."""
    STOP = "st"
    """A topic; pressed under an announcement, which stays."""
    AGAIN = "ag"
    """A topic; pressed under an announcement, which stays."""
    LEAVE = "by"
    SETTINGS = "se"
    LANGUAGES = "ls"
    LANGUAGE = "la"
    """A language's code, or ``auto``."""
    DIGESTS = "ds"
    DIGEST = "di"
    """An hour, or ``off``."""
    ZONES = "zs"
    OFFSETS = "os"
    ASK_ZONE = "az"
    ZONE = "zo"
    """A time zone's name."""
    QUIETS = "qs"
    QUIET_FROM = "qf"
    QUIET_TO = "qt"
    """The hour at which the quiet hours begin."""
    QUIET = "qu"
    """Both hours, such as ``22-7``, or ``off``."""
    PAUSES = "ps"
    ASK_PAUSE = "ap"
    PAUSE = "pa"
    """A number of days, ``ever`` or ``off``."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a button asks for, in ``language``; ``chat_id`` is the group or channel that is set up from elsewhere."""

    language: str
    verb: Verb
    what: str = ""
    chat_id: int | None = None


def encode_wish(wish: Wish) -> str:
    """Return ``wish`` as callback data; longer than Telegram takes where the ids are, see ``fits``."""
    what = f":{wish.what}" if wish.what else ""
    chat = "" if wish.chat_id is None else f"@{_base36(-wish.chat_id)}"
    return f"b:{wish.language}:{wish.verb}{what}{chat}"


def fits(wish: Wish) -> bool:
    """Say whether a button can carry the wish."""
    data = encode_wish(wish)
    return len(data) <= MAX_DATA and decode_wish(data) == wish


def decode_wish(data: str) -> Wish | None:
    """Return the wish that ``data`` encodes, or None if it encodes none."""
    form = _FORM.match(data)
    if form is None or form["verb"] not in set(Verb):
        return None
    chat_id = None if form["chat"] is None else -int(form["chat"], 36)
    return Wish(form["language"], Verb(form["verb"]), form["what"] or "", chat_id)


def wish_button(label: str, wish: Wish) -> InlineKeyboardButton:
    """Return a button that asks for ``wish``."""
    return InlineKeyboardButton(cut_utf16(label, _MAX_LABEL), callback_data=encode_wish(wish))


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits
