"""Rendering: documents as Telegram's HTML. The one place where text is escaped and cut to the limits."""

from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Final

from bot.answering.document import Block, Document, Segment, Style
from bot.text import cut_utf16, utf16_length

MAX_TEXT: Final = 4096
MAX_ENTITIES: Final = 100
_GAP: Final = "\n\n"
_TAGS: Final = {Style.BOLD: "b", Style.ITALIC: "i"}


def render_html(document: Document, cut_notice: str, limit: int = MAX_TEXT) -> str:
    """Return ``document`` as HTML of at most ``limit`` UTF-16 units and 100 entities once parsed.

    What is too long is cut from the end, inside a segment and never inside a tag, and ``cut_notice`` is set
    after it; links beyond the hundredth entity stay as plain text.
    """
    blocks = _fit(document, cut_notice, limit)
    return _GAP.join(_block(block) for block in _few_entities(blocks))


def _fit(document: Document, cut_notice: str, limit: int) -> list[Block]:
    if utf16_length(document.plain()) <= limit:
        return list(document.blocks)
    room = limit - utf16_length(cut_notice)
    fitted: list[Block] = []
    for block in document.blocks:
        gap = utf16_length(_GAP) if fitted else 0
        if room < gap:
            fitted[-1] = replace(fitted[-1], segments=(*fitted[-1].segments, Segment(cut_notice)))
            return fitted
        room -= gap
        kept: list[Segment] = []
        for segment in block.segments:
            if room < utf16_length(segment.text):
                kept.append(Segment(cut_utf16(segment.text, room, ellipsis="") + cut_notice))
                return [*fitted, replace(block, segments=tuple(kept))]
            room -= utf16_length(segment.text)
            kept.append(segment)
        fitted.append(replace(block, segments=tuple(kept)))
    return fitted


def _few_entities(blocks: list[Block]) -> Iterator[Block]:
    left = MAX_ENTITIES
    for block in blocks:
        folded = block.folded and left > 0
        left -= folded
        segments: list[Segment] = []
        for segment in block.segments:
            wanted = (segment.style is not Style.PLAIN) + (segment.href is not None)
            segments.append(segment if wanted <= left else Segment(segment.text))
            left -= wanted if wanted <= left else 0
        yield replace(block, segments=tuple(segments), folded=folded)


def _block(block: Block) -> str:
    inner = "".join(_segment(segment) for segment in block.segments)
    return f"<blockquote expandable>{inner}</blockquote>" if block.folded else inner


def _segment(segment: Segment) -> str:
    if not segment.text:
        return ""
    html = escape(segment.text, quote=False)
    if segment.href is not None:
        html = f'<a href="{escape(segment.href)}">{html}</a>'
    tag = _TAGS.get(segment.style)
    return f"<{tag}>{html}</{tag}>" if tag else html
