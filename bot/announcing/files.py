"""Announcements written as files, ``announcements/<id>.yaml`` in a knowledge directory: reading and checking them.

A broken one is refused when it is to be sent, and told by ``check``; it keeps nobody from getting answers.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from bot.knowledge.agreement import differences
from bot.knowledge.citations import parse_answer
from bot.knowledge.forms import FormReader
from bot.knowledge.model import KnowledgeBase, Localized, Place
from bot.knowledge.nodes import Problem, Problems, Table, read_file
from bot.knowledge.record import Record
from bot.knowledge.style import check_sentence
from bot.storage.announcement_records import COMMAND_LINE, Announcement, Content, MissingLanguage, Origin

FOLDER: Final = "announcements"


@dataclass(frozen=True, slots=True)
class AnnouncementFile:
    """One file as it is written; ``expires`` is the last day on which it may be delivered."""

    id: str
    topic: str
    title: Localized
    text: Localized
    expires: dt.date | None
    place: Place


def read_announcements(
    directory: Path, knowledge: KnowledgeBase
) -> tuple[Mapping[str, AnnouncementFile], tuple[Problem, ...]]:
    """Return the announcements in ``directory`` by id, and every problem of reading them and of what they name.

    Those with a problem are among the problems only.
    """
    found: dict[str, AnnouncementFile] = {}
    told: list[Problem] = []
    for path in sorted((directory / FOLDER).glob("*.yaml")):
        problems = Problems()
        read = _read(path, knowledge, problems)
        told += problems.all()
        if read is not None and not problems.all():
            found[read.id] = read
    return found, tuple(told)


def check_announcements(directory: Path, knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Yield every problem of the announcements: those of reading, and breaches of the editorial rules."""
    found, problems = read_announcements(directory, knowledge)
    yield from problems
    for read in found.values():
        for name, localized in (("title", read.title), ("text", read.text)):
            for language in knowledge.languages:
                if language not in localized:
                    yield Problem(read.place.path, read.place.line, f"{name} has no {language!r}")
            for message, _ in differences({language: _words(text) for language, text in localized.items()}):
                yield Problem(read.place.path, read.place.line, f"{name}: {message}")
        for language, text in read.text.items():
            for sentence in parse_answer(text):
                yield from check_sentence(sentence, f"text.{language}", read.place)


def drafted(read: AnnouncementFile, knowledge: KnowledgeBase, now: dt.datetime) -> Announcement:
    """Return the announcement that a file would be if it were taken in now."""
    content = content_of(read.title, read.text, knowledge)
    return Announcement(
        id=read.id,
        topic=read.topic,
        origin=Origin.FILE,
        content=content,
        created_by=COMMAND_LINE,
        created_at=now,
        expires_at=None if read.expires is None else _end_of(read.expires),
    )


def content_of(
    title: Localized, text: Localized, knowledge: KnowledgeBase, missing: MissingLanguage = MissingLanguage.FALLBACK
) -> Content:
    """Return what is said together with the sources it cites, as they stand now."""
    cited = {
        fact: knowledge.fact(fact).sources
        for said in text.values()
        for sentence in parse_answer(said)
        for fact in sentence.citations
    }
    sources = {
        source: replace(knowledge.sources[source], place=Place(source, 1))
        for named in cited.values()
        for source in named
    }
    return Content(dict(title), dict(text), cited, sources, missing)


def _read(path: Path, knowledge: KnowledgeBase, problems: Problems) -> AnnouncementFile | None:
    try:
        node = read_file(path, path.read_bytes(), problems)
    except OSError as error:
        problems.add(Place(str(path), 1), f"cannot be read: {error.strerror or 'unknown reason'}")
        return None
    if not isinstance(node, Table):
        if node is not None:
            problems.add(node.place, "must be one announcement: keys and values, starting with 'id: …'")
        return None
    forms, record = FormReader(tuple(knowledge.languages), problems), Record(node, problems)
    read = AnnouncementFile(
        id=record.identifier("id"),
        topic=record.text("topic"),
        title=forms.localized(record, "title"),
        text=forms.localized(record, "text"),
        expires=record.date("expires") if record.has("expires") else None,
        place=record.place,
    )
    record.finish()
    _check_names(read, record, path, knowledge, problems)
    return read


def _check_names(
    read: AnnouncementFile, record: Record, path: Path, knowledge: KnowledgeBase, problems: Problems
) -> None:
    if read.id and read.id != path.stem:
        problems.add(record.place_of("id"), f"id {read.id!r} is not the file's name {path.stem!r}")
    if read.topic and read.topic not in knowledge.topics:
        problems.add(record.place_of("topic"), f"topic {read.topic!r} does not exist")
    for language in read.text:
        if language not in read.title:
            problems.add(record.place_of("title"), f"title has no {language!r}, the text has")
    for language, text in read.text.items():
        cited = {citation for sentence in parse_answer(text) for citation in sentence.citations}
        for citation in sorted(cited):
            if citation not in knowledge.facts and citation not in knowledge.former_facts:
                problems.add(record.place_of("text"), f"text.{language}: fact {citation!r} does not exist")


def _words(text: str) -> str:
    return " ".join(sentence.text for sentence in parse_answer(text))


def _end_of(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), dt.UTC)
