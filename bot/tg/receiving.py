"""Reading updates, and the request that fetches them: one that cannot be read must not hold up those after it."""

from typing import Final

import structlog
from telegram import Bot, Update
from telegram.request import HTTPXRequest

Json = dict[str, object]
UNREADABLE: Final = (TypeError, ValueError, KeyError, AttributeError, OverflowError, OSError, RecursionError)
_log = structlog.stdlib.get_logger(__name__)


def read_update(parsed: Json, bot: Bot | None = None) -> Update | None:
    """Return the update, or None, and a line in the log, where this version cannot read it."""
    try:
        update = Update.de_json(parsed, bot)
        chat, user = update.effective_chat, update.effective_user
        for identity in (chat.id if chat else 0, user.id if user else 0):
            if type(identity) is not int:
                raise TypeError("an id is no number")
    except UNREADABLE as error:
        _log.error("update unreadable", update_id=parsed.get("update_id"), reason=type(error).__name__)
        return None
    return update


class UpdatesRequest(HTTPXRequest):
    """Fetches updates; one that cannot be read is passed on empty, so that it is confirmed and not sent for ever.

    Every update is read by whoever fetches them, so they are looked at here only once reading failed.
    """

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1)
        self._looks = False

    def look(self) -> None:
        """Look at every update of the next answer."""
        self._looks = True

    def parse_json_payload(self, payload: bytes) -> Json:  # type: ignore[override] # is called on the object
        """Return the answer's JSON, where it is to be looked at with every unreadable update emptied."""
        parsed: Json = HTTPXRequest.parse_json_payload(payload)
        if not self._looks:
            return parsed
        self._looks = False
        result = parsed.get("result")
        if isinstance(result, list):
            parsed["result"] = [_readable(update) if isinstance(update, dict) else update for update in result]
        return parsed


def _readable(update: Json) -> Json:
    return {"update_id": update.get("update_id")} if read_update(update) is None else update
