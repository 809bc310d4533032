"""Builders of knowledge in memory: each record complete, only what a test is about given by it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from bot.knowledge.citations import parse_answer
from bot.knowledge.model import (
    Confidence,
    Entry,
    Fact,
    KnowledgeBase,
    Language,
    Place,
    Source,
    SourceKind,
    Status,
    Topic,
    Utterance,
)

NAMES: Final = {"en": "English", "ru": "Русский", "kk": "Қазақша", "ja": "日本語"}
TODAY: Final = dt.date(2026, 11, 22)


def a_source(source_id: str, kind: SourceKind = SourceKind.OFFICIAL, published: str = "2026-01-02") -> Source:
    """Return a source at ``https://example.org/<id>``."""
    return Source(
        id=source_id,
        title=f"Title of {source_id}",
        publisher=f"Publisher of {source_id}",
        url=f"https://example.org/{source_id}",
        published=dt.date.fromisoformat(published),
        language="en",
        kind=kind,
        place=Place("sources.yaml", 1),
    )


def a_fact(
    fact_id: str,
    sources: tuple[str, ...] = ("first", "second"),
    as_of: str = "2026-01-02",
    status: Status = Status.IN_FORCE,
    superseded_by: str | None = None,
    review_by: str | None = None,
    statement: Mapping[str, str] | None = None,
    also: tuple[str, ...] = (),
    topic: str = "visas",
    line: int = 1,
) -> Fact:
    """Return a fact that says its own id in English."""
    return Fact(
        id=fact_id,
        topic=topic,
        as_of=dt.date.fromisoformat(as_of),
        status=status,
        confidence=Confidence.HIGH,
        sources=sources,
        statement=statement or {"en": f"Statement of {fact_id}."},
        place=Place("facts.yaml", line),
        superseded_by=superseded_by,
        review_by=None if review_by is None else dt.date.fromisoformat(review_by),
        also=also,
    )


def an_entry(
    entry_id: str,
    answer: str | Mapping[str, str],
    utterances: Mapping[str, Iterable[str]] | None = None,
    related: tuple[str, ...] = (),
    known: bool = True,
    topic: str = "visas",
) -> Entry:
    """Return an entry; a bare ``answer`` is the English one. Utterances stand in lines 10, 11, …."""
    answers = {"en": answer} if isinstance(answer, str) else answer
    said = utterances or {language: [f"Question of {entry_id} in {language}?"] for language in answers}
    path = f"faq/{entry_id}.yaml"
    lines = iter(range(10, 1000))
    return Entry(
        id=entry_id,
        topic=topic,
        known=known,
        utterances={
            language: tuple(Utterance(text, Place(path, next(lines))) for text in texts)
            for language, texts in said.items()
        },
        not_utterances={},
        answer={language: parse_answer(text) for language, text in answers.items()},
        related=related,
        place=Place(path, 1),
        answer_places={language: Place(path, 5) for language in answers},
    )


def a_base(
    facts: Iterable[Fact] = (),
    entries: Iterable[Entry] = (),
    sources: Iterable[Source] | None = None,
    languages: Iterable[str] = ("en",),
    topics: Iterable[str] = ("visas",),
) -> KnowledgeBase:
    """Return a base of these; sources, where not given, are those that the facts name."""
    facts = tuple(facts)
    named = sources if sources is not None else map(a_source, dict.fromkeys(s for f in facts for s in f.sources))
    return KnowledgeBase(
        languages={language: Language(language, NAMES.get(language, language)) for language in languages},
        topics={
            topic: Topic(topic, "", {language: topic.title() for language in languages}, Place("topics.yaml", 1))
            for topic in topics
        },
        sources={source.id: source for source in named},
        facts={fact.id: fact for fact in facts},
        entries={entry.id: entry for entry in entries},
        digest="0",
        former_facts=MappingProxyType({former: fact.id for fact in facts for former in fact.also}),
    )
