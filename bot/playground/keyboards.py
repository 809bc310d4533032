"""Reply markup: what Telegram accepts as inline keyboard, reply keyboard, removal or forced reply."""

from dataclasses import dataclass

from bot.playground.links import checked_link
from bot.playground.params import Params
from bot.playground.refusal import bad_request
from bot.playground.wire import Json, JsonObject, get_object, get_str

MAX_BUTTONS = 100
MAX_CALLBACK_DATA_BYTES = 64
_ACTIONS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
]
_LOOKS = ("style", "icon_custom_emoji_id")


@dataclass(frozen=True, slots=True)
class ReplyMarkup:
    """Either an inline keyboard, which belongs to its message, or a keyboard of the whole chat."""

    inline_keyboard: JsonObject | None = None
    chat_keyboard: JsonObject | None = None


NO_MARKUP = ReplyMarkup()


def reply_markup(params: Params) -> ReplyMarkup:
    """Read and check the reply_markup of a call; raises ApiError when Telegram would refuse it."""
    if not params.text("reply_markup"):
        return NO_MARKUP
    value = params.json("reply_markup", "can't parse reply keyboard markup JSON object")
    return checked_markup(value)


def checked_markup(value: Json) -> ReplyMarkup:
    """Check a reply markup that is already read from JSON."""
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in value:
        rows = _rows(value["inline_keyboard"], "inline_keyboard", "InlineKeyboardMarkup")
        return ReplyMarkup(inline_keyboard=_inline_keyboard(rows))
    if "keyboard" in value:
        _check_reply_buttons(_rows(value["keyboard"], "keyboard", "ReplyKeyboardMarkup"))
        return ReplyMarkup(chat_keyboard=value)
    if value.get("remove_keyboard") is True or value.get("force_reply") is True:
        return ReplyMarkup(chat_keyboard=value)
    return NO_MARKUP


def _rows(value: Json, name: str, kind: str) -> list[list[Json]]:
    if not isinstance(value, list):
        raise bad_request(f'field "{name}" of the {kind} must be an Array')
    rows: list[list[Json]] = []
    for row in value:
        if not isinstance(row, list):
            raise bad_request(f'field "{name}" of the {kind} must be an Array of Arrays')
        rows.append(row)
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return rows


def _inline_keyboard(rows: list[list[Json]]) -> JsonObject | None:
    kept: list[Json] = [[_inline_button(button) for button in row] for row in rows if row]
    return {"inline_keyboard": kept} if kept else None


def _inline_button(button: Json) -> Json:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    text = button.get("text")
    if text is None:
        raise _unreadable('Can\'t find field "text"')
    if not isinstance(text, str):
        raise _unreadable('Field "text" must be of type String')
    if not text.strip():
        raise _unreadable('Field "text" must be non-empty')
    action = next((name for name in _ACTIONS if name in button), None)
    if action is None:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    result: JsonObject = {"text": text, action: _action(action, button)}
    result.update({name: button[name] for name in _LOOKS if name in button})
    return result


def _action(action: str, button: JsonObject) -> Json:
    value = button[action]
    match action:
        case "callback_data":
            if not isinstance(value, str) or not 1 <= len(value.encode()) <= MAX_CALLBACK_DATA_BYTES:
                raise bad_request("BUTTON_DATA_INVALID")
        case "url":
            return _link(get_str(button, "url"), "URL")
        case "web_app":
            if not get_str(get_object(button, "web_app"), "url").startswith("https://"):
                raise bad_request("BUTTON_URL_INVALID")
        case "login_url":
            _link(get_str(get_object(button, "login_url"), "url"), "login URL")
        case "copy_text":
            if not 1 <= len(get_str(get_object(button, "copy_text"), "text")) <= 256:
                raise bad_request("BUTTON_COPY_TEXT_INVALID")
        case "switch_inline_query" | "switch_inline_query_current_chat" if not isinstance(value, str):
            raise _unreadable(f'Field "{action}" must be of type String')
    return value


def _link(url: str, what: str) -> str:
    checked = checked_link(url)
    if checked is None:
        raise bad_request(f"inline keyboard button {what} '{url}' is invalid: Wrong HTTP URL")
    return checked


def _check_reply_buttons(rows: list[list[Json]]) -> None:
    for row in rows:
        for button in row:
            text = button if isinstance(button, str) else get_str(button, "text") if isinstance(button, dict) else ""
            if not text:
                raise bad_request("can't parse keyboard button: KeyboardButton must be a String or an Object")


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
