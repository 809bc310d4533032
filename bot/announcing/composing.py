"""Composing: announcements as documents in a reader's language; markup and buttons are left to Telegram's side."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.answering.document import Block, Document, block, bold, italic
from bot.answering.model import Footnote, Passage
from bot.answering.wording import Wording
from bot.knowledge.citations import parse_answer
from bot.knowledge.model import KnowledgeBase
from bot.storage.announcement_records import Announcement, Content
from bot.text import utf16_length

MESSAGE_LIMIT: Final = 4096


@dataclass(frozen=True, slots=True)
class _Said:
    """An announcement's text in one language, with the sources it cites, numbered."""

    title: str
    language: str
    passages: tuple[Passage, ...]
    footnotes: tuple[Footnote, ...]


class AnnouncementComposer:
    """Composes announcements; topics' titles are the knowledge's, everything else is frozen in the announcement."""

    def __init__(self, knowledge: KnowledgeBase, wording: Wording) -> None:
        self._knowledge = knowledge
        self._wording = wording

    def document(self, announcements: Sequence[Announcement], language: str) -> Document:
        """Return what a reader of ``language`` gets: one announcement, or several as a digest."""
        if len(announcements) == 1:
            return self.single(announcements[0], language)
        return self.digest(announcements, language)

    def single(self, announcement: Announcement, language: str) -> Document:
        """Return one announcement with its topic, date, sources, and why the reader gets it."""
        said = _said(announcement.content, language)
        topic = self.topic(announcement.topic, language)
        blocks = [
            self._heading(announcement, said, language),
            self._wording.passages(said.passages, said.footnotes, said.language),
            block(italic(f"{self._icon(announcement)}{topic} · {self._wording.date(_day(announcement), language)}")),
        ]
        if said.footnotes:
            blocks.append(self._wording.sources(said.footnotes, language))
        blocks.append(block(italic(self._say(language, "announcement-why", topic=topic))))
        return Document(tuple(blocks))

    def digest(self, announcements: Sequence[Announcement], language: str) -> Document:
        """Return several announcements in one message; titles alone where their texts don't fit."""
        heading = block(bold(self._say(language, "digest-heading", count=len(announcements))))
        why = block(italic(self._say(language, "digest-why")))
        full = Document((heading, *(self._item(one, language) for one in announcements), why))
        if utf16_length(full.plain()) <= MESSAGE_LIMIT:
            return full
        titles = "\n".join(
            f"• {self._icon(one)}{one.content.title[one.content.language_for(language)]}" for one in announcements
        )
        return Document((heading, block(titles), block(self._say(language, "digest-full")), why))

    def topic(self, topic_id: str, language: str) -> str:
        """Return a topic's title, or its id where the knowledge no longer has it."""
        topic = self._knowledge.topics.get(topic_id)
        return topic_id if topic is None else self._knowledge.pick(topic.title, language)[1]

    def _item(self, announcement: Announcement, language: str) -> Block:
        said = _said(announcement.content, language)
        heading = self._heading(announcement, said, language)
        text = self._wording.passages(said.passages, said.footnotes, said.language)
        when = f"{self._icon(announcement)}{self._wording.date(_day(announcement), language)}"
        return block(*heading.segments, "\n", *text.segments, "\n", italic(when))

    def _heading(self, announcement: Announcement, said: _Said, language: str) -> Block:
        if announcement.corrects is None:
            return block(bold(said.title))
        return block(bold(f"{self._say(language, 'announcement-correction')} {said.title}"))

    def _icon(self, announcement: Announcement) -> str:
        topic = self._knowledge.topics.get(announcement.topic)
        return f"{topic.icon} " if topic is not None and topic.icon else ""

    def _say(self, language: str, phrase: str, /, **values: str | int) -> str:
        return self._wording.phrases.say(language, phrase, **values)


def _said(content: Content, reader: str) -> _Said:
    language = content.language_for(reader)
    numbers: dict[str, int] = {}
    passages: list[Passage] = []
    for sentence in parse_answer(content.text[language]):
        sources = (source for fact in sentence.citations for source in content.citations.get(fact, ()))
        marks = {numbers.setdefault(source, len(numbers) + 1) for source in sources}
        passages.append(Passage(sentence.text, tuple(sorted(marks))))
    footnotes = tuple(Footnote(number, content.sources[source]) for source, number in numbers.items())
    return _Said(content.title[language], language, tuple(passages), footnotes)


def _day(announcement: Announcement) -> dt.date:
    return (announcement.scheduled_at or announcement.approved_at or announcement.created_at).date()
