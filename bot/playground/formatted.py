"""The words of a call: parse mode or entities applied, trimmed and measured as Telegram does.

The markup itself is read by `html_markup`.
"""

from dataclasses import replace

from bot.playground.entities import found_entities, in_order, utf16_length
from bot.playground.html_markup import parse_html
from bot.playground.links import checked_link
from bot.playground.model import Entity, Formatted
from bot.playground.params import Params
from bot.playground.refusal import bad_request
from bot.playground.wire import Json, get_int, get_object, get_str

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
_ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)
_RECOGNISED_ANEW = frozenset(["mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"])


def message_text(params: Params, too_long: str = "message is too long") -> Formatted:
    """The text of a message; raises ApiError when it is empty, too long or wrongly marked up."""
    source = params.text("text")
    if not source.strip():
        raise bad_request("message text is empty")
    formatted = marked_text(source, params.text("parse_mode"), _entities_json(params, "entities"))
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if utf16_length(formatted.text) > MAX_TEXT:
        raise bad_request(too_long)
    return formatted


def caption(params: Params) -> Formatted | None:
    """The caption of a call; None when there is none."""
    source = params.text("caption")
    entities = _entities_json(params, "caption_entities")
    return checked_caption(source, params.text("parse_mode"), entities)


def checked_caption(source: str, parse_mode: str, entities: Json) -> Formatted | None:
    """A caption with its markup applied; raises ApiError when too long."""
    formatted = marked_text(source, parse_mode, entities)
    if utf16_length(formatted.text) > MAX_CAPTION:
        raise bad_request("MEDIA_CAPTION_TOO_LONG")
    return formatted if formatted.text else None


def marked_text(source: str, parse_mode: str, entities: Json) -> Formatted:
    """A text with its parse mode, or else its entities, applied, and trimmed; its length is not judged."""
    mode = parse_mode.lower()
    if mode not in {"", "none", "html"}:
        raise bad_request("unsupported parse_mode")
    if mode == "html":
        formatted = parse_html(source)
    else:
        formatted = Formatted(source, _given_entities(entities, source) if entities else ())
    if _has_half_characters(source):
        raise bad_request("strings must be encoded in UTF-8")
    formatted = _trimmed(formatted)
    if len(formatted.entities) > MAX_ENTITIES:
        raise bad_request("ENTITIES_TOO_LONG")
    return Formatted(formatted.text, found_entities(formatted.text, formatted.entities))


def _entities_json(params: Params, name: str) -> Json:
    if params.text("parse_mode"):
        return None
    value = params.json(name, "can't parse entities JSON object")
    if value is not None and not isinstance(value, list):
        raise bad_request("expected an Array of message entities")
    return value


def _has_half_characters(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _given_entities(entities: Json, text: str) -> tuple[Entity, ...]:
    length = utf16_length(text)
    given = [_given_entity(entity, length) for entity in entities] if isinstance(entities, list) else []
    return tuple(in_order(e for e in given if e is not None and e.type not in _RECOGNISED_ANEW))


def _given_entity(source: Json, text_length: int) -> Entity | None:
    if not isinstance(source, dict):
        raise bad_request("can't parse MessageEntity: expected an Object")
    kind, offset, length = (
        get_str(source, "type"),
        get_int(source, "offset", -1),
        get_int(source, "length", -1),
    )
    if kind not in _ENTITY_TYPES:
        raise bad_request("can't parse MessageEntity: unsupported type specified")
    if offset < 0 or length < 0:
        raise bad_request("can't parse MessageEntity: offset and length must be non-negative")
    if offset + length > text_length:
        raise bad_request(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text"
            f" at UTF-16 offset {offset + length}"
        )
    url = checked_link(get_str(source, "url")) if kind == "text_link" else None
    if length == 0 or (kind == "text_link" and url is None):
        return None
    user_id = get_int(get_object(source, "user"), "id")
    return Entity(
        kind,
        offset,
        length,
        url=url,
        user_id=user_id if kind == "text_mention" else None,
        language=get_str(source, "language") or None if kind == "pre" else None,
        custom_emoji_id=get_str(source, "custom_emoji_id") if kind == "custom_emoji" else None,
    )


def _trimmed(formatted: Formatted) -> Formatted:
    """Without white space at both ends, the entities shifted and shortened with it."""
    text = formatted.text
    stripped = text.strip()
    if len(stripped) == len(text):
        return formatted
    start = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(stripped)
    kept = []
    for entity in formatted.entities:
        begin = max(entity.offset - start, 0)
        end = min(entity.offset + entity.length - start, length)
        if end > begin:
            kept.append(replace(entity, offset=begin, length=end - begin))
    return Formatted(stripped, tuple(kept))
