"""Small talk: thanks, greetings, insults and attempts to give the bot orders, answered in a curated sentence.

``smalltalk.yaml`` is a list of ``{id, said: {language: […]}, within?: {language: […]}, reply: {language: …}}``.
``said`` must make up the whole message, alone or one after the other; ``within`` is looked for anywhere, and only
in what the knowledge has no answer to.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.config import shipped_knowledge_dir
from bot.knowledge.model import Place
from bot.knowledge.nodes import Problem, Problems, Sequence, Table, read_file
from bot.knowledge.record import Record
from bot.text import fold

FILE_NAME: Final = "smalltalk.yaml"
FILLER: Final = "filler"
"""The record of words that may stand beside any other and say nothing themselves; its reply is never given."""
LONGEST: Final = 200
_UNSPACED: Final = re.compile(r"[ぁ-ゟ゠-ヿ一-鿿]")


@dataclass(frozen=True, slots=True)
class Courtesy:
    """One kind of small talk: what is said by language, folded, and the reply to it."""

    id: str
    said: Mapping[str, frozenset[str]]
    within: Mapping[str, frozenset[str]]
    reply: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Remark:
    """The reply to small talk, in the language it was made in."""

    id: str
    language: str
    text: str


class Smalltalk:
    """Recognises small talk. The first record of the list wins where several are said in one message."""

    def __init__(self, courtesies: Iterable[Courtesy]) -> None:
        self._courtesies = {courtesy.id: courtesy for courtesy in courtesies}
        self._said: dict[str, list[tuple[str, str]]] = {}
        self._within: dict[str, list[tuple[str, str]]] = {}
        for courtesy in self._courtesies.values():
            for known, forms in ((self._said, courtesy.said), (self._within, courtesy.within)):
                for language, texts in forms.items():
                    for text in texts:
                        known.setdefault(text, []).append((courtesy.id, language))
        self._longest_first = sorted(self._said, key=len, reverse=True)

    def whole(self, text: str, hint: str | None) -> Remark | None:
        """Return the reply where ``text`` is nothing but small talk; ``hint`` decides between languages."""
        folded = fold(text)
        if not folded or len(folded) > LONGEST:
            return None
        parts = self._split(folded)
        return None if parts is None else self._remark([name for part in parts for name in self._said[part]], hint)

    def within(self, text: str, hint: str | None) -> Remark | None:
        """Return the reply where ``text`` holds a giveaway anywhere."""
        folded = f" {fold(text)} "
        found = [
            name
            for form, names in self._within.items()
            if (form if _UNSPACED.search(form) else f" {form} ") in folded
            for name in names
        ]
        return self._remark(found, hint)

    def _split(self, folded: str) -> tuple[str, ...] | None:
        """Return the known texts that make up ``folded`` one after the other, or None."""
        ways: list[tuple[str, ...] | None] = [None] * (len(folded) + 1)
        ways[0] = ()
        for start in range(len(folded)):
            so_far = ways[start]
            if so_far is None:
                continue
            if folded[start] == " ":
                ways[start + 1] = ways[start + 1] or so_far
            for form in self._longest_first if _may_part(folded, start) else ():
                end = start + len(form)
                if folded.startswith(form, start) and _may_part(folded, end) and ways[end] is None:
                    ways[end] = (*so_far, form)
        return ways[-1]

    def _remark(self, found: list[tuple[str, str]], hint: str | None) -> Remark | None:
        names = {courtesy for courtesy, _ in found} - {FILLER}
        first = next((courtesy for courtesy in self._courtesies.values() if courtesy.id in names), None)
        if first is None:
            return None
        languages = [language for courtesy, language in found if courtesy == first.id]
        language = hint if hint in languages and hint is not None else languages[0]
        if language not in first.reply:
            language = next(iter(first.reply))
        return Remark(first.id, language, first.reply[language])


def _may_part(folded: str, position: int) -> bool:
    """Say whether a word may end or begin at ``position``: at a space, an end, or inside Japanese."""
    if position in {0, len(folded)}:
        return True
    before, after = folded[position - 1], folded[position]
    return " " in {before, after} or bool(_UNSPACED.match(before) or _UNSPACED.match(after))


def read_smalltalk(directory: Path, languages: tuple[str, ...]) -> tuple[Smalltalk, tuple[Problem, ...]]:
    """Return the small talk in ``directory``, or the shipped one where it has none, and every problem of the file.

    A directory's own small talk must reply in each of ``languages``.
    """
    problems, path = Problems(), directory / FILE_NAME
    if not path.exists():
        path, languages = shipped_knowledge_dir() / FILE_NAME, ()
    node = read_file(path, path.read_bytes(), problems)
    if not isinstance(node, Sequence):
        if node is not None:
            problems.add(node.place, "must be a list of records, each starting with '- id: …'")
        return Smalltalk(()), problems.all()
    found: dict[str, Courtesy] = {}
    for item in node.items:
        if not isinstance(item, Table):
            problems.add(item.place, "must be a record with keys and values")
            continue
        courtesy = _courtesy(Record(item, problems), languages, problems)
        if courtesy.id in found:
            problems.add(courtesy.place, f"id {courtesy.id!r} is already taken")
        found.setdefault(courtesy.id, courtesy)
    return Smalltalk(found.values()), problems.all()


def _courtesy(record: Record, languages: tuple[str, ...], problems: Problems) -> Courtesy:
    courtesy_id = record.identifier("id")
    said = _forms(record, "said", problems)
    within = _forms(record, "within", problems) if record.has("within") else {}
    replies: dict[str, str] = {}
    if courtesy_id != FILLER and (table := record.table("reply")) is not None:
        texts = Record(table, problems)
        replies = {language: texts.text(language) for language in table.items}
        for language in languages:
            if language not in replies:
                problems.add(table.place, f"reply.{language} is missing")
    record.finish()
    return Courtesy(courtesy_id, said, within, replies, record.place)


def _forms(record: Record, key: str, problems: Problems) -> Mapping[str, frozenset[str]]:
    table = record.table(key)
    if table is None:
        return {}
    texts = Record(table, problems)
    return {language: frozenset(map(fold, texts.texts(language))) - {""} for language in table.items}
