"""What changed between two knowledge bases. Pure comparison; words for it are in ``difference_report``."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal, TypeVar

from bot.knowledge.model import Entry, Fact, KnowledgeBase, Sentence, Source, Topic
from bot.knowledge.record_fields import entry_fields, fact_fields, source_fields, topic_fields

Kind = Literal["new", "removed", "changed"]
Record = TypeVar("Record")
Change = TypeVar("Change")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's value as text before and after; ``""`` where it wasn't there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """Neighbouring sentences of an answer that were rewritten, dropped (no ``after``) or added (no ``before``)."""

    language: str
    before: tuple[Sentence, ...]
    after: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class CountChange:
    """How many utterances a language has, and how many of them were added and taken away."""

    language: str
    before: int
    after: int
    added: int
    removed: int


@dataclass(frozen=True, slots=True)
class FactChange:
    """A new, removed or changed fact. ``merged_into`` is the fact that a removed one lives on in, if any.

    ``statement`` is the English one, or the first there is.
    """

    id: str
    topic: str
    kind: Kind
    statement: str
    fields: tuple[FieldChange, ...] = ()
    merged_into: str | None = None


@dataclass(frozen=True, slots=True)
class EntryChange:
    """A new, removed or changed entry; ``question`` is its canonical one, English or the first there is."""

    id: str
    topic: str
    kind: Kind
    question: str
    fields: tuple[FieldChange, ...] = ()
    sentences: tuple[SentenceChange, ...] = ()
    utterances: tuple[CountChange, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A new, removed or changed source, topic or language; ``title`` as it is now, or as it was."""

    id: str
    kind: Kind
    title: str
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that differs, each part in the order of the new base, removed records last."""

    facts: tuple[FactChange, ...]
    entries: tuple[EntryChange, ...]
    sources: tuple[RecordChange, ...]
    topics: tuple[RecordChange, ...]
    languages: tuple[RecordChange, ...]

    @property
    def is_empty(self) -> bool:
        """Say whether nothing differs."""
        return not (self.facts or self.entries or self.sources or self.topics or self.languages)


def compare(old: KnowledgeBase, new: KnowledgeBase) -> Difference:
    """Return what ``new`` has differently from ``old``; where a record stands in its file doesn't matter."""

    def fact(kind: Kind, before: Fact, after: Fact) -> FactChange:
        merged = new.former_facts.get(before.id) if kind == "removed" else None
        fields = _fields(fact_fields(before), fact_fields(after))
        return FactChange(after.id, after.topic, kind, new.pick(after.statement, "en")[1], fields, merged)

    def entry(kind: Kind, before: Entry, after: Entry) -> EntryChange:
        question = new.pick(after.utterances, "en")[1][0].text
        fields = _fields(entry_fields(before), entry_fields(after))
        return EntryChange(
            after.id, after.topic, kind, question, fields, _sentences(before, after), _utterances(before, after)
        )

    def source(kind: Kind, before: Source, after: Source) -> RecordChange:
        return RecordChange(after.id, kind, after.title, _fields(source_fields(before), source_fields(after)))

    def topic(kind: Kind, before: Topic, after: Topic) -> RecordChange:
        title = new.pick(after.title, "en")[1]
        return RecordChange(after.id, kind, title, _fields(topic_fields(before), topic_fields(after)))

    names_before = {language.id: language.name for language in old.languages.values()}
    names_after = {language.id: language.name for language in new.languages.values()}
    return Difference(
        facts=_changes(old.facts, new.facts, fact, lambda change: bool(change.fields)),
        entries=_changes(
            old.entries, new.entries, entry, lambda change: bool(change.fields or change.sentences or change.utterances)
        ),
        sources=_changes(old.sources, new.sources, source, lambda change: bool(change.fields)),
        topics=_changes(old.topics, new.topics, topic, lambda change: bool(change.fields)),
        languages=tuple(
            RecordChange(name, "new" if name in names_after else "removed", title)
            for name, title in {**names_before, **names_after}.items()
            if (name in names_before) is not (name in names_after)
        ),
    )


def _changes(
    old: Mapping[str, Record],
    new: Mapping[str, Record],
    describe: Callable[[Kind, Record, Record], Change],
    differs: Callable[[Change], bool],
) -> tuple[Change, ...]:
    found: list[Change] = []
    for name, after in new.items():
        if name not in old:
            found.append(describe("new", after, after))
            continue
        changed = describe("changed", old[name], after)
        if differs(changed):
            found.append(changed)
    found += [describe("removed", before, before) for name, before in old.items() if name not in new]
    return tuple(found)


def _fields(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    names = dict.fromkeys((*before, *after))
    return tuple(
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name, "") != after.get(name, "")
    )


def _sentences(before: Entry, after: Entry) -> tuple[SentenceChange, ...]:
    found: list[SentenceChange] = []
    for language in dict.fromkeys((*before.answer, *after.answer)):
        old, new = before.answer.get(language, ()), after.answer.get(language, ())
        for kind, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            if kind != "equal":
                found.append(SentenceChange(language, old[low:high], new[start:end]))
    return tuple(found)


def _utterances(before: Entry, after: Entry) -> tuple[CountChange, ...]:
    found: list[CountChange] = []
    for language in dict.fromkeys((*before.utterances, *after.utterances)):
        old = {utterance.text for utterance in before.utterances.get(language, ())}
        new = {utterance.text for utterance in after.utterances.get(language, ())}
        if old != new:
            found.append(CountChange(language, len(old), len(new), len(new - old), len(old - new)))
    return tuple(found)
