"""Screens on which an announcement comes to be: topic, languages, facts to cite, preview, recipients and time."""

import datetime as dt
from typing import Final

from telegram import InlineKeyboardButton

from bot.announcing.writing import LEAVE_OUT, disagreements
from bot.answering.document import block, bold
from bot.storage.announcement_records import Announcement, MissingLanguage, Origin
from bot.tg.admin_view import AdminView, AdminWords
from bot.tg.keyboards import LANGUAGES_IN_ROW, Row
from bot.tg.orders import Order, encode_moment
from bot.tg.sender import Reply
from bot.tg.services import Services

FACTS_ON_PAGE: Final = 6
_MOST_TOPICS: Final = 90
_MOST_DIFFERENCES: Final = 5


class DraftScreens:
    """Builds the screens of drafts."""

    def __init__(self, services: Services, words: AdminWords) -> None:
        self._services = services
        self._words = words

    def topics(self, view: AdminView) -> Reply:
        """Return the topics that a new announcement may be about."""
        labels = self._services.answerer.composer.topics(view.language)[:_MOST_TOPICS]
        rows = [
            [self._words.button(view, f"{label.icon} {label.title}".strip(), Order.TOPIC, what=label.id)]
            for label in labels
        ]
        rows.append([self._words.to(view, "admin-all", Order.LIST)])
        return self._words.reply(view, [self._words.say(view, "admin-topic")], rows)

    def writing(self, view: AdminView, draft: Announcement) -> list[Row]:
        """Return the buttons with which a draft is written."""
        languages = self._services.answerer.knowledge.languages.values()
        write = [
            self._words.button(
                view, self._words.say(view, "admin-write", name=one.name), Order.ASK_TEXT, draft.id, one.id
            )
            for one in languages
        ]
        remove = [
            self._words.button(
                view, self._words.say(view, "admin-remove", name=self._words.names([one])), Order.REMOVE, draft.id, one
            )
            for one in draft.content.text
        ]
        rows: list[Row] = [*_rows(write), *_rows(remove), [self._words.to(view, "admin-facts", Order.FACTS, draft.id)]]
        if draft.content.text:
            step = Order.OTHERS if self._words.missing(draft) else Order.PREVIEW
            rows.append([self._words.to(view, "admin-next", step, draft.id)])
        return rows

    def facts(self, view: AdminView, draft: Announcement, page: int) -> Reply:
        """Return one page of the topic's facts, the newest first, each with the mark that cites it."""
        knowledge = self._services.answerer.knowledge
        facts = sorted(
            (fact for fact in knowledge.facts.values() if fact.topic == draft.topic and fact.superseded_by is None),
            key=lambda fact: fact.as_of,
            reverse=True,
        )
        page = min(page, max(0, (len(facts) - 1) // FACTS_ON_PAGE))
        shown = facts[page * FACTS_ON_PAGE : (page + 1) * FACTS_ON_PAGE]
        blocks = [block(bold(self._words.say(view, "admin-facts-heading")))]
        blocks += [
            block(f"{knowledge.pick(fact.statement, view.language)[1]}\n", bold(f"[^{fact.id}]")) for fact in shown
        ]
        turning = self._words.turning(
            view, Order.FACTS, draft.id, page, has_next=(page + 1) * FACTS_ON_PAGE < len(facts)
        )
        return self._words.documented(view, tuple(blocks), [turning, [self._back(view, draft)]])

    def others(self, view: AdminView, draft: Announcement) -> Reply:
        """Return the choice of what they get whose language is missing."""
        names = self._words.names(self._words.missing(draft))
        rows = [
            [self._words.button(view, self._words.names([one]), Order.FOR_OTHERS, draft.id, one)]
            for one in draft.content.text
        ]
        rows.append([self._words.to(view, "admin-others-none", Order.FOR_OTHERS, draft.id, LEAVE_OUT)])
        return self._words.reply(
            view, [self._words.say(view, "admin-others", names=names)], [*rows, [self._back(view, draft)]]
        )

    def preview(self, view: AdminView, announcement: Announcement, language: str) -> Reply:
        """Return an announcement just as a reader of ``language`` gets it, with an administrator's buttons."""
        document = self._services.composer.single(announcement, language)
        others = [
            self._words.button(
                view,
                f"✓ {self._words.names([one])}" if one == language else self._words.names([one]),
                Order.PREVIEW,
                announcement.id,
                one,
            )
            for one in self.readers(announcement)
        ]
        rows: list[Row] = [
            *_rows(others),
            [self._words.to(view, "admin-myself", Order.MYSELF, announcement.id, language)],
            [self._words.to(view, "admin-confirm", Order.CONFIRM, announcement.id)],
            [self._back(view, announcement)],
        ]
        return self._words.documented(view, document.blocks, rows)

    def readers(self, announcement: Announcement) -> tuple[str, ...]:
        """Return the languages whose readers get it."""
        languages = tuple(self._services.answerer.knowledge.languages)
        if announcement.content.missing is MissingLanguage.FALLBACK:
            return languages
        return tuple(language for language in languages if language in announcement.content.text)

    def confirming(self, view: AdminView, announcement: Announcement, audience: int, at: dt.datetime | None) -> Reply:
        """Return to how many it goes, how long that takes, and the last button."""
        seconds = audience / self._services.administering.rate
        duration = self._services.wording.duration(seconds, view.language)
        counted = self._words.say(view, "announcement-audience", count=audience)
        texts = [
            self._words.title(view, announcement),
            f"{counted}\n{self._words.say(view, 'admin-estimate', duration=duration)}",
            self._for_others(view, announcement),
            self._differing(view, announcement),
        ]
        what = encode_moment(at)
        label = (
            self._words.say(view, "admin-send-now")
            if at is None
            else self._words.say(view, "admin-send-at", moment=self._words.moment(view, at))
        )
        rows: list[Row] = [
            [self._words.button(view, label, Order.APPROVE, announcement.id, what)],
            [self._words.to(view, "admin-schedule", Order.ASK_TIME, announcement.id)],
            [self._words.to(view, "admin-preview", Order.PREVIEW, announcement.id)],
            [self._back(view, announcement)],
        ]
        return self._words.reply(view, texts, rows)

    def _for_others(self, view: AdminView, announcement: Announcement) -> str:
        missing, content = self._words.missing(announcement), announcement.content
        if not missing:
            return ""
        names = self._words.names(missing)
        if content.missing is MissingLanguage.SKIP:
            return self._words.say(view, "admin-others-nothing", names=names)
        return self._words.say(
            view, "admin-others-get", names=names, language=self._words.names([next(iter(content.text))])
        )

    def _differing(self, view: AdminView, announcement: Announcement) -> str:
        if announcement.origin is Origin.FILE:
            return ""  # files are checked by ``kzjp check``
        found = disagreements(announcement.content)[:_MOST_DIFFERENCES]
        return "\n".join((self._words.say(view, "admin-differ"), *found)) if found else ""

    def _back(self, view: AdminView, announcement: Announcement) -> InlineKeyboardButton:
        return self._words.to(view, "admin-back", Order.CARD, announcement.id)


def _rows(buttons: Row) -> list[Row]:
    return [buttons[start : start + LANGUAGES_IN_ROW] for start in range(0, len(buttons), LANGUAGES_IN_ROW)]
