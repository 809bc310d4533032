"""SECURITY.md: each defence names the tests behind it, and those tests are there. And rules that hold for all code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.places import DEPLOY, REPOSITORY

_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_TRANSCRIPT = re.compile(r"`(tests/dialogs/\w+\.yaml)`: ([^|;]+?)(?= \||;)")
SOURCES = sorted((REPOSITORY / "bot").rglob("*.py"))
LOADERS = {"CSafeLoader", "SafeLoader"}
LOADING = {"load", "load_all", "full_load", "full_load_all", "unsafe_load", "unsafe_load_all"}
EXECUTING = {"eval", "exec", "compile", "__import__"}
UNPICKLING = {"pickle", "marshal", "shelve", "dill", "joblib"}
OF_THE_PROGRAMS_OWN_NAMES = {
    "f'SET LOCAL {setting} = 0'",
    "_LAST_NUMBER.format(table=table, column=column)",
}


def _lines() -> list[str]:
    text = (DEPLOY / "SECURITY.md").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if re.match(r"\| [STRIDE]+ \|", line)]


def _named() -> list[tuple[str, str]]:
    return sorted({(match[1], match[2]) for line in _lines() for match in _TEST.finditer(line)})


@pytest.mark.parametrize(("path", "name"), _named(), ids=lambda value: str(value).removeprefix("tests/"))
def test_each_test_that_is_named_is_there(path: str, name: str) -> None:
    tree = ast.parse((REPOSITORY / path).read_text(encoding="utf-8"))
    functions = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}

    assert name in functions


def test_each_transcript_that_is_named_is_there() -> None:
    named = [match.groups() for line in _lines() for match in _TRANSCRIPT.finditer(line)]

    assert named != []
    assert [each for each in named if f"- name: {each[1]}\n" not in (REPOSITORY / each[0]).read_text("utf-8")] == []


def test_each_threat_has_a_test_behind_it() -> None:
    assert len(_lines()) >= 20
    assert [line for line in _lines() if not (_TEST.search(line) or _TRANSCRIPT.search(line))] == []


def test_all_six_kinds_of_threats_are_looked_at() -> None:
    kinds = {kind for line in _lines() for kind in line.split("|")[1].strip()}

    assert kinds == set("STRIDE")


def _calls(tree: ast.AST) -> Iterator[tuple[str, str, ast.Call]]:
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)):
                yield module, name, node
            case ast.Call(func=ast.Name(id=name)):
                yield "", name, node
            case _:
                pass


@pytest.mark.parametrize("path", [pytest.param(path, id=str(path.relative_to(REPOSITORY))) for path in SOURCES])
def test_nothing_read_is_ever_executed(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = [(module, name) for module, name, _ in _calls(tree)]
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    loaders = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr.endswith("Loader")}

    assert not [name for module, name in called if module == "yaml" and name in LOADING]
    assert loaders <= LOADERS
    assert not [name for module, name in called if module == "" and name in EXECUTING]
    assert not imported & UNPICKLING
    assert ("os", "system") not in called


def test_yaml_is_read_in_one_place_by_the_safe_loader() -> None:
    texts = {path.name: path.read_text("utf-8") for path in SOURCES}
    used = {(name, found) for name, text in texts.items() for found in re.findall(r"\byaml\.(\w+)", text)}

    assert {name for name, found in used if found != "safe_dump"} == {"nodes.py"}
    assert [name for name, text in texts.items() if re.search(r"\bfrom yaml\b|\bimport yaml as\b", text)] == []


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.name) for path in sorted((REPOSITORY / "bot" / "storage").rglob("*.py"))]
)
def test_no_sql_is_put_together_out_of_text(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = [
        ast.unparse(call.args[0])
        for module, name, call in _calls(tree)
        if (module, name) in {("sa", "text"), ("op", "execute")} and not isinstance(call.args[0], ast.Constant)
    ]

    assert set(made) <= OF_THE_PROGRAMS_OWN_NAMES
