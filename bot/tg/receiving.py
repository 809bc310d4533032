"""Reading updates, and the request that fetches them: one that cannot be read must not hold up those after it."""

from typing import Final

import structlog
from telegram import Bot, Update

from bot.tg.requesting import TelegramRequest

Json = dict[str, object]
UNREADABLE: Final = (TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError, RecursionError)
BEYOND_IDS: Final = 2**53
"""Telegram's ids have at most 52 significant bits: https://core.telegram.org/bots/api#chat"""
_log = structlog.stdlib.get_logger(__name__)


def read_update(parsed: Json, bot: Bot | None = None) -> Update | None:
    """Return the update, or None, and a line in the log, where this version cannot read it."""
    try:
        update = Update.de_json(parsed, bot)
        _check_identities(update)
    except UNREADABLE as error:
        _log.error("update unreadable", update_id=parsed.get("update_id"), reason=type(error).__name__)
        return None
    return update


def _check_identities(update: Update) -> None:
    """Raise TypeError where an id is none: it is a key to what is kept in memory and in the database."""
    message = update.effective_message
    numbers: list[object] = [update.update_id]
    numbers += [numbered.id for numbered in (update.effective_chat, update.effective_user) if numbered is not None]
    if message is not None:
        numbers += (message.message_id, message.chat_id)
        moved = (message.message_thread_id, message.migrate_to_chat_id, message.migrate_from_chat_id)
        numbers += (number for number in moved if number is not None)
    if not all(type(number) is int and abs(number) < BEYOND_IDS for number in numbers):
        raise TypeError("an id is no number, or none of Telegram's")
    for named in (update.callback_query, update.inline_query):
        if named is not None and type(named.id) is not str:
            raise TypeError("an id is no text")


class UpdatesRequest(TelegramRequest):
    """Fetches updates; one that cannot be read is passed on empty, so that it is confirmed and not sent for ever.

    Every update is read by whoever fetches them, so they are looked at here only once reading failed. What was seen
    before, and comes again because it isn't confirmed yet, is left out unread: while the bot is busy that is most of
    what comes.
    """

    def __init__(self) -> None:
        super().__init__(connections=1)
        self._looks = False
        self._seen = -1

    def look(self) -> None:
        """Look at every update of the next answer."""
        self._looks = True

    def leave_out(self, seen: int) -> None:
        """Leave out the updates up to number ``seen`` of every answer from now on."""
        self._seen = seen

    def parse_json_payload(self, payload: bytes) -> Json:  # type: ignore[override] # is called on the object
        """Return the answer's JSON without what was seen, and each unreadable update emptied where it is to be."""
        parsed: Json = TelegramRequest.parse_json_payload(payload)
        result = parsed.get("result")
        if isinstance(result, list):
            fresh = [update for update in result if not self._was_seen(update)]
            parsed["result"] = [_readable(one) if self._looks and isinstance(one, dict) else one for one in fresh]
            self._looks = False
        return parsed

    def _was_seen(self, update: object) -> bool:
        number = update.get("update_id") if isinstance(update, dict) else None
        return isinstance(number, int) and number <= self._seen


def _readable(update: Json) -> Json:
    return {"update_id": update.get("update_id")} if read_update(update) is None else update
