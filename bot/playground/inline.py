"""Inline results: what answerInlineQuery may hold, and the content a chosen result posts."""

from dataclasses import dataclass

from bot.playground.entities import utf16_length
from bot.playground.formatted import MAX_TEXT, checked_caption, marked_text
from bot.playground.keyboards import checked_markup
from bot.playground.model import Formatted, Media
from bot.playground.refusal import bad_request
from bot.playground.render import document_json, photo_json
from bot.playground.wire import Json, JsonObject, get_object, get_str
from bot.playground.world import World

MAX_RESULTS = 50
MAX_RESULT_ID_BYTES = 64


@dataclass(frozen=True, slots=True)
class InlineContent:
    """What choosing a result posts."""

    content: Formatted | None
    media: Media | None
    inline_keyboard: JsonObject | None
    link_preview: JsonObject | None


def checked_results(world: World, value: Json) -> list[JsonObject]:
    """The results of an answer; raises ApiError for what Telegram would refuse."""
    if not isinstance(value, list):
        raise bad_request("expected an Array of inline query results")
    if len(value) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    results: list[JsonObject] = []
    seen: set[str] = set()
    for result in value:
        if not isinstance(result, dict):
            raise _unreadable("expected an Object")
        _check_id(result, seen)
        result_content(world, result)
        results.append(result)
    return results


def result_content(world: World, result: JsonObject) -> InlineContent:
    """What a result posts when chosen; raises ApiError when it is malformed."""
    kind = get_str(result, "type")
    markup = checked_markup(result["reply_markup"]) if "reply_markup" in result else None
    keyboard = markup.inline_keyboard if markup else None
    message = get_object(result, "input_message_content")
    if kind == "article" and not get_str(result, "title"):
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if message:
        return _text_content(message, keyboard)
    if kind == "article":
        raise _unreadable("Input message content is not specified")
    caption = checked_caption(get_str(result, "caption"), get_str(result, "parse_mode"), result.get("caption_entities"))
    return InlineContent(caption, _cached_media(world, kind, result), keyboard, None)


def _check_id(result: JsonObject, seen: set[str]) -> None:
    identifier = result.get("id")
    if not isinstance(identifier, str):
        raise _unreadable('Can\'t find field "id"')
    if not identifier:
        raise bad_request("RESULT_ID_EMPTY")
    if len(identifier.encode()) > MAX_RESULT_ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if identifier in seen:
        raise bad_request("RESULT_ID_DUPLICATE")
    seen.add(identifier)


def _text_content(message: JsonObject, keyboard: JsonObject | None) -> InlineContent:
    source = get_str(message, "message_text")
    if not source.strip():
        raise bad_request("MESSAGE_EMPTY")
    content = marked_text(source, get_str(message, "parse_mode"), message.get("entities"))
    if not content.text:
        raise bad_request("MESSAGE_EMPTY")
    if utf16_length(content.text) > MAX_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    preview = message.get("link_preview_options")
    return InlineContent(content, None, keyboard, preview if isinstance(preview, dict) else None)


def _cached_media(world: World, kind: str, result: JsonObject) -> Media:
    if kind not in {"photo", "document"}:
        raise _unreadable(f'type "{kind}" is unsupported for the inline query result')
    if get_str(result, f"{kind}_url"):
        raise bad_request("WEBDOCUMENT_URL_INVALID")
    file = world.registry.files.get(get_str(result, f"{kind}_file_id"))
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return Media(kind, photo_json(file) if kind == "photo" else document_json(file), file.id)


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline query result: {reason}")
