"""What the bot's latest messages show, so that nothing is edited into what it already is: Telegram refuses that.

In memory only: after a restart such an edit is asked for once more, and its refusal passed over.
"""

import hashlib
from collections import OrderedDict
from typing import Final

from telegram import InlineKeyboardMarkup

REMEMBERED_MESSAGES: Final = 20_000


class Shown:
    """A hash of the text and the buttons of each message sent or edited last."""

    def __init__(self, most: int = REMEMBERED_MESSAGES) -> None:
        self._most = most
        self._digests: OrderedDict[tuple[int, int], bytes] = OrderedDict()

    def is_same(self, chat_id: int, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None) -> bool:
        """Say whether the message is known to show exactly this."""
        return self._digests.get((chat_id, message_id)) == _digest(html, keyboard)

    def note(self, chat_id: int, message_id: int, html: str, keyboard: InlineKeyboardMarkup | None) -> None:
        """Remember what the message shows now."""
        self._digests[chat_id, message_id] = _digest(html, keyboard)
        self._digests.move_to_end((chat_id, message_id))
        while len(self._digests) > self._most:
            self._digests.popitem(last=False)

    def forget(self, chat_id: int, message_id: int) -> None:
        """Forget a message that shows something else by now."""
        self._digests.pop((chat_id, message_id), None)


def _digest(html: str, keyboard: InlineKeyboardMarkup | None) -> bytes:
    buttons = "" if keyboard is None else keyboard.to_json()
    return hashlib.blake2b(f"{html}\0{buttons}".encode(errors="replace"), digest_size=16).digest()
