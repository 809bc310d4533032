"""Screens of announcements as administrators see them: the list, a card for each, its report."""

import datetime as dt
from typing import Final

from telegram import InlineKeyboardButton

from bot.announcing.writing import is_writable
from bot.answering.document import block, bold
from bot.storage.announcement_records import Announcement, AnnouncementState, DeliveryState, Origin, Report
from bot.tg.admin_notices import reasons_told
from bot.tg.admin_view import AdminView, AdminWords
from bot.tg.draft_screens import DraftScreens
from bot.tg.keyboards import Row
from bot.tg.orders import Order, Ordered, fits_order
from bot.tg.progress import Shown
from bot.tg.sender import Reply
from bot.tg.services import Services

ON_PAGE: Final = 8
_SOON: Final = dt.timedelta(minutes=1)
_ICONS: Final = {
    AnnouncementState.DRAFT: "📝",
    AnnouncementState.APPROVED: "🕒",
    AnnouncementState.SENDING: "📤",
    AnnouncementState.PAUSED: "⏸",
    AnnouncementState.DONE: "✅",
    AnnouncementState.CANCELLED: "✖",
}
_UNTOLD: Final = frozenset({DeliveryState.PENDING, DeliveryState.SENDING})


class AnnouncementCards:
    """Builds the screens."""

    def __init__(self, services: Services, words: AdminWords, drafts: DraftScreens) -> None:
        self._services = services
        self._words = words
        self._drafts = drafts

    def listed(self, view: AdminView, found: tuple[Announcement, ...], page: int, *, is_stopped: bool) -> Reply:
        """Return one page of the announcements, the newest first, and the switch that stops them all."""
        newest = [one for one in reversed(found) if fits_order(Ordered(view.language, Order.CARD, one.id))]
        page = min(page, max(0, (len(newest) - 1) // ON_PAGE))
        rows: list[Row] = [[self._words.to(view, "admin-new", Order.BEGIN)]]
        for one in newest[page * ON_PAGE : (page + 1) * ON_PAGE]:
            label = f"{_ICONS[one.state]} {self._words.title(view, one)}"
            rows.append([self._words.button(view, label, Order.CARD, one.id)])
        turning = self._words.turning(view, Order.LIST, "", page, has_next=(page + 1) * ON_PAGE < len(newest))
        switch, order = ("admin-resume-all", Order.RESUME_ALL) if is_stopped else ("admin-stop-all", Order.STOP_ALL)
        rows += [turning, [self._words.to(view, switch, order)]]
        texts = [
            self._words.say(view, "admin-home"),
            self._words.say(view, "admin-stopped") if is_stopped else "",
            "" if newest else self._words.say(view, "admin-none"),
        ]
        return self._words.reply(view, texts, rows)

    def card(self, view: AdminView, one: Announcement, report: Report | None, *, is_stopped: bool) -> Shown:
        """Return how an announcement stands, and what can be done with it."""
        now = self._services.now()
        texts = [
            self._words.title(view, one),
            "\n".join(self._standing(view, one)),
            self._languages(view, one) if is_writable(one) else "",
            "" if report is None or not report.audience else self._counted(view, report),
            self._words.say(view, "admin-stopped") if is_stopped else "",
        ]
        rows = [*self._ways(view, one, report), [self._words.to(view, "admin-all", Order.LIST)]]
        begins_soon = one.state is AnnouncementState.APPROVED and (one.scheduled_at or now) <= now + _SOON
        return Shown(self._words.reply(view, texts, rows), one.state is AnnouncementState.SENDING or begins_soon)

    def report(self, view: AdminView, one: Announcement, report: Report) -> Reply:
        """Return what came of an announcement, with the reasons of what did not arrive."""
        blocks = (
            block(bold(self._words.title(view, one))),
            block(self._counted(view, report)),
            *reasons_told(report),
        )
        return self._words.documented(view, blocks, [[self._words.to(view, "admin-back", Order.CARD, one.id)]])

    def cancelling(self, view: AdminView, one: Announcement) -> Reply:
        """Return the question whether to cancel an announcement for good."""
        title = self._words.title(view, one)
        rows: list[Row] = [
            [self._words.to(view, "admin-cancel-yes", Order.CANCEL, one.id)],
            [self._words.to(view, "admin-back", Order.CARD, one.id)],
        ]
        return self._words.reply(view, [self._words.say(view, "admin-cancel-sure", title=title)], rows)

    def requeueing(self, view: AdminView, one: Announcement) -> Reply:
        """Return the question whether to send again what may have arrived or not."""
        rows: list[Row] = [
            [self._words.to(view, "admin-requeue", Order.REQUEUE, one.id)],
            [self._words.to(view, "admin-back", Order.CARD, one.id)],
        ]
        return self._words.reply(view, [self._words.say(view, "admin-requeue-sure")], rows)

    def corrections(self, view: AdminView, one: Announcement) -> Reply:
        """Return the ways to correct what was sent."""
        rows: list[Row] = [
            [self._words.to(view, "admin-correct-edit", Order.CORRECT_EDIT, one.id)],
            [self._words.to(view, "admin-correct-message", Order.CORRECT_MESSAGE, one.id)],
            [self._words.to(view, "admin-back", Order.CARD, one.id)],
        ]
        return self._words.reply(view, [self._words.say(view, "admin-correct-how")], rows)

    def _standing(self, view: AdminView, one: Announcement) -> list[str]:
        say = self._words.say
        topic = self._services.composer.topic(one.topic, view.language)
        lines = [f"{_ICONS[one.state]} {say(view, f'admin-state-{one.state}')}", say(view, "admin-about", topic=topic)]
        if one.corrects is not None:
            lines.append(say(view, "admin-corrects-edit" if one.is_edit else "admin-corrects-message", id=one.corrects))
        if one.state is AnnouncementState.DRAFT and one.approved_by is not None:
            lines.append(say(view, "admin-waiting-second"))
        if one.scheduled_at is not None:
            lines.append(say(view, "admin-scheduled", moment=self._words.moment(view, one.scheduled_at)))
        if one.expires_at is not None:
            lines.append(say(view, "admin-expires", moment=self._words.moment(view, one.expires_at)))
        if one.pause_reason:
            lines.append(one.pause_reason)
        return [*lines, one.id]

    def _languages(self, view: AdminView, one: Announcement) -> str:
        lines = [f"✓ {self._words.names([language])}" for language in one.content.text]
        lines += [
            self._words.say(view, "admin-unwritten", name=self._words.names([language]))
            for language in self._words.missing(one)
        ]
        return "\n".join(lines)

    def _counted(self, view: AdminView, report: Report) -> str:
        say, administering = self._words.say, self._services.administering
        lines = [say(view, "announcement-audience", count=report.audience)]
        lines += [
            say(view, f"delivery-{state}", count=report.count(state))
            for state in DeliveryState
            if state not in _UNTOLD and (report.count(state) or state is DeliveryState.SENT)
        ]
        if report.left:
            lines.append(say(view, "admin-left", count=report.left))
        speed = administering.followed.speeds.per_s(report, self._services.now())
        if speed is not None and report.left:
            duration = self._services.wording.duration(report.left / speed, view.language)
            lines.append(say(view, "admin-speed", speed=f"{speed:.1f}", duration=duration))
        return "\n".join(lines)

    def _ways(self, view: AdminView, one: Announcement, report: Report | None) -> list[Row]:
        def to(phrase: str, order: Order) -> InlineKeyboardButton:
            return self._words.to(view, phrase, order, one.id)

        preview, cancel = to("admin-preview", Order.PREVIEW), to("admin-cancel", Order.ASK_CANCEL)
        pause, resume = to("admin-pause", Order.PAUSE), to("admin-resume", Order.RESUME)
        refresh, reasons = to("admin-refresh", Order.CARD), to("admin-report", Order.REPORT)
        correct = [to("admin-correct", Order.CORRECTIONS)] if one.started_at is not None else []
        match one.state:
            case AnnouncementState.DRAFT if is_writable(one):
                return [*self._drafts.writing(view, one), [cancel]]
            case AnnouncementState.DRAFT:
                is_only_file = one.origin is Origin.FILE and one.approved_by is None
                return [[preview], [to("admin-confirm", Order.CONFIRM)], [] if is_only_file else [cancel]]
            case AnnouncementState.APPROVED | AnnouncementState.SENDING:
                return [[pause, cancel], [refresh, reasons], [preview], correct]
            case AnnouncementState.PAUSED:
                return [[resume, cancel], [refresh, reasons], [preview], correct]
            case AnnouncementState.DONE | AnnouncementState.CANCELLED:
                return [[reasons], self._again(view, one, report), [preview] if one.content.text else [], correct]

    def _again(self, view: AdminView, one: Announcement, report: Report | None) -> Row:
        count = 0 if report is None else report.count(DeliveryState.UNCERTAIN)
        if one.state is not AnnouncementState.DONE or not count:
            return []
        return [self._words.to(view, "admin-requeue", Order.ASK_REQUEUE, one.id)]
