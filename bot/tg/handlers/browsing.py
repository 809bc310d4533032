"""Commands that leaf through the knowledge: /timeline, /latest, /sources, /search."""

from collections.abc import Callable

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.answering.doing_without import or_else
from bot.matching.model import Question
from bot.tg.announcement_screens import AnnouncementScreens
from bot.tg.browsing import BrowsingScreens
from bot.tg.sender import Reply, place_of
from bot.tg.services import Services


class BrowsingHandlers:
    """Shows the first page of each."""

    def __init__(self, services: Services, screens: BrowsingScreens, news: AnnouncementScreens) -> None:
        self._services = services
        self._screens = screens
        self._news = news

    async def on_timeline(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the events of the last year."""
        await self._show(update, self._screens.timeline)

    async def on_latest(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the recent announcements, or the newest facts where nothing was announced yet."""
        message = update.effective_message
        if message is None:
            return
        language = await self._services.frame_language(update)
        # the facts need no database
        recent = await or_else(self._news.recent(language), None, "the recent announcements")
        await self._services.sender.send(place_of(message), recent or self._screens.latest(language))

    async def on_sources(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the publishers."""
        await self._show(update, self._screens.publishers)

    async def on_search(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the five best questions for the words after the command, in the words' language."""
        message = update.effective_message
        words = "" if message is None else after_command(message)

        def found(frame: str) -> Reply:
            searcher = self._services.answerer.searcher
            language = searcher.language_of(Question(words, hint=frame)) if words else frame
            return self._screens.search(language, words)

        await self._show(update, found)

    async def _show(self, update: Update, screen: Callable[[str], Reply]) -> None:
        message = update.effective_message
        if message is None:
            return
        language = await self._services.frame_language(update)
        await self._services.sender.send(place_of(message), screen(language))


def after_command(message: Message) -> str:
    """Return what stands after the command in a message."""
    return "".join((message.text or "").split(maxsplit=1)[1:])
