"""Documents as Telegram's HTML."""

import pytest

from bot.answering.document import Block, Document, Segment, Style, block, bold, folded, italic
from bot.tg.render import MAX_ENTITIES, MAX_TEXT, render_html


def html(*blocks: Block, limit: int = MAX_TEXT) -> str:
    return render_html(Document(blocks), "…cut", limit)


@pytest.mark.parametrize(
    ("given", "rendered"),
    [
        pytest.param(block("a", bold("b"), italic("c")), "a<b>b</b><i>c</i>", id="styles"),
        pytest.param(block('<b> & "x"'), '&lt;b&gt; &amp; "x"', id="markup in the text"),
        pytest.param(block(bold("a<b")), "<b>a&lt;b</b>", id="markup in a styled text"),
        pytest.param(
            block(Segment("a & b", href='https://x.y/?a=1&b="2"')),
            '<a href="https://x.y/?a=1&amp;b=&quot;2&quot;">a &amp; b</a>',
            id="a link",
        ),
        pytest.param(
            block(Segment("a", Style.BOLD, "https://x.y")), '<b><a href="https://x.y">a</a></b>', id="a bold link"
        ),
        pytest.param(folded("a"), "<blockquote expandable>a</blockquote>", id="a folded block"),
        pytest.param(block("a", bold(""), "b"), "ab", id="nothing in bold"),
    ],
)
def test_a_block_is_rendered(given: Block, rendered: str) -> None:
    assert html(given) == rendered


def test_blocks_are_set_apart_by_an_empty_line() -> None:
    assert html(block("a"), folded("b"), block("c")) == "a\n\n<blockquote expandable>b</blockquote>\n\nc"


def test_what_just_fits_is_not_cut() -> None:
    assert html(block("a" * 10), limit=10) == "a" * 10


@pytest.mark.parametrize(
    ("blocks", "cut"),
    [
        pytest.param([block("a" * 11)], "aaaaaa…cut", id="within a segment"),
        pytest.param([block("aaa", bold("bbbbbbbb"))], "aaabbb…cut", id="the cut segment loses its style"),
        pytest.param([block("aaa"), block("bbbbbb")], "aaa\n\nb…cut", id="within a later block"),
        pytest.param([block("aaaaa"), block("bbbbbb")], "aaaaa…cut", id="no room for the gap"),
        pytest.param([block("aaaaaa"), block("bbbbbb")], "aaaaaa…cut", id="no room at all"),
        pytest.param([folded("a" * 11)], "<blockquote expandable>aaaaaa…cut</blockquote>", id="within a folded block"),
        pytest.param([block("aaaaa😀bbbbb")], "aaaaa…cut", id="never half a pair"),
        pytest.param([block("<<<<<<<<<<<")], "&lt;" * 6 + "…cut", id="units are counted before escaping"),
        pytest.param([block("aaaaaa"), block(), block(), block("b")], "aaaaaa…cut", id="empty blocks"),
    ],
)
def test_what_is_too_long_is_cut_with_a_notice(blocks: list[Block], cut: str) -> None:
    assert html(*blocks, limit=10) == cut


def test_a_surrogate_pair_counts_as_two() -> None:
    assert html(block("😀" * 2049)) == "😀" * 2046 + "…cut"


def test_links_beyond_the_hundredth_entity_are_plain_text() -> None:
    links = [Segment("x", href="https://x.y") for _ in range(MAX_ENTITIES + 1)]

    assert html(block(*links)).count("<a ") == MAX_ENTITIES
    assert html(block(*links)).endswith("</a>x")


def test_a_bold_link_is_two_entities() -> None:
    links = [Segment("x", Style.BOLD, "https://x.y") for _ in range(51)]

    assert html(block(*links)).count("<a ") == 50


def test_a_folded_block_is_an_entity() -> None:
    links = [Segment("x", href="https://x.y") for _ in range(MAX_ENTITIES)]

    assert html(folded(*links)).count("<a ") == MAX_ENTITIES - 1


def test_folded_blocks_beyond_the_hundredth_entity_are_plain() -> None:
    assert html(*(folded("x") for _ in range(MAX_ENTITIES + 1))).count("<blockquote") == MAX_ENTITIES
