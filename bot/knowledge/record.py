"""Reading one table's fields: each missing, wrong or unknown field becomes a ``Problem`` with its line."""

import datetime as dt
import re
from typing import Final

from bot.knowledge.model import Place
from bot.knowledge.nodes import Node, Problems, Scalar, Sequence, Table

_ID: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*\Z")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
MAX_ID_LENGTH: Final = 54  # a button's 64 bytes hold it with a language of three letters and a page


class Record:
    """Reads one table's fields, noting each that is missing, of the wrong kind or unknown.

    A method that finds its field wrong notes a problem and returns an empty value, so that reading goes on
    and every other problem is found in the same pass.
    """

    def __init__(self, table: Table, problems: Problems) -> None:
        self.place = table.place
        self._table = table
        self._problems = problems
        self._asked: set[str] = set()

    def has(self, key: str) -> bool:
        """Say whether the field is there."""
        self._asked.add(key)
        return key in self._table.items

    def place_of(self, key: str) -> Place:
        """Return where the field stands, or where the table starts if it is missing."""
        return self._table.key_places.get(key, self.place)

    def node(self, key: str) -> Node | None:
        """Return a required field's node."""
        if not self.has(key):
            self._problems.add(self.place, f"{key!r} is missing")
            return None
        return self._table.items[key]

    def text(self, key: str) -> str:
        """Return a required field that is one non-empty string."""
        node = self.node(key)
        return "" if node is None else self.as_text(node, key)

    def as_text(self, node: Node, name: str) -> str:
        """Return ``node``'s text, noting a problem where it is no string or an empty one."""
        if not isinstance(node, Scalar):
            self._problems.add(node.place, f"{name!r} must be one string")
            return ""
        text = " ".join(node.text.split())
        if not text:
            self._problems.add(node.place, f"{name!r} is empty")
        return text

    def identifier(self, key: str) -> str:
        """Return a required field that is an id: lower-case letters, digits and single - or _."""
        text = self.text(key)
        if text and (not _ID.match(text) or len(text) > MAX_ID_LENGTH):
            self._problems.add(
                self.place_of(key), f"{key!r} must be at most {MAX_ID_LENGTH} of a-z, 0-9 and single - or _: {text!r}"
            )
        return text

    def date(self, key: str) -> dt.date:
        """Return a required field that is a day as YYYY-MM-DD."""
        text = self.text(key)
        try:
            if _DAY.match(text):
                return dt.date.fromisoformat(text)
        except ValueError:
            pass
        if text:
            self._problems.add(self.place_of(key), f"{key!r} must be a day as YYYY-MM-DD: {text!r}")
        return dt.date.min

    def choice(self, key: str, values: tuple[str, ...]) -> str:
        """Return a required field that is one of ``values``; the first of them where it is wrong."""
        text = self.text(key)
        if text in values:
            return text
        if text:
            self._problems.add(self.place_of(key), f"{key!r} must be one of {', '.join(values)}: {text!r}")
        return values[0]

    def sequence(self, key: str) -> tuple[Node, ...]:
        """Return an optional field that is a list; empty where it is not there."""
        if not self.has(key):
            return ()
        node = self._table.items[key]
        if not isinstance(node, Sequence):
            self._problems.add(node.place, f"{key!r} must be a list")
            return ()
        return node.items

    def texts(self, key: str) -> tuple[str, ...]:
        """Return an optional field that is a list of strings, each standing once."""
        found: dict[str, None] = {}
        for node in self.sequence(key):
            text = self.as_text(node, key)
            if text in found:
                self._problems.add(node.place, f"{key!r} holds {text!r} twice")
            elif text:
                found[text] = None
        return tuple(found)

    def table(self, key: str) -> Table | None:
        """Return a required field that is a mapping."""
        node = self.node(key)
        if node is None or isinstance(node, Table):
            return node
        self._problems.add(node.place, f"{key!r} must be a mapping")
        return None

    def finish(self) -> None:
        """Note every field nobody asked for; call after the last one was read."""
        for key, place in self._table.key_places.items():
            if key not in self._asked:
                self._problems.add(place, f"unknown key {key!r}")
