"""From a directory of YAML to a validated ``KnowledgeBase``, or to every problem it has.

Refuses what is malformed or doesn't resolve. Editorial rules (languages complete, counts, style) are left to
``bot.knowledge.check``, so that anyone's small directory loads.
"""

import hashlib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol, TypeVar

from bot.collector import collector_paused
from bot.errors import KnowledgeError
from bot.knowledge.forms import FormReader
from bot.knowledge.model import Entry, Fact, KnowledgeBase, Language, Place, Source, Topic
from bot.knowledge.nodes import Node, Problem, Problems, Sequence, Table, read_file
from bot.knowledge.record import Record
from bot.knowledge.resolving import check_references

_LIST_FILES: Final = ("topics.yaml", "sources.yaml")


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_Identified)


def load_knowledge(directory: Path) -> KnowledgeBase:
    """Return the knowledge base in ``directory``.

    Raises:
        KnowledgeError: with every problem, each as ``path:line: message``.
    """
    knowledge, problems = read_knowledge(directory)
    if problems or knowledge is None:
        raise KnowledgeError(tuple(str(problem) for problem in problems))
    return knowledge


def read_knowledge(directory: Path) -> tuple[KnowledgeBase | None, tuple[Problem, ...]]:
    """Return what ``directory`` holds and every problem of reading it; None where too little could be read."""
    problems = Problems()
    if not directory.is_dir():
        problems.add(Place(str(directory), 1), "is not a directory")
        return None, problems.all()
    with collector_paused():
        knowledge = _Reading(directory, problems).read()
    return knowledge, problems.all()


def digest_of(directory: Path) -> str | None:
    """Return the digest of the knowledge base that would be read from ``directory`` now; None where it can't be."""
    languages = directory / "languages.yaml"
    paths = [directory / name for name in _LIST_FILES] + ([languages] if languages.exists() else [])
    paths += [*(directory / "facts").glob("*.yaml"), *(directory / "faq").rglob("*.yaml")]
    try:
        return _digest({path.relative_to(directory): path.read_bytes() for path in paths})
    except OSError:
        return None


def _digest(contents: Mapping[Path, bytes]) -> str:
    digest = hashlib.sha256()
    for path, content in sorted(contents.items()):
        digest.update(f"{path}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


class _Reading:
    """One pass over a directory."""

    def __init__(self, directory: Path, problems: Problems) -> None:
        self._directory = directory
        self._problems = problems
        self._contents: dict[Path, bytes] = {}

    def read(self) -> KnowledgeBase:
        topics_node, sources_node = (self._file(self._directory / name) for name in _LIST_FILES)
        languages = self._languages(topics_node)
        forms = FormReader(tuple(languages), self._problems)
        facts: dict[str, Fact] = {}
        for path in sorted((self._directory / "facts").glob("*.yaml")):
            self._items(self._file(path), forms.fact, facts)
        entries: dict[str, Entry] = {}
        for path in sorted((self._directory / "faq").rglob("*.yaml")):
            self._entry(path, forms, entries)
        topics: dict[str, Topic] = {}
        self._items(topics_node, forms.topic, topics)
        sources: dict[str, Source] = {}
        self._items(sources_node, forms.source, sources)
        knowledge = KnowledgeBase(
            languages=languages,
            topics=MappingProxyType(topics),
            sources=MappingProxyType(sources),
            facts=MappingProxyType(facts),
            entries=MappingProxyType(entries),
            digest=_digest(self._contents),
            former_facts=MappingProxyType({former: fact.id for fact in facts.values() for former in fact.also}),
        )
        check_references(knowledge, self._problems)
        if not languages and not self._problems.all():
            self._problems.add(Place(str(self._directory), 1), "names no language")
        return knowledge

    def _file(self, path: Path) -> Node | None:
        try:
            content = path.read_bytes()
        except OSError as error:
            self._problems.add(Place(str(path), 1), f"cannot be read: {error.strerror or 'unknown reason'}")
            return None
        self._contents[path.relative_to(self._directory)] = content
        return read_file(path, content, self._problems)

    def _languages(self, topics: Node | None) -> Mapping[str, Language]:
        path = self._directory / "languages.yaml"
        languages: dict[str, Language] = {}
        if path.exists():
            self._items(self._file(path), FormReader((), self._problems).language, languages)
        elif isinstance(topics, Sequence):
            titles = (topic.items.get("title") for topic in topics.items if isinstance(topic, Table))
            named = (language for title in titles if isinstance(title, Table) for language in title.items)
            languages = {language: Language(language, language) for language in named}
        return MappingProxyType(languages)

    def _items(self, node: Node | None, form: Callable[[Record], Item], found: dict[str, Item]) -> None:
        if node is None:
            return
        if not isinstance(node, Sequence):
            self._problems.add(node.place, "must be a list of records, each starting with '- id: …'")
            return
        for item in node.items:
            if not isinstance(item, Table):
                self._problems.add(item.place, "must be a record with keys and values")
                continue
            self._keep(form(Record(item, self._problems)), item.place, found)

    def _entry(self, path: Path, forms: FormReader, entries: dict[str, Entry]) -> None:
        node = self._file(path)
        if node is None:
            return
        if not isinstance(node, Table):
            self._problems.add(node.place, "must be one entry: keys and values, starting with 'id: …'")
            return
        entry = forms.entry(Record(node, self._problems))
        if entry.id and entry.id != path.stem:
            self._problems.add(node.key_places["id"], f"id {entry.id!r} is not the file's name {path.stem!r}")
        self._keep(entry, node.place, entries)

    def _keep(self, item: Item, place: Place, found: dict[str, Item]) -> None:
        if item.id and item.id in found:
            self._problems.add(place, f"id {item.id!r} is already taken")
        elif item.id:
            found[item.id] = item
