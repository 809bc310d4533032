"""Writing an announcement step by step: each step is kept as soon as it is made, so that any process can go on.

Approving and sending it is in ``bot.announcing.administration``.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final, Protocol, TypeVar

from bot.announcing.administration import Done
from bot.announcing.composing import MESSAGE_LIMIT, AnnouncementComposer
from bot.announcing.files import content_of
from bot.announcing.lifecycle import Refusal
from bot.announcing.typed import Flaw, Mistake, read_written
from bot.knowledge.agreement import differences
from bot.knowledge.citations import parse_answer
from bot.knowledge.model import KnowledgeBase
from bot.storage.announcement_records import (
    Announcement,
    AnnouncementState,
    AuditEntry,
    Content,
    MissingLanguage,
    Origin,
)
from bot.text import utf16_length

LEAVE_OUT: Final = "none"
"""In place of a language: who reads one that is missing gets nothing."""
_MOST_IDS: Final = 20
_MOST_WRITERS: Final = 5
Failed = TypeVar("Failed", Mistake, Refusal)


class Drafts(Protocol):
    """Where announcements are kept."""

    async def add(self, announcement: Announcement, entry: AuditEntry | None = None) -> bool:
        """Keep a new announcement; False where its id is taken."""
        ...

    async def get(self, announcement_id: str) -> Announcement | None:
        """Return an announcement, or None if there is no such one."""
        ...

    async def rewrite(self, announcement_id: str, before: Content, content: Content, entry: AuditEntry) -> bool:
        """Give a draft that nobody has approved yet another content; False where it isn't one with ``before``."""
        ...


class Corrections(Protocol):
    """Who takes corrections in."""

    async def correct(self, correction: Announcement, admin_id: int, now: dt.datetime) -> Done | Refusal:
        """Take in a correction of an announcement that was sent, as a draft for those who got it."""
        ...


class Writing:
    """Writes drafts on top of the knowledge in force."""

    def __init__(
        self, drafts: Drafts, corrections: Corrections, knowledge: KnowledgeBase, composer: AnnouncementComposer
    ) -> None:
        self._drafts = drafts
        self._corrections = corrections
        self._knowledge = knowledge
        self._composer = composer

    async def begin(self, topic: str, admin_id: int, now: dt.datetime) -> Announcement | Refusal:
        """Begin an announcement about a topic, without a word yet."""
        if topic not in self._knowledge.topics:
            return Refusal.UNKNOWN
        for announcement_id in _ids(now):
            draft = Announcement(announcement_id, topic, Origin.CHAT, Content({}, {}), admin_id, now)
            if await self._drafts.add(draft, AuditEntry(now, admin_id, "begin", announcement_id, topic)):
                return draft
        return Refusal.TAKEN

    async def correct(
        self, announcement_id: str, admin_id: int, now: dt.datetime, *, is_edit: bool
    ) -> Announcement | Refusal:
        """Begin a correction with the words of what it corrects."""
        corrected = await self._drafts.get(announcement_id)
        if corrected is None:
            return Refusal.UNKNOWN
        new = Announcement("", corrected.topic, Origin.CHAT, corrected.content, admin_id, now)
        new = replace(new, corrects=corrected.id, is_edit=is_edit, expires_at=corrected.expires_at)
        for fresh_id in _ids(now):
            outcome = await self._corrections.correct(replace(new, id=fresh_id), admin_id, now)
            if outcome is not Refusal.TAKEN:
                return outcome if isinstance(outcome, Refusal) else replace(new, id=fresh_id)
        return Refusal.TAKEN

    async def write(
        self, announcement_id: str, language: str, typed: str, admin_id: int, now: dt.datetime
    ) -> Announcement | Mistake | Refusal:
        """Keep title and text in a language, in place of those before."""

        def with_it(draft: Announcement) -> Content | Mistake:
            written = read_written(typed, self._knowledge)
            if isinstance(written, Mistake):
                return written
            fresh = content_of({language: written.title}, {language: written.text}, self._knowledge)
            content = _together(draft.content, fresh)
            page = self._composer.single(replace(draft, content=content), language)
            return Mistake(Flaw.TOO_LONG) if utf16_length(page.plain()) > MESSAGE_LIMIT else content

        return await self._change(
            announcement_id, with_it, AuditEntry(now, admin_id, "write", announcement_id, language)
        )

    async def remove(
        self, announcement_id: str, language: str, admin_id: int, now: dt.datetime
    ) -> Announcement | Refusal:
        """Take a language out again."""

        def without(draft: Announcement) -> Content | Refusal:
            old = draft.content
            return _tidied(replace(old, title=_without(old.title, language), text=_without(old.text, language)))

        entry = AuditEntry(now, admin_id, "remove-language", announcement_id, language)
        return await self._change(announcement_id, without, entry)

    async def choose_for_others(
        self, announcement_id: str, language: str, admin_id: int, now: dt.datetime
    ) -> Announcement | Refusal:
        """Say which language they get whose own is missing, or with LEAVE_OUT that they get nothing."""
        entry = AuditEntry(now, admin_id, "missing-language", announcement_id, language)
        return await self._change(announcement_id, lambda draft: _for_others(draft.content, language), entry)

    async def _change(
        self, announcement_id: str, change: Callable[[Announcement], Content | Failed], entry: AuditEntry
    ) -> Announcement | Failed | Refusal:
        """Change a draft's content, on top of what others write into it at the same time."""
        for _ in range(_MOST_WRITERS):
            draft = await self._writable(announcement_id)
            if isinstance(draft, Refusal):
                return draft
            content = change(draft)
            if not isinstance(content, Content):
                return content
            if await self._drafts.rewrite(announcement_id, draft.content, content, entry):
                return replace(draft, content=content)
        return Refusal.NOT_NOW

    async def _writable(self, announcement_id: str) -> Announcement | Refusal:
        draft = await self._drafts.get(announcement_id)
        if draft is None:
            return Refusal.UNKNOWN
        return draft if is_writable(draft) else Refusal.NOT_NOW


def is_writable(announcement: Announcement) -> bool:
    """Say whether it was begun in a chat and can still be written on."""
    is_draft = announcement.state is AnnouncementState.DRAFT and announcement.approved_by is None
    return is_draft and announcement.origin is Origin.CHAT


def disagreements(content: Content) -> tuple[str, ...]:
    """Return each number or date that is not in all the languages, in the words of ``kzjp check``."""
    texts = {
        language: " ".join((content.title[language], *(sentence.text for sentence in parse_answer(text))))
        for language, text in content.text.items()
    }
    return tuple(message for message, _ in differences(texts))


def _together(old: Content, fresh: Content) -> Content:
    """Return ``old`` with the language of ``fresh``; what the other languages cite stays as it was."""
    return _tidied(
        Content(
            {**old.title, **fresh.title},
            {**old.text, **fresh.text},
            {**old.citations, **fresh.citations},
            {**old.sources, **fresh.sources},
            old.missing,
        )
    )


def _tidied(content: Content) -> Content:
    """Return the content without citations and sources that no text has any more."""
    cited = {fact for text in content.text.values() for sentence in parse_answer(text) for fact in sentence.citations}
    citations = {fact: sources for fact, sources in content.citations.items() if fact in cited}
    used = {source for sources in citations.values() for source in sources}
    return replace(
        content,
        citations=citations,
        sources={name: source for name, source in content.sources.items() if name in used},
    )


def _for_others(old: Content, language: str) -> Content | Refusal:
    """Return the content with ``language`` for those whose own is missing; it must have one in ``language``."""
    if language == LEAVE_OUT:
        return replace(old, missing=MissingLanguage.SKIP)
    if language not in old.text:
        return Refusal.UNKNOWN
    # those whose language is missing get the first that there is
    order = (language, *(other for other in old.text if other != language))
    title, text = ({one: said[one] for one in order} for said in (old.title, old.text))
    return replace(old, title=title, text=text, missing=MissingLanguage.FALLBACK)


def _without(said: Mapping[str, str], language: str) -> dict[str, str]:
    return {one: text for one, text in said.items() if one != language}


def _ids(now: dt.datetime) -> Iterator[str]:
    """Yield ids by the clock; a second one is needed where two administrators begin in the same second."""
    stamp = f"{now:%Y-%m-%d-%H%M%S}"
    yield stamp
    for number in range(2, _MOST_IDS):
        yield f"{stamp}-{number}"
