"""A knowledge base as one text and back: read in a fraction of the time that its YAML takes.

For what was validated before; where to keep it, and when it is still the same, is left to whoever keeps it.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from bot.knowledge.model import (
    Confidence,
    Entry,
    Fact,
    KnowledgeBase,
    Language,
    Place,
    Sentence,
    Source,
    SourceKind,
    Status,
    Topic,
    Utterance,
)

Row = Sequence[object]


def freeze(knowledge: KnowledgeBase, directory: Path) -> str:
    """Return ``knowledge``, read from ``directory``, as text; ``thaw`` makes an equal one of it, wherever it lies."""
    paths: dict[str, int] = {}
    frozen = {
        "digest": knowledge.digest,
        "languages": [[language.id, language.name] for language in knowledge.languages.values()],
        "topics": [
            [topic.id, topic.icon, dict(topic.title), _place(topic.place, paths)] for topic in knowledge.topics.values()
        ],
        "sources": [_source(source, paths) for source in knowledge.sources.values()],
        "facts": [_fact(fact, paths) for fact in knowledge.facts.values()],
        "entries": [_entry(entry, paths) for entry in knowledge.entries.values()],
        "former": dict(knowledge.former_facts),
        "paths": [_within(path, directory) for path in paths],
    }
    return json.dumps(frozen, ensure_ascii=False, separators=(",", ":"))


def _within(path: str, directory: Path) -> str:
    """Return a path from ``directory`` on, whole where it lies elsewhere."""
    return str(Path(path).relative_to(directory)) if Path(path).is_relative_to(directory) else path


def _place(place: Place, paths: dict[str, int]) -> Row:
    return paths.setdefault(place.path, len(paths)), place.line


def _source(source: Source, paths: dict[str, int]) -> Row:
    return (
        *(source.id, source.title, source.publisher, source.url, source.published.isoformat()),
        *(source.language, source.kind, _place(source.place, paths)),
    )


def _fact(fact: Fact, paths: dict[str, int]) -> Row:
    return (
        *(fact.id, fact.topic, fact.as_of.isoformat(), fact.status, fact.confidence, fact.sources),
        *(dict(fact.statement), _place(fact.place, paths), fact.superseded_by),
        *(fact.review_by.isoformat() if fact.review_by else None, fact.also),
    )


def _entry(entry: Entry, paths: dict[str, int]) -> Row:
    said, against = (
        {
            language: [(one.text, *_place(one.place, paths)) for one in phrasings]
            for language, phrasings in by_language.items()
        }
        for by_language in (entry.utterances, entry.not_utterances)
    )
    answer = {
        language: [(one.text, one.citations) for one in sentences] for language, sentences in entry.answer.items()
    }
    places = {language: _place(place, paths) for language, place in entry.answer_places.items()}
    return entry.id, entry.topic, entry.known, said, against, answer, entry.related, _place(entry.place, paths), places


def thaw(text: str, directory: Path) -> KnowledgeBase:
    """Return the knowledge base that was frozen to ``text``, as if read from ``directory``.

    Raises:
        ValueError: if it is no such text.
    """
    try:
        kept = json.loads(text)
        thawing = _Thawing([str(directory / path) for path in kept["paths"]])
        facts = [thawing.fact(*row) for row in kept["facts"]]
        return KnowledgeBase(
            languages=MappingProxyType({row[0]: Language(*row) for row in kept["languages"]}),
            topics=MappingProxyType({row[0]: thawing.topic(*row) for row in kept["topics"]}),
            sources=MappingProxyType({row[0]: thawing.source(*row) for row in kept["sources"]}),
            facts=MappingProxyType({fact.id: fact for fact in facts}),
            entries=MappingProxyType({row[0]: thawing.entry(*row) for row in kept["entries"]}),
            digest=kept["digest"],
            former_facts=MappingProxyType(kept["former"]),
        )
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError("is no frozen knowledge base") from error


class _Thawing:
    """Makes the model's records out of rows."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths

    def _place(self, place: tuple[int, int]) -> Place:
        return Place(self._paths[place[0]], place[1])

    def topic(self, topic_id: str, icon: str, title: Mapping[str, str], place: tuple[int, int]) -> Topic:
        return Topic(topic_id, icon, MappingProxyType(title), self._place(place))

    def source(
        self,
        source_id: str,
        title: str,
        publisher: str,
        url: str,
        published: str,
        language: str,
        kind: str,
        place: tuple[int, int],
    ) -> Source:
        day = dt.date.fromisoformat(published)
        return Source(source_id, title, publisher, url, day, language, SourceKind(kind), self._place(place))

    def fact(
        self,
        fact_id: str,
        topic: str,
        as_of: str,
        status: str,
        confidence: str,
        sources: Iterable[str],
        statement: Mapping[str, str],
        place: tuple[int, int],
        superseded_by: str | None,
        review_by: str | None,
        also: Iterable[str],
    ) -> Fact:
        return Fact(
            id=fact_id,
            topic=topic,
            as_of=dt.date.fromisoformat(as_of),
            status=Status(status),
            confidence=Confidence(confidence),
            sources=tuple(sources),
            statement=MappingProxyType(statement),
            place=self._place(place),
            superseded_by=superseded_by,
            review_by=dt.date.fromisoformat(review_by) if review_by else None,
            also=tuple(also),
        )

    def entry(
        self,
        entry_id: str,
        topic: str,
        known: bool,
        said: Mapping[str, Iterable[tuple[str, int, int]]],
        against: Mapping[str, Iterable[tuple[str, int, int]]],
        answer: Mapping[str, Iterable[tuple[str, Iterable[str]]]],
        related: Iterable[str],
        place: tuple[int, int],
        places: Mapping[str, tuple[int, int]],
    ) -> Entry:
        return Entry(
            id=entry_id,
            topic=topic,
            known=known,
            utterances=self._utterances(said),
            not_utterances=self._utterances(against),
            answer=MappingProxyType(
                {
                    language: tuple(Sentence(text, tuple(citations)) for text, citations in sentences)
                    for language, sentences in answer.items()
                }
            ),
            related=tuple(related),
            place=self._place(place),
            answer_places=MappingProxyType({language: self._place(own) for language, own in places.items()}),
        )

    def _utterances(self, kept: Mapping[str, Iterable[tuple[str, int, int]]]) -> Mapping[str, tuple[Utterance, ...]]:
        paths = self._paths
        return MappingProxyType(
            {
                language: tuple(Utterance(text, Place(paths[path], line)) for text, path, line in phrasings)
                for language, phrasings in kept.items()
            }
        )
