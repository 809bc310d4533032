"""The request that fetches updates: one that this version cannot read must not hold up those after it."""

import structlog
from telegram import Update
from telegram.request import HTTPXRequest

Json = dict[str, object]
_log = structlog.stdlib.get_logger(__name__)


class UpdatesRequest(HTTPXRequest):
    """Fetches updates; one that cannot be read is passed on empty, so that it is confirmed and not sent for ever."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> Json:
        """Return the answer's JSON with every unreadable update emptied."""
        parsed: Json = HTTPXRequest.parse_json_payload(payload)
        result = parsed.get("result")
        if isinstance(result, list):
            parsed["result"] = [_readable(update) if isinstance(update, dict) else update for update in result]
        return parsed


def _readable(update: Json) -> Json:
    try:
        Update.de_json(update, None)
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        _log.error("update unreadable", update_id=update.get("update_id"), reason=type(error).__name__)
        return {"update_id": update.get("update_id")}
    return update
