"""Any document becomes HTML that Telegram takes: its tags only, balanced, within the limits, nothing unescaped."""

from hypothesis import given
from hypothesis import strategies as st

from bot.answering.document import Block, Document, Segment, Style
from bot.text import utf16_length
from bot.tg.render import MAX_ENTITIES, MAX_TEXT, render_html
from tests.html_reading import Reading
from tests.properties.texts import wordy_text

NOTICE = "… (shortened)"

texts = st.one_of(wordy_text, st.text(), st.just("x" * 3000), st.just("😀<&>" * 700))
links = st.one_of(st.none(), st.text(min_size=1).map(lambda path: f"https://example.org/{path}"))
segments = st.builds(Segment, texts, st.sampled_from(Style), links)
blocks = st.builds(Block, st.lists(segments, max_size=6).map(tuple), st.booleans())
crowds = st.builds(lambda one, count: (one,) * count, blocks, st.integers(min_value=90, max_value=130))
documents = st.builds(Document, st.one_of(st.lists(blocks, max_size=8).map(tuple), crowds))


@given(documents)
def test_html_has_allowed_tags_only_and_balanced(document: Document) -> None:
    assert Reading(render_html(document, NOTICE)).wrong == []


@given(documents)
def test_html_is_within_telegrams_limits_once_parsed(document: Document) -> None:
    reading = Reading(render_html(document, NOTICE))

    assert utf16_length(reading.text) <= MAX_TEXT
    assert reading.entities <= MAX_ENTITIES


@given(documents, st.integers(min_value=20, max_value=200))
def test_any_limit_is_kept(document: Document, limit: int) -> None:
    assert utf16_length(Reading(render_html(document, NOTICE, limit)).text) <= limit


@given(documents)
def test_text_is_shown_as_it_is_or_cut_with_the_notice(document: Document) -> None:
    shown = Reading(render_html(document, NOTICE)).text

    whole = document.plain()
    fits = utf16_length(whole) <= MAX_TEXT
    assert shown == whole if fits else shown.endswith(NOTICE)
    assert whole.startswith(shown if fits else shown.removesuffix(NOTICE).rstrip())
