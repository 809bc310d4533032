"""Writing announcements step by step, corrections, and the rules of approving what was written, on both databases."""

import asyncio
import datetime as dt
import shutil
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.announcing.administration import Administration, Approved, SecondNeeded
from bot.announcing.composing import AnnouncementComposer
from bot.announcing.file_drafts import FileDrafts
from bot.announcing.lifecycle import Action, Refusal
from bot.announcing.typed import Flaw, Mistake
from bot.announcing.writing import LEAVE_OUT, Writing, disagreements
from bot.answering.wording import Wording
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from bot.storage.announcement_records import Announcement, AnnouncementState, AuditEntry, MissingLanguage
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.audit import SqlAudit
from bot.storage.records import Subscriber
from bot.storage.subscribers import SqlSubscriberStore
from bot.storage.switches import SqlSwitches
from tests.e2e.harness import SMALL_KNOWLEDGE

NOW = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=3)
ADMIN, OTHER = 7, 8
KNOWLEDGE = load_knowledge(SMALL_KNOWLEDGE)
COMPOSER = AnnouncementComposer(KNOWLEDGE, Wording(load_phrases(SMALL_KNOWLEDGE)))
ENGLISH = "Rule\nNo visa for 30 days.[^visa-free-30-days]"
RUSSIAN = "Правило\nБез визы 30 дней.[^visa-free-30-days] Звоните.[^consulate-aktau-phone]"
FILE = 'id: new-rule\ntopic: visas\ntitle: {en: Rule}\ntext: {en: "No visa.[^visa-free-30-days]"}\n'


class Desk:
    """The stores, and what administrators do with them."""

    def __init__(self, engine: AsyncEngine, second_above: int | None = None) -> None:
        self.engine = engine
        self.store = SqlAnnouncementStore(engine)
        self.administration = Administration(
            self.store, SqlSwitches(engine), dict, lambda _timing, at: at, second_above
        )
        self.writing = Writing(self.store, self.administration, KNOWLEDGE, COMPOSER)

    async def begin(self, *texts: tuple[str, str]) -> Announcement:
        """Begin an announcement about visas and write these texts."""
        draft = await self.writing.begin("visas", ADMIN, NOW)
        assert isinstance(draft, Announcement)
        for language, text in texts:
            written = await self.writing.write(draft.id, language, text, ADMIN, NOW)
            assert isinstance(written, Announcement)
            draft = written
        return draft

    async def sent(self) -> Announcement:
        """Return an announcement that is being sent."""
        draft = await self.begin(("en", ENGLISH))
        await self.administration.approve(draft.id, ADMIN, NOW)
        await self.store.start(draft.id, NOW)
        return draft


async def test_each_step_is_kept(engine: AsyncEngine) -> None:
    draft = await Desk(engine).begin(("en", ENGLISH), ("ru", RUSSIAN))

    kept = await SqlAnnouncementStore(engine).get(draft.id)

    assert kept == draft
    assert dict(draft.content.title) == {"en": "Rule", "ru": "Правило"}
    assert set(draft.content.citations) == {"visa-free-30-days", "consulate-aktau-phone"}
    assert {entry.action for entry in await SqlAudit(engine).newest(9, draft.id)} == {"begin", "write"}


async def test_two_begun_in_one_second_are_two(engine: AsyncEngine) -> None:
    desk = Desk(engine)

    assert (await desk.begin()).id == "2026-11-30-120000"
    assert (await desk.begin()).id == "2026-11-30-120000-2"


async def test_a_mistake_changes_nothing(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin(("en", ENGLISH))

    outcome = await desk.writing.write(draft.id, "en", "Rule\nNo source.", ADMIN, NOW)

    assert outcome == Mistake(Flaw.NO_CITATION, "No source.")
    assert await desk.store.get(draft.id) == draft


async def test_a_text_that_fills_more_than_a_message_is_refused(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin()
    text = "Rule\n" + "\n".join(f"{'x' * 390}.[^visa-free-30-days]" for _ in range(11))

    assert await desk.writing.write(draft.id, "en", text, ADMIN, NOW) == Mistake(Flaw.TOO_LONG)


async def test_a_language_taken_out_leaves_no_source_behind(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin(("en", ENGLISH), ("ru", RUSSIAN))

    left = await desk.writing.remove(draft.id, "ru", ADMIN, NOW)

    assert isinstance(left, Announcement)
    assert set(left.content.text) == {"en"}
    assert set(left.content.citations) == {"visa-free-30-days"}


async def test_two_who_write_at_the_same_time_both_have_written(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin()

    written = await asyncio.gather(
        desk.writing.write(draft.id, "en", ENGLISH, ADMIN, NOW), desk.writing.write(draft.id, "ru", RUSSIAN, OTHER, NOW)
    )

    kept = await desk.store.get(draft.id)
    assert all(isinstance(one, Announcement) for one in written)
    assert kept is not None
    assert dict(kept.content.title) == {"en": "Rule", "ru": "Правило"}


async def test_a_content_that_somebody_else_has_changed_is_not_replaced(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    begun = await desk.begin()
    draft = await desk.begin(("en", ENGLISH))
    entry = AuditEntry(NOW, ADMIN, "write", draft.id, "en")

    assert not await desk.store.rewrite(draft.id, begun.content, begun.content, entry)
    assert await desk.store.get(draft.id) == draft


async def test_who_lacks_a_language_gets_the_one_chosen_or_nothing(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin(("en", ENGLISH), ("ru", RUSSIAN))

    chosen = await desk.writing.choose_for_others(draft.id, "ru", ADMIN, NOW)
    assert isinstance(chosen, Announcement)
    kept = await desk.store.get(draft.id)
    assert kept is not None
    assert kept.content.language_for("ja") == "ru"
    assert kept.content.missing is MissingLanguage.FALLBACK

    left_out = await desk.writing.choose_for_others(draft.id, LEAVE_OUT, ADMIN, NOW)
    assert isinstance(left_out, Announcement)
    assert left_out.content.missing is MissingLanguage.SKIP
    assert await desk.writing.choose_for_others(draft.id, "kk", ADMIN, NOW) is Refusal.UNKNOWN


async def test_what_is_approved_or_unknown_is_not_written_on(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    sent = await desk.sent()

    assert await desk.writing.write(sent.id, "en", ENGLISH, ADMIN, NOW) is Refusal.NOT_NOW
    assert await desk.writing.remove(sent.id, "en", ADMIN, NOW) is Refusal.NOT_NOW
    assert await desk.writing.choose_for_others("none", "en", ADMIN, NOW) is Refusal.UNKNOWN
    assert await desk.writing.begin("no-such-topic", ADMIN, NOW) is Refusal.UNKNOWN


async def test_nothing_is_approved_without_a_word(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin()

    assert await desk.administration.approve(draft.id, ADMIN, NOW) is Refusal.UNWRITTEN


@pytest.mark.parametrize("is_edit", [True, False])
async def test_a_correction_begins_with_the_words_it_corrects_and_has_to_change_them(
    engine: AsyncEngine, is_edit: bool
) -> None:
    desk = Desk(engine)
    sent = await desk.sent()

    correction = await desk.writing.correct(sent.id, ADMIN, NOW, is_edit=is_edit)

    assert isinstance(correction, Announcement)
    assert (correction.corrects, correction.is_edit) == (sent.id, is_edit)
    assert await desk.administration.approve(correction.id, ADMIN, NOW) is Refusal.UNCHANGED
    await desk.writing.write(correction.id, "en", ENGLISH.replace("30 days", "31 days"), ADMIN, NOW)
    assert await desk.administration.approve(correction.id, ADMIN, NOW) == Approved(0)


async def test_what_was_not_sent_is_not_corrected(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin(("en", ENGLISH))

    assert await desk.writing.correct(draft.id, ADMIN, NOW, is_edit=True) is Refusal.NOTHING_SENT
    assert await desk.writing.correct("none", ADMIN, NOW, is_edit=True) is Refusal.UNKNOWN


async def test_the_second_approval_is_for_the_moment_of_the_first(engine: AsyncEngine) -> None:
    await SqlSubscriberStore(engine, lambda _timing, at: at).change(
        100, lambda subscriber: subscriber, NOW, Subscriber(100, "en", frozenset({"*"}))
    )
    desk = Desk(engine, second_above=0)
    draft = await desk.begin(("en", ENGLISH))

    assert await desk.administration.approve(draft.id, ADMIN, NOW, LATER) == SecondNeeded(1)
    assert await desk.writing.write(draft.id, "en", ENGLISH, ADMIN, NOW) is Refusal.NOT_NOW
    assert await desk.administration.approve(draft.id, ADMIN, NOW) is Refusal.SAME_ADMIN
    too_late = LATER + dt.timedelta(hours=1)
    assert await desk.administration.approve(draft.id, OTHER, too_late) is Refusal.IN_THE_PAST
    assert await desk.administration.approve(draft.id, OTHER, NOW) == Approved(1)

    kept = await desk.store.get(draft.id)
    assert kept is not None
    assert kept.scheduled_at == LATER
    assert (kept.approved_by, kept.second_approval_by) == (ADMIN, OTHER)


async def test_a_draft_is_cancelled(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    draft = await desk.begin()

    await desk.administration.act(Action.CANCEL, draft.id, ADMIN, NOW)

    kept = await desk.store.get(draft.id)
    assert kept is not None
    assert kept.state is AnnouncementState.CANCELLED


async def test_numbers_that_differ_between_languages_are_told(engine: AsyncEngine) -> None:
    desk = Desk(engine)
    same = await desk.begin(("en", ENGLISH), ("ru", RUSSIAN))
    other = await desk.begin(("en", ENGLISH), ("ru", RUSSIAN.replace("30 дней", "90 дней")))

    assert disagreements(same.content) == ()
    assert len(disagreements(other.content)) == 2


def test_files_are_read_again_when_they_change(tmp_path: Path) -> None:
    directory = tmp_path / "knowledge"
    shutil.copytree(SMALL_KNOWLEDGE, directory)
    drafts = FileDrafts(directory, lambda: KNOWLEDGE, lambda: NOW)
    assert drafts() == {}

    (directory / "announcements").mkdir()
    file = directory / "announcements" / "new-rule.yaml"
    file.write_text(FILE, encoding="utf-8")
    assert set(drafts()) == {"new-rule"}
    assert drafts() is drafts()

    file.write_text(FILE.replace("visas", "no-such-topic"), encoding="utf-8")
    assert drafts() == {}
    assert [problem.line for problem in drafts.problems] == [2]
