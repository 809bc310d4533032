"""Telegram's HTML parse mode: the tags, the four named characters and the refusals of Telegram's own parser.

Error positions are byte offsets of the UTF-8 text, as Telegram reports them.
"""

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.playground.entities import in_order, utf16_length
from bot.playground.links import checked_link, mentioned_user
from bot.playground.model import Entity, Formatted
from bot.playground.refusal import bad_request

_STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset({*_STYLES, "a", "code", "pre", "tg-emoji", "blockquote"})
_SPECIAL = re.compile(r"[<&]")
_CHARACTER = re.compile(
    r"&(?:#x([0-9a-fA-F]{1,8})(?![0-9a-fA-F])|#([0-9]{1,8})(?![0-9])|(lt|gt|amp|quot)(?![A-Za-z]))(;?)"
)
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_TAG_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACE = re.compile(r"\s*")
_END_TAG = re.compile(r"([^\s>]*)\s*")
_EMOJI_ID = re.compile(r"^[1-9][0-9]{0,18}$")
_MAX_CODE_POINT = 0x10FFFF


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    begin: int


def parse_html(source: str) -> Formatted:
    """Turn marked-up text into plain text and entities; raises ApiError as Telegram would."""
    if not _SPECIAL.search(source):
        return Formatted(source)
    return _Parser(source).parsed()


def decode_characters(text: str) -> str:
    """Replace the character references Telegram knows; all others stay as they are."""
    return _CHARACTER.sub(_decoded, text) if "&" in text else text


def _decoded(match: re.Match[str]) -> str:
    hexadecimal, decimal, name, _ = match.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return chr(code) if 0 < code < _MAX_CODE_POINT else match.group()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parsed(self) -> Formatted:
        source = self.source
        while self.at < len(source):
            tag_at = source.find("<", self.at)
            stop = len(source) if tag_at < 0 else tag_at
            self._append(decode_characters(source[self.at : stop]))
            self.at = stop
            if tag_at >= 0:
                if source.startswith("</", tag_at):
                    self._end_tag(tag_at)
                else:
                    self._start_tag(tag_at)
        if self.open:
            _refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        text = "".join(self.parts)
        if any("\ud800" <= character <= "\udfff" for character in text):
            _refuse("Text contains invalid Unicode characters after decoding HTML entities")
        return Formatted(text, tuple(in_order(_without_nested_in_code(self.entities))))

    def _append(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += utf16_length(text)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "replace"))

    def _start_tag(self, begin: int) -> None:
        end = _end_of(_TAG_NAME, self.source, begin + 1)
        if end >= len(self.source):
            _refuse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = self.source[begin + 1 : end].lower()
        if tag not in _TAGS:
            _refuse(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument, self.at = self._attributes(tag, begin, end)
        if tag == "span" and argument != "tg-spoiler":
            _refuse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        if tag == "blockquote" and any(opened.tag == "blockquote" for opened in self.open):
            _refuse(f"Nested blockquote at byte offset {self._byte(begin)}")
        self.open.append(_Open(tag, argument, self.length, len(self.parts)))

    def _attributes(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        """Read up to and past ">"; gives the one attribute value that matters for the tag."""
        source, argument = self.source, ""
        while True:
            position = _end_of(_SPACE, source, position)
            if position < len(source) and source[position] == ">":
                return argument, position + 1
            name_end = _end_of(_ATTRIBUTE_NAME, source, position)
            name, position = source[position:name_end].lower(), _end_of(_SPACE, source, name_end)
            if position >= len(source):
                _refuse(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
            if not name:
                _refuse(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            if source[position] != "=":
                if (tag, name) != ("blockquote", "expandable"):
                    _refuse(
                        f'Expected equal sign in declaration of an attribute of the tag "{tag}"'
                        f" at byte offset {self._byte(begin)}"
                    )
                argument = "expandable"
                continue
            value, position = self._value(tag, begin, _end_of(_SPACE, source, position + 1))
            argument = _argument(tag, name, value) or argument

    def _value(self, tag: str, begin: int, position: int) -> tuple[str, int]:
        source = self.source
        if position >= len(source):
            _refuse(f'Unclosed start tag "{tag}" at byte offset {self._byte(begin)}')
        quote = source[position]
        if quote in "'\"":
            end = source.find(quote, position + 1)
            if end < 0 or end + 1 >= len(source):
                _refuse(f"Unclosed start tag at byte offset {self._byte(begin)}")
            return decode_characters(source[position + 1 : end]), end + 1
        end = _end_of(_NAME_TOKEN, source, position)
        if end >= len(source):
            _refuse(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if source[end] != ">" and not source[end].isspace():
            _refuse(f"Unexpected end of name token at byte offset {self._byte(position)}")
        return source[position:end].lower(), end

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            _refuse(f"Unexpected end tag at byte offset {self._byte(begin)}")
        match = _END_TAG.match(self.source, begin + 2)
        end = match.end() if match else len(self.source)
        if end >= len(self.source) or self.source[end] != ">":
            _refuse(f"Unclosed end tag at byte offset {self._byte(begin)}")
        name = match.group(1).lower() if match else ""
        opened = self.open.pop()
        if name and name != opened.tag:
            _refuse(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{opened.tag}>", found "</{name}>"'
            )
        self.at = end + 1
        if self.length > opened.offset:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        offset, length, tag = opened.offset, self.length - opened.offset, opened.tag
        if tag == "a":
            link = opened.argument or "".join(self.parts[opened.begin :])
            self._add_link(link, offset, length)
        elif tag == "tg-emoji":
            if not _EMOJI_ID.match(opened.argument):
                _refuse("Invalid custom emoji identifier specified")
            self.entities.append(Entity("custom_emoji", offset, length, custom_emoji_id=opened.argument))
        elif tag == "blockquote":
            kind = "expandable_blockquote" if opened.argument else "blockquote"
            self.entities.append(Entity(kind, offset, length))
        elif tag in {"pre", "code"}:
            self._add_code(tag, opened.argument or None, offset, length)
        else:
            self.entities.append(Entity(_STYLES[tag], offset, length))

    def _add_link(self, link: str, offset: int, length: int) -> None:
        user_id, url = mentioned_user(link), checked_link(link)
        if user_id is not None:
            self.entities.append(Entity("text_mention", offset, length, user_id=user_id))
        elif url is not None:
            self.entities.append(Entity("text_link", offset, length, url=url))

    def _add_code(self, tag: str, language: str | None, offset: int, length: int) -> None:
        inner = self.entities[-1] if self.entities else None
        wraps = (
            inner is not None
            and inner.type in {"pre", "code"}
            and inner.type != tag
            and (inner.offset, inner.length) == (offset, length)
            and (inner.language or language)
        )
        if inner is not None and wraps:
            self.entities[-1] = Entity("pre", offset, length, language=inner.language or language)
        else:
            self.entities.append(Entity(tag, offset, length, language=language))


def _argument(tag: str, name: str, value: str) -> str:
    match tag, name:
        case ("a", "href") | ("tg-emoji", "emoji-id"):
            return value
        case "code", "class" if value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value.startswith("tg-"):
            return value
        case "blockquote", "expandable":
            return "expandable"
        case _:
            return ""


def _without_nested_in_code(entities: list[Entity]) -> list[Entity]:
    """Code and pre hold no other entities; a language matters on pre only."""
    opaque = [entity for entity in entities if entity.type in {"code", "pre"}]
    kept = [
        entity
        for entity in entities
        if not any(
            other is not entity
            and other.offset <= entity.offset
            and entity.offset + entity.length <= other.offset + other.length
            and entity.type not in {"blockquote", "expandable_blockquote"}
            and (entity.type not in {"code", "pre"} or other.type == "pre")
            for other in opaque
        )
    ]
    return [
        Entity("code", entity.offset, entity.length) if entity.type == "code" and entity.language else entity
        for entity in kept
    ]


def _end_of(pattern: re.Pattern[str], text: str, position: int) -> int:
    match = pattern.match(text, position)
    return match.end() if match else position


def _refuse(reason: str) -> NoReturn:
    raise bad_request(f"can't parse entities: {reason}")
