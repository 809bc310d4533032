"""Stretches of text: UTF-16 offsets, and the entities Telegram finds by itself (commands, mentions, links).

Knows nothing of markup: that is `html_markup`.
"""

import re
from collections.abc import Iterable, Iterator

from bot.playground.model import Entity
from bot.playground.wire import JsonObject

_URL = (
    r"(?P<url>(?:https?://|www\.)[^\s<>\"]+"
    r"|(?<![\w@./-])(?:[\w-]+\.)+(?:com|org|net|int|gov|edu|info|io|kz|jp|ru|me)\b(?:/[^\s<>\"]*)?)"
)
_FOUND = re.compile(
    r"(?P<email>(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[A-Za-z]{2,}\b)"
    rf"|{_URL}"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{4,32}\b)"
    r"|(?P<hashtag>(?<![\w#&])#\w*[^\W\d_]\w*)"
)
_WORTH_A_LOOK = re.compile(r"[/@#]|\w\.\w")
_TRAILING = ".,;:!?)]}'»”。、）」"
_OPAQUE = frozenset({"code", "pre", "text_link", "text_mention", "custom_emoji"})


def utf16_length(text: str) -> int:
    """The length of a text in UTF-16 units, as Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The stretch of a text that an entity covers."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def found_entities(text: str, marked: Iterable[Entity] = ()) -> tuple[Entity, ...]:
    """All entities of a text, in order: those marked by the sender and those Telegram recognises."""
    marked = tuple(marked)
    if not _WORTH_A_LOOK.search(text):
        return marked
    opaque = [(e.offset, e.offset + e.length) for e in marked if e.type in _OPAQUE]
    found = [
        entity
        for entity in _recognised(text)
        if not any(start < entity.offset + entity.length and entity.offset < end for start, end in opaque)
    ]
    return tuple(in_order([*marked, *found])) if found else marked


def in_order(entities: Iterable[Entity]) -> list[Entity]:
    """Entities as Telegram lists them: by offset, the longer (outer) first."""
    return sorted(entities, key=lambda entity: (entity.offset, -entity.length))


def entity_json(entity: Entity) -> JsonObject:
    """The MessageEntity object."""
    result: JsonObject = {"type": entity.type, "offset": entity.offset, "length": entity.length}
    if entity.url is not None:
        result["url"] = entity.url
    if entity.language is not None:
        result["language"] = entity.language
    if entity.custom_emoji_id is not None:
        result["custom_emoji_id"] = entity.custom_emoji_id
    return result


def _recognised(text: str) -> Iterator[Entity]:
    for match in _FOUND.finditer(text):
        kind = match.lastgroup or "url"
        found = match.group()
        if kind == "url":
            found = found.rstrip(_TRAILING)
        yield Entity(kind, utf16_length(text[: match.start()]), utf16_length(found))
