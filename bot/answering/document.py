"""A reply as blocks of styled text, before any markup: what both Telegram's HTML and plain text are made of."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field


class Style(enum.Enum):
    """How a segment looks."""

    PLAIN = enum.auto()
    BOLD = enum.auto()
    ITALIC = enum.auto()


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text in one style, leading to ``href`` if that is given."""

    text: str
    style: Style = Style.PLAIN
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph. ``folded`` blocks are shown collapsed where the reader's app can do that."""

    segments: tuple[Segment, ...]
    folded: bool = False

    def plain(self) -> str:
        """Return the block's text alone."""
        return "".join(segment.text for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Document:
    """A reply's blocks, set apart by an empty line."""

    blocks: tuple[Block, ...] = field(default=())

    def plain(self) -> str:
        """Return the whole text without any markup."""
        return "\n\n".join(block.plain() for block in self.blocks)


def block(*segments: Segment | str) -> Block:
    """Return a block of ``segments``, a bare string being plain text."""
    return Block(_segments(segments))


def folded(*segments: Segment | str) -> Block:
    """Return a block that may be shown collapsed."""
    return Block(_segments(segments), folded=True)


def bold(text: str) -> Segment:
    """Return ``text`` in bold."""
    return Segment(text, Style.BOLD)


def italic(text: str) -> Segment:
    """Return ``text`` in italics."""
    return Segment(text, Style.ITALIC)


def _segments(given: Iterable[Segment | str]) -> tuple[Segment, ...]:
    return tuple(Segment(part) if isinstance(part, str) else part for part in given)
