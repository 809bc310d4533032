"""The form of each record of the knowledge format: which fields it has and what each must look like."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.knowledge.citations import parse_answer
from bot.knowledge.model import (
    Confidence,
    Entry,
    Fact,
    Language,
    Localized,
    Place,
    Sentence,
    Source,
    SourceKind,
    Status,
    Topic,
    Utterance,
)
from bot.knowledge.nodes import Node, Problems, Sequence
from bot.knowledge.record import Record

_URL: Final = re.compile(r"https?://[^\s<>\"]+\Z")
_LANGUAGE_ID: Final = re.compile(r"[a-z]{2,3}\Z")


class FormReader:
    """Builds the model's records out of tables; what is wrong becomes a problem, the record is built all the same."""

    def __init__(self, languages: tuple[str, ...], problems: Problems) -> None:
        self._languages = languages
        self._problems = problems

    def language(self, record: Record) -> Language:
        """Read one record of ``languages.yaml``."""
        language = Language(record.identifier("id"), record.text("name"))
        if language.id and not _LANGUAGE_ID.match(language.id):
            self._problems.add(record.place_of("id"), f"'id' must be a language code such as en: {language.id!r}")
        record.finish()
        return language

    def topic(self, record: Record) -> Topic:
        """Read one record of ``topics.yaml``."""
        topic = Topic(
            id=record.identifier("id"),
            icon=record.text("icon") if record.has("icon") else "",
            title=self.localized(record, "title"),
            place=record.place,
        )
        record.finish()
        return topic

    def source(self, record: Record) -> Source:
        """Read one record of ``sources.yaml``."""
        source = Source(
            id=record.identifier("id"),
            title=record.text("title"),
            publisher=record.text("publisher"),
            url=record.text("url"),
            published=record.date("published"),
            language=record.text("language"),
            kind=SourceKind(record.choice("kind", tuple(SourceKind))),
            place=record.place,
        )
        if source.url and not _URL.match(source.url):
            self._problems.add(record.place_of("url"), f"'url' must be an http or https address: {source.url!r}")
        record.finish()
        return source

    def fact(self, record: Record) -> Fact:
        """Read one record of a file under ``facts/``."""
        fact = Fact(
            id=record.identifier("id"),
            topic=record.text("topic"),
            as_of=record.date("as_of"),
            status=Status(record.choice("status", tuple(Status))),
            confidence=Confidence(
                record.choice("confidence", tuple(Confidence)) if record.has("confidence") else Confidence.MEDIUM
            ),
            sources=record.texts("sources"),
            statement=self.localized(record, "statement"),
            place=record.place,
            superseded_by=record.text("superseded_by") if record.has("superseded_by") else None,
            review_by=record.date("review_by") if record.has("review_by") else None,
            also=record.texts("also"),
        )
        if not fact.sources:
            self._problems.add(record.place_of("sources"), "'sources' must name at least one source")
        record.finish()
        return fact

    def entry(self, record: Record) -> Entry:
        """Read one file under ``faq/``."""
        answer, places = self._answer(record)
        entry = Entry(
            id=record.identifier("id"),
            topic=record.text("topic"),
            known=record.choice("known", ("true", "false")) == "true" if record.has("known") else True,
            utterances=self._utterances(record, "utterances"),
            not_utterances=self._utterances(record, "not_utterances") if record.has("not_utterances") else {},
            answer=answer,
            related=record.texts("related"),
            place=record.place,
            answer_places=places,
        )
        record.finish()
        return entry

    def _by_language(self, record: Record, key: str) -> Mapping[str, tuple[Node, Place]]:
        table = record.table(key)
        if table is None:
            return {}
        if not table.items:
            self._problems.add(table.place, f"{key!r} needs at least one language")
        known: dict[str, tuple[Node, Place]] = {}
        for language, node in table.items.items():
            if language not in self._languages:
                self._problems.add(table.key_places[language], f"{key!r}: {language!r} is no language of this base")
                continue
            known[language] = node, table.key_places[language]
        return known

    def localized(self, record: Record, key: str) -> Localized:
        return MappingProxyType(
            {
                language: record.as_text(node, f"{key}.{language}")
                for language, (node, _) in self._by_language(record, key).items()
            }
        )

    def _answer(self, record: Record) -> tuple[Mapping[str, tuple[Sentence, ...]], Mapping[str, Place]]:
        by_language = self._by_language(record, "answer")
        answer = {
            language: parse_answer(record.as_text(node, f"answer.{language}"))
            for language, (node, _) in by_language.items()
        }
        places = {language: place for language, (_, place) in by_language.items()}
        return MappingProxyType(answer), MappingProxyType(places)

    def _utterances(self, record: Record, key: str) -> Mapping[str, tuple[Utterance, ...]]:
        found: dict[str, tuple[Utterance, ...]] = {}
        for language, (node, place) in self._by_language(record, key).items():
            if not isinstance(node, Sequence) or not node.items:
                self._problems.add(place, f"'{key}.{language}' must be a list of at least one phrasing")
                continue
            found[language] = tuple(
                Utterance(record.as_text(item, f"{key}.{language}"), item.place) for item in node.items
            )
        return MappingProxyType(found)
