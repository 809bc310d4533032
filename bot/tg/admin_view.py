"""What the screens for administrators have in common: who looks at them, and how they say things."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.document import Block, Document, block, bold
from bot.storage.announcement_records import Announcement
from bot.storage.records import Timing
from bot.subscribing.timing import zone_named
from bot.subscribing.zones import zone_title
from bot.tg.keyboards import Row
from bot.tg.orders import Order, Ordered, order_button
from bot.tg.sender import Reply
from bot.tg.services import Services


@dataclass(frozen=True, slots=True)
class AdminView:
    """An administrator, who reads ``language`` and lives by the clock of ``zone``."""

    admin_id: int
    language: str
    zone: str


async def admin_view(services: Services, admin_id: int, language: str) -> AdminView:
    """Return the view of an administrator, whose clock is the one chosen for their own announcements."""
    subscriber = await services.subscribers.subscriber(admin_id)
    timing = Timing() if subscriber is None else subscriber.timing
    return AdminView(admin_id, language, timing.time_zone)


class AdminWords:
    """Says things to an administrator."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def say(self, view: AdminView, phrase: str, /, **values: str | int) -> str:
        """Return a phrase in the administrator's language."""
        return self._services.phrases.say(view.language, phrase, **values)

    def to(self, view: AdminView, phrase: str, order: Order, about: str = "", what: str = "") -> InlineKeyboardButton:
        """Return a button with a phrase on it."""
        return self.button(view, self.say(view, phrase), order, about, what)

    @staticmethod
    def button(view: AdminView, label: str, order: Order, about: str = "", what: str = "") -> InlineKeyboardButton:
        """Return a button that gives an order, about an announcement where its id is given."""
        return order_button(label, Ordered(view.language, order, about, what))

    def turning(self, view: AdminView, order: Order, about: str, page: int, *, has_next: bool) -> Row:
        """Return the buttons to the pages before and after, where there are any."""
        row: Row = []
        if page > 0:
            row.append(self.button(view, f"‹ {self.say(view, 'button-previous')}", order, about, str(page - 1)))
        if has_next:
            row.append(self.button(view, f"{self.say(view, 'button-next')} ›", order, about, str(page + 1)))
        return row

    def reply(self, view: AdminView, texts: Iterable[str], rows: list[Row]) -> Reply:
        """Return paragraphs, the first one in bold, and the buttons beneath."""
        first, *others = texts
        return self.documented(view, (block(bold(first)), *map(block, filter(None, others))), rows)

    def documented(self, view: AdminView, blocks: tuple[Block, ...], rows: list[Row]) -> Reply:
        """Return blocks, and the buttons beneath."""
        keyboard = InlineKeyboardMarkup([row for row in rows if row])
        return Reply(Document(blocks), keyboard, self.say(view, "cut-notice"))

    def moment(self, view: AdminView, at: dt.datetime) -> str:
        """Return a moment by the administrator's clock."""
        local = at.astimezone(zone_named(view.zone))
        date = self._services.wording.date(local.date(), view.language)
        zone = zone_title(view.zone, view.language, at)
        return self.say(view, "admin-moment", date=date, time=f"{local:%H:%M}", zone=zone)

    def title(self, view: AdminView, announcement: Announcement) -> str:
        """Return an announcement's title in the administrator's language, or in one that it has."""
        titles = announcement.content.title
        return titles.get(view.language) or next(iter(titles.values()), self.say(view, "admin-untitled"))

    def names(self, languages: Iterable[str]) -> str:
        """Return languages by their own names."""
        known = self._services.answerer.knowledge.languages
        return ", ".join(known[language].name if language in known else language for language in languages)

    def missing(self, announcement: Announcement) -> tuple[str, ...]:
        """Return the languages that an announcement lacks."""
        languages = self._services.answerer.knowledge.languages
        return tuple(language for language in languages if language not in announcement.content.text)
