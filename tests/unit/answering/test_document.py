"""Documents before any markup."""

from bot.answering.document import Block, Document, Segment, Style, block, bold, folded, italic


def test_a_document_is_its_blocks_set_apart_by_an_empty_line() -> None:
    document = Document((block("a", bold("b")), folded("c")))

    assert document.plain() == "ab\n\nc"


def test_blocks_are_made_of_strings_and_segments() -> None:
    linked = Segment("d", href="https://example.org")

    assert block("a", bold("b"), italic("c"), linked) == Block(
        (Segment("a"), Segment("b", Style.BOLD), Segment("c", Style.ITALIC), linked)
    )


def test_only_folded_blocks_are_folded() -> None:
    assert (block("a").folded, folded("a").folded) == (False, True)


def test_an_empty_document_says_nothing() -> None:
    assert Document().plain() == ""
