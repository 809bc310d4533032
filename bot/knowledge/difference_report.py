"""A difference in words that a curator reads, and as JSON for programs."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from typing import Final, TypeVar

from bot.knowledge.difference import (
    CountChange,
    Difference,
    EntryChange,
    FactChange,
    FieldChange,
    Kind,
    RecordChange,
    SentenceChange,
)
from bot.knowledge.model import Sentence

_SIGNS: Final[dict[Kind, str]] = {"new": "+", "removed": "-", "changed": "~"}
_INDENT: Final = "    "
_SHORT: Final = 40
Changed = TypeVar("Changed", FactChange, EntryChange, RecordChange)


def report(difference: Difference) -> Iterator[str]:
    """Yield the lines of the report: a heading per kind of record, ``+`` new, ``-`` removed, ``~`` changed."""
    if difference.is_empty:
        yield "nothing changed"
        return
    yield from _section("languages", difference.languages, _record)
    yield from _section("topics", difference.topics, _record)
    yield from _section("sources", difference.sources, _record)
    yield from _section("facts", difference.facts, _fact)
    yield from _section("entries", difference.entries, _entry)


def to_json(difference: Difference) -> str:
    """Return the difference as one JSON object: ``facts``, ``entries``, ``sources``, ``topics``, ``languages``."""
    return json.dumps(asdict(difference), ensure_ascii=False, indent=1)


def _section(title: str, changes: Sequence[Changed], tell: Callable[[Changed], Iterable[str]]) -> Iterator[str]:
    if not changes:
        return
    counts = Counter(change.kind for change in changes)
    yield f"{title}: " + ", ".join(f"{counts[kind]} {kind}" for kind in _SIGNS if counts[kind])
    for change in changes:
        yield from tell(change)


def _fact(change: FactChange) -> Iterator[str]:
    merged = f", merged into {change.merged_into}" if change.merged_into else ""
    yield f"  {_SIGNS[change.kind]} {change.id} ({change.topic}{merged})"
    if change.kind != "changed":
        yield f"{_INDENT}{change.statement}"
    yield from _fields(change.fields)


def _entry(change: EntryChange) -> Iterator[str]:
    yield f"  {_SIGNS[change.kind]} {change.id} ({change.topic}): {change.question}"
    yield from _fields(change.fields)
    for sentence in change.sentences:
        yield from _sentence(sentence)
    for count in change.utterances:
        yield f"{_INDENT}utterances.{count.language}: {_count(count)}"


def _record(change: RecordChange) -> Iterator[str]:
    yield f"  {_SIGNS[change.kind]} {change.id}: {change.title}"
    yield from _fields(change.fields)


def _fields(fields: Iterable[FieldChange]) -> Iterator[str]:
    for field in fields:
        if max(len(field.before), len(field.after)) <= _SHORT:
            yield f"{_INDENT}{field.field}: {field.before or 'none'} → {field.after or 'none'}"
            continue
        yield f"{_INDENT}{field.field}:"
        yield from (f"{_INDENT}  {sign} {text}" for sign, text in (("-", field.before), ("+", field.after)) if text)


def _sentence(change: SentenceChange) -> Iterator[str]:
    yield f"{_INDENT}answer.{change.language}:"
    yield from (f"{_INDENT}  - {_told(sentence)}" for sentence in change.before)
    yield from (f"{_INDENT}  + {_told(sentence)}" for sentence in change.after)


def _told(sentence: Sentence) -> str:
    return f"{sentence.text} [{', '.join(sentence.citations)}]"


def _count(change: CountChange) -> str:
    return f"{change.before} → {change.after} ({change.added} added, {change.removed} removed)"
