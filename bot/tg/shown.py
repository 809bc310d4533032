"""What the bot's latest messages show, so that nothing is edited into what it already is: Telegram refuses that.

In memory, and of this process's own edits. A pressed button tells what its message showed at that moment, which
corrects this where another process has edited the message since.
"""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardMarkup, Message

REMEMBERED_MESSAGES: Final = 5_000
SECOND_TAP_S: Final = 2.0
"""How long after an edit a button may still be handled that was pressed before it."""

Key = tuple[int, int]
"""A chat's id and a message's in it."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A message: a hash of the HTML sent for it, its buttons, a hash of what people see of it, and when that was."""

    html: bytes | None
    keyboard: InlineKeyboardMarkup | None
    given_back: bytes | None
    noted_s: float


class Shown:
    """The text and the buttons of each message sent, edited or pressed last; ``clock`` gives seconds."""

    def __init__(self, most: int = REMEMBERED_MESSAGES, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._known: OrderedDict[Key, _Known] = OrderedDict()

    def is_same(self, key: Key, html: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Say whether the message is known to show exactly this."""
        known = self._known.get(key)
        return known is not None and (known.html, known.keyboard) == (_digest(html), keyboard)

    def keyboard(self, key: Key, otherwise: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
        """Return the buttons that the message shows, if any; ``otherwise`` where that is not known."""
        known = self._known.get(key)
        return otherwise if known is None else known.keyboard

    def note(
        self, key: Key, html: str, keyboard: InlineKeyboardMarkup | None, given_back: Message | None = None
    ) -> None:
        """Remember what the message shows now, and what Telegram ``given_back`` for it."""
        self._keep(key, _digest(html), keyboard, given_back)

    def note_keyboard(self, key: Key, keyboard: InlineKeyboardMarkup, given_back: Message | None = None) -> None:
        """Remember the buttons that the message shows now, its text being what it was."""
        known = self._known.get(key)
        self._keep(key, None if known is None else known.html, keyboard, given_back)

    def saw(self, message: Message) -> None:
        """Learn what a message showed when a button under it was pressed, unless that was just before its last edit."""
        key = message.chat_id, message.message_id
        known = self._known.get(key)
        if known is not None:
            is_same = known.given_back == _seen(message, message.reply_markup)
            if is_same or self._clock() - known.noted_s < SECOND_TAP_S:
                return
        self._keep(key, None, message.reply_markup, message)

    def forget(self, key: Key) -> None:
        """Forget a message that shows something else by now."""
        self._known.pop(key, None)

    def _keep(
        self, key: Key, html: bytes | None, keyboard: InlineKeyboardMarkup | None, given_back: Message | None
    ) -> None:
        seen = None if given_back is None else _seen(given_back, keyboard)
        self._known[key] = _Known(html, keyboard, seen, self._clock())
        self._known.move_to_end(key)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


def _seen(message: Message, keyboard: InlineKeyboardMarkup | None) -> bytes:
    """Return a hash of a message's text and of the buttons under it, whose addresses Telegram may write differently."""
    rows = () if keyboard is None else keyboard.inline_keyboard
    buttons = "\0\0".join("\0".join(f"{key.text}\0{key.callback_data}" for key in row) for row in rows)
    return _digest(f"{message.text}\0\0\0{buttons}")


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=16).digest()
