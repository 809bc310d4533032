"""YAML as nodes with lines: what is not plain strings, lists and mappings is refused."""

from pathlib import Path

import pytest

from bot.knowledge.model import Place
from bot.knowledge.nodes import Node, Problem, Problems, Scalar, Sequence, Table, read_file

PATH = Path("x.yaml")


def read(content: bytes | str) -> tuple[Node | None, list[str]]:
    """Return the root and the problems as printed."""
    problems = Problems()
    raw = content if isinstance(content, bytes) else content.encode()
    root = read_file(PATH, raw, problems)
    return root, [str(problem) for problem in problems.all()]


def place(line: int) -> Place:
    return Place("x.yaml", line)


def test_nodes_remember_their_lines() -> None:
    root, problems = read("a: one\nb:\n  - two\n")

    assert problems == []
    assert root == Table(
        {"a": Scalar("one", place(1)), "b": Sequence((Scalar("two", place(3)),), place(3))},
        {"a": place(1), "b": place(2)},
        place(1),
    )


@pytest.mark.parametrize(
    "scalar",
    ["no", "yes", "null", "~", "true", "2026-11-20", "1e3", "0x10", "1_000", "12:30:00", ".inf", "3.10", "007", "="],
)
def test_a_plain_scalar_stays_a_string(scalar: str) -> None:
    root, problems = read(f"a: {scalar}\n")

    assert problems == []
    assert isinstance(root, Table)
    assert root.items["a"] == Scalar(scalar, place(1))


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    root, problems = read(b"\xef\xbb\xbfa: one\n")

    assert problems == []
    assert isinstance(root, Table)
    assert list(root.items) == ["a"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(b"a: 1\nb: 2\nc: \xff\n", "x.yaml:3: is not UTF-8", id="not UTF-8"),
        pytest.param(b"\xff\xfea\x00", "x.yaml:1: is not UTF-8", id="UTF-16"),
        pytest.param(b"", "x.yaml:1: is empty", id="empty"),
        pytest.param(b"# a comment\n", "x.yaml:1: is empty", id="a comment only"),
        pytest.param(b"a: 1\nb: [\n", "x.yaml:3: is not valid YAML: did not find", id="a list left open"),
        pytest.param(b"a: 1\nb: {c: 1\nd: 2\n", "x.yaml:3: is not valid YAML: did not find", id="a mapping left open"),
        pytest.param(b"a: 1\nb: 'x\n", "x.yaml:3: is not valid YAML: found unexpected", id="a quote left open"),
        pytest.param(b"a: 1\n\tb: 2\n", "x.yaml:2: is not valid YAML: found a tab", id="a tab"),
        pytest.param(b"a: 1\n---\nb: 2\n", "x.yaml:2: is not valid YAML: but found another", id="two documents"),
        pytest.param(b"a: 1\nb: *x\n", "x.yaml:2: is not valid YAML: found undefined alias", id="an unknown alias"),
        pytest.param(b"a: 1\nb: 2\nc: x\x07\n", "x.yaml:3: is not valid YAML: unaccep", id="a raw control character"),
        pytest.param(b"\xef\xbb\xbfa: 1\nb: x\x07\n", "x.yaml:2: is not valid YAML: unacc", id="the same after a BOM"),
        pytest.param(b'a: 1\nb: "\\ud800"\n', "x.yaml:2: is not valid YAML: found invalid", id="half a pair"),
    ],
)
def test_an_unreadable_file_is_one_problem_with_its_line(content: bytes, problem: str) -> None:
    root, problems = read(content)

    assert root is None
    assert len(problems) == 1
    assert problems[0].startswith(problem)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        pytest.param(
            "a: one\nb: two\na: three\n", "x.yaml:3: key 'a' stands here twice, first in line 1", id="a doubled key"
        ),
        pytest.param(
            "- b:\n    c: one\n    c: two\n", "x.yaml:3: key 'c' stands here twice, first in line 2", id="a nested one"
        ),
        pytest.param(
            "a: &x [one]\nb: *x\n",
            "x.yaml:1: aliases (&name, *name) are not allowed; write the text again",
            id="an alias of a list",
        ),
        pytest.param(
            "z: one\na: &x one\nb: *x\n",
            "x.yaml:2: aliases (&name, *name) are not allowed; write the text again",
            id="an alias of a string",
        ),
        pytest.param(
            "z: one\na: &x {c: one}\nb: {<<: *x}\n",
            "x.yaml:2: aliases (&name, *name) are not allowed; write the text again",
            id="a merged mapping",
        ),
        pytest.param("a: one\n? [b]\n: two\n", "x.yaml:2: a key must be a plain word", id="a list as key"),
        pytest.param('a: one\nb: "\\a"\n', "x.yaml:2: contains a control character", id="an escaped control character"),
        pytest.param('a: one\nb: "\\r"\n', "x.yaml:2: contains a control character", id="a carriage return"),
        pytest.param('a: one\nb: "\\0"\n', "x.yaml:2: contains a control character", id="a zero"),
    ],
)
def test_what_the_format_does_not_have_is_refused_and_reading_goes_on(content: str, problem: str) -> None:
    root, problems = read(content)

    assert root is not None
    assert problems == [problem]


@pytest.mark.parametrize("content", ["[" * 150 + "]" * 150, "- " * 150 + "a", "[" * 60_000, "- " * 60_000 + "a"])
def test_deep_nesting_is_a_problem_and_no_crash(content: str) -> None:
    _, problems = read(f"# first line\n{content}")

    assert problems == ["x.yaml:2: is not valid YAML: nested too deeply"]


def test_a_long_flat_file_is_not_too_deep() -> None:
    root, problems = read("- [a]\n" * 6000)

    assert problems == []
    assert isinstance(root, Sequence)
    assert len(root.items) == 6000


def test_a_mapping_can_hold_an_escaped_line_break_and_tab() -> None:
    assert read('a: "one\\ttwo\\n"\n')[1] == []


def test_problems_are_told_once_by_path_and_line() -> None:
    problems = Problems()
    problems.add(Place("b.yaml", 1), "third")
    problems.add(Place("a.yaml", 10), "second")
    problems.add(Place("a.yaml", 9), "first")
    problems.add(Place("a.yaml", 9), "first")

    assert problems.all() == (
        Problem("a.yaml", 9, "first"),
        Problem("a.yaml", 10, "second"),
        Problem("b.yaml", 1, "third"),
    )


def test_a_problem_is_printed_as_path_line_message() -> None:
    assert str(Problem("a.yaml", 9, "is wrong")) == "a.yaml:9: is wrong"
