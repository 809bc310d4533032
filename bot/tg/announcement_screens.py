"""Announcements to read again: a list of the recent ones, one by itself, and the latest of a topic on subscribing."""

from dataclasses import replace
from typing import Final

from telegram import InlineKeyboardMarkup

from bot.answering.document import Block, Document, Segment, block, bold, italic
from bot.storage.announcement_records import Announcement, AnnouncementState
from bot.storage.records import EVERYTHING
from bot.tg.actions import News, OpenAnnouncement, ShowAnnouncements, ShowLatest, decode, encode
from bot.tg.keyboards import Row, button
from bot.tg.sender import Place, Reply
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens
from bot.tg.subscriptions import Verb, Wish, wish_button

ON_PAGE: Final = 5
_MOST_PAGES: Final = 100
_SENT: Final = frozenset({AnnouncementState.SENDING, AnnouncementState.DONE})


class AnnouncementScreens:
    """Builds the screens from what was sent or is being sent."""

    def __init__(self, services: Services, topics: SubscriptionScreens) -> None:
        self._services = services
        self._topics = topics

    async def recent(self, language: str, page: int = 0) -> Reply | None:
        """Return one page of the recent announcements, the newest first; None where there are none."""
        page = min(page, _MOST_PAGES)
        # one more than is shown tells whether there is another page
        found = await self._services.announcements.recent(ON_PAGE + 1, page * ON_PAGE)
        if not found:
            return await self.recent(language, page - 1) if page > 0 else None
        shown = found[:ON_PAGE]
        blocks = [block(bold(self._say(language, "announcements")))]
        blocks += [self._item(number, one, language) for number, one in enumerate(shown, 1)]
        rows = [
            [
                button(str(number), opening)
                for number, opening in enumerate((OpenAnnouncement(one.id, language) for one in shown), 1)
                if decode(encode(opening)) == opening
            ],
            self._turning(language, page, has_next=len(found) > ON_PAGE),
            [button(self._say(language, "latest"), ShowLatest(language, 0))],
            [wish_button(self._say(language, "button-topics"), Wish(language, Verb.OPEN))],
        ]
        return self._reply(Document(tuple(blocks)), [row for row in rows if row], language)

    async def show(self, action: News) -> Reply | None:
        """Return what a button asks for, or None where there is no such announcement."""
        match action:
            case ShowAnnouncements(language=language, page=page):
                return await self.recent(language, page)
            case OpenAnnouncement(id=announcement_id, language=language):
                return await self.one(announcement_id, language)

    async def beside(self, facts: Reply, language: str) -> Reply:
        """Return the newest ``facts`` with a button to the recent announcements, where there are any."""
        if facts.keyboard is None or not await self._services.announcements.recent(1):
            return facts
        row = [button(self._say(language, "announcements"), ShowAnnouncements(language, 0))]
        return replace(facts, keyboard=InlineKeyboardMarkup([row, *facts.keyboard.inline_keyboard]))

    async def one(self, announcement_id: str, language: str) -> Reply | None:
        """Return one announcement, with the way back to the recent ones; None where it was never sent."""
        found = await self._services.announcements.get(announcement_id)
        if found is None or found.state not in _SENT:
            return None
        back = button(self._say(language, "announcements"), ShowAnnouncements(language, 0))
        return self._reply(self._services.composer.single(found, language), [[back]], language)

    async def send_latest(self, place: Place, topic: str, language: str) -> None:
        """Send the latest announcement of a topic, or of any, to a chat that didn't get it before."""
        found = await self._services.announcements.recent(1, 0, None if topic == EVERYTHING else topic)
        if not found or await self._services.subscribers.has_received(place.chat_id, found[0].id):
            return
        keyboard = self._topics.buttons.keyboard((found[0],), language)
        document = self._services.composer.single(found[0], language)
        await self._services.sender.send(place, Reply(document, keyboard, self._say(language, "cut-notice")))

    def _item(self, number: int, announcement: Announcement, language: str) -> Block:
        content = announcement.content
        title = content.title[content.language_for(language)]
        day = self._services.wording.date((announcement.started_at or announcement.created_at).date(), language)
        topic = self._topics.title(announcement.topic, language)
        return block(bold(f"{number}. {title}"), Segment("\n"), italic(f"{topic} · {day}"))

    def _turning(self, language: str, page: int, *, has_next: bool) -> Row:
        row: Row = []
        if page > 0:
            label = f"‹ {self._say(language, 'button-previous')}"
            row.append(button(label, ShowAnnouncements(language, page - 1)))
        if has_next:
            row.append(button(f"{self._say(language, 'button-next')} ›", ShowAnnouncements(language, page + 1)))
        return row

    def _reply(self, document: Document, rows: list[Row], language: str) -> Reply:
        return Reply(document, InlineKeyboardMarkup(rows), self._say(language, "cut-notice"))

    def _say(self, language: str, phrase: str, /, **values: str | int) -> str:
        return self._services.phrases.say(language, phrase, **values)
