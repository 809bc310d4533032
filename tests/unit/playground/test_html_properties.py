"""Whatever a bot sends, the parser either refuses it or gives entities that lie within the text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.entities import utf16_length
from bot.playground.formatted import marked_text
from bot.playground.html_markup import parse_html
from bot.playground.model import Formatted
from bot.playground.refusal import ApiError

_PIECES = st.sampled_from(
    [
        *(
            "<b>",
            "</b>",
            "<i>",
            "</i>",
            "</",
            "<",
            ">",
            "<a href=",
            "<a href='a.kz'>",
            "</a>",
            "<code>",
            "</code>",
        ),
        *(
            "<pre>",
            "</pre>",
            "<blockquote expandable>",
            "<blockquote>",
            "</blockquote>",
            "&lt;",
            "&#",
            "&#x1F600;",
        ),
        *(
            "x",
            "さくら",
            "😀",
            " ",
            "\n",
            '"',
            "'",
            "=",
            "/start",
            "@alice",
            "https://a.kz/x",
            "<span class=",
            "</>",
        ),
    ]
)
_SOURCES = st.lists(_PIECES, max_size=12).map("".join) | st.text(max_size=30)


@settings(deadline=None)
@given(_SOURCES)
def test_entities_lie_within_the_text(source: str) -> None:
    try:
        formatted = marked_text(source, "HTML", None)
    except ApiError as refusal:
        assert refusal.code == 400  # noqa: PT017 - either outcome is right
        return

    length = utf16_length(formatted.text)
    assert all(0 <= e.offset < e.offset + e.length <= length for e in formatted.entities)
    assert list(formatted.entities) == sorted(formatted.entities, key=lambda e: (e.offset, -e.length))


@settings(deadline=None)
@given(st.text(max_size=60))
def test_escaped_text_comes_back_as_it_was(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert parse_html(escaped) == Formatted(text)
