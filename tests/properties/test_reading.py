"""Any file content is read or reported, never raised."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.nodes import Problems, read_file

PIECES = [
    "- ",
    "a: ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "&x ",
    "*x",
    "!!int ",
    "? ",
    "|\n",
    ">\n",
    "'",
    '"',
    "#",
    "\t",
]
yamlish = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map("".join)


@given(st.one_of(st.binary(), yamlish.map(lambda text: text.encode("utf-8", "replace"))))
def test_any_content_is_read_or_reported_with_a_line_of_it(content: bytes) -> None:
    problems = Problems()

    root = read_file(Path("x.yaml"), content, problems)

    found = problems.all()
    assert root is not None or len(found) > 0
    assert all(problem.path == "x.yaml" and problem.line >= 1 for problem in found)
