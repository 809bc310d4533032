"""YAML as nodes that remember their line, read strictly: strings only, no doubled keys, no aliases.

Everything that is wrong is collected as a ``Problem``; nothing is guessed and nothing raises.
"""

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from bot.knowledge.model import Place

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")
_OPENERS: Final = "[{-?"
_DEEPEST: Final = 100
_TOO_DEEP: Final = "nested too deeply"
_HARMLESS_OPENERS: Final = 10_000  # libyaml overflows the C stack somewhere above 20,000 levels


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One finding, printed as ``path:line: message``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string and its line."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes and its line."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping from string keys to nodes, with the line of each key."""

    items: "Mapping[str, Node]"
    key_places: Mapping[str, Place]
    place: Place


Node = Scalar | Sequence | Table


class Problems:
    """Collects the findings of one reading."""

    def __init__(self) -> None:
        self._found: list[Problem] = []

    def add(self, place: Place, message: str) -> None:
        """Note one finding."""
        self._found.append(Problem(place.path, place.line, message))

    def all(self) -> tuple[Problem, ...]:
        """Return every finding once, by path and line."""
        return tuple(sorted(set(self._found)))


def read_file(path: Path, content: bytes, problems: Problems) -> Node | None:
    """Return the one YAML document in ``content``, or None where it cannot be read at all."""
    try:
        text = content.decode("utf-8-sig")
        deep = _line_too_deep(text)
        root = _compose(text) if deep is None else None
    except UnicodeDecodeError as error:
        problems.add(Place(str(path), content[: error.start].count(b"\n") + 1), "is not UTF-8")
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.add(Place(str(path), line), f"is not valid YAML: {error.problem or error.context}")
        return None
    except yaml.reader.ReaderError as error:
        line = content.removeprefix(codecs.BOM_UTF8)[: error.position].count(b"\n") + 1
        problems.add(Place(str(path), line), f"is not valid YAML: {str(error).splitlines()[0]}")
        return None
    if deep is not None:
        problems.add(Place(str(path), deep), f"is not valid YAML: {_TOO_DEEP}")
        return None
    if root is None:
        problems.add(Place(str(path), 1), "is empty")
        return None
    return _Converter(str(path), problems).convert(root)


def _compose(text: str) -> yaml.Node | None:
    loader = yaml.CSafeLoader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _line_too_deep(text: str) -> int | None:
    """Return the line where ``text`` is nested too deeply to be composed, None where it nowhere is."""
    if sum(map(text.count, _OPENERS)) <= _HARMLESS_OPENERS:
        return None
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            return event.start_mark.line + 1 if event.start_mark else 1
    return None


class _Converter:
    """Turns PyYAML's nodes into ours and refuses what the format doesn't have."""

    def __init__(self, path: str, problems: Problems) -> None:
        self._path = path
        self._problems = problems
        self._seen: set[int] = set()

    def convert(self, node: yaml.Node, depth: int = 0) -> Node | None:
        place = Place(self._path, node.start_mark.line + 1)
        if id(node) in self._seen:
            self._problems.add(place, "aliases (&name, *name) are not allowed; write the text again")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, place)
        if depth >= _DEEPEST:
            self._problems.add(place, f"is not valid YAML: {_TOO_DEEP}")
            return None
        if isinstance(node, yaml.SequenceNode):
            items = (self.convert(child, depth + 1) for child in node.value)
            return Sequence(tuple(item for item in items if item is not None), place)
        return self._table(node, place, depth)

    def _scalar(self, node: yaml.ScalarNode, place: Place) -> Scalar:
        text: str = node.value
        if _CONTROL.search(text):
            self._problems.add(place, "contains a control character")
        return Scalar(text, place)

    def _table(self, node: yaml.Node, place: Place, depth: int) -> Table:
        items: dict[str, Node] = {}
        key_places: dict[str, Place] = {}
        for key_node, value_node in node.value:
            key_place = Place(self._path, key_node.start_mark.line + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._problems.add(key_place, "a key must be a plain word")
                continue
            key: str = key_node.value
            if key in items:
                self._problems.add(key_place, f"key {key!r} stands here twice, first in line {key_places[key].line}")
                continue
            value = self.convert(value_node, depth + 1)
            if value is not None:
                items[key] = value
                key_places[key] = key_place
        return Table(items, key_places, place)
