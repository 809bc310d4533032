"""Commands, and every message that is not text."""

from collections.abc import Callable

from telegram import Update
from telegram.ext import ContextTypes

from bot.tg.addressing import is_private
from bot.tg.kinds import only_text_phrase
from bot.tg.screens import BOT_ADMIN_COMMANDS, COMMANDS, GROUP_COMMANDS, Screens
from bot.tg.sender import Reply, place_of
from bot.tg.services import Services

Screen = Callable[[str], Reply]


class CommandHandlers:
    """Shows a screen for each command."""

    def __init__(self, services: Services, screens: Screens) -> None:
        self._services = services
        self._screens = screens

    async def on_help(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell how to ask."""
        message = update.effective_message
        if message is not None and not is_private(message):
            await self._show(update, lambda language: self._screens.help(language, GROUP_COMMANDS))
            return
        is_admin = self._services.administering.allows(update.effective_user)
        names = BOT_ADMIN_COMMANDS if is_admin else COMMANDS
        await self._show(update, lambda language: self._screens.help(language, names))

    async def on_topics(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """List the topics."""
        await self._show(update, self._screens.topics)

    async def on_about(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell what the bot knows."""
        await self._show(update, self._screens.about)

    async def on_privacy(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Tell what is stored."""
        await self._show(update, self._screens.privacy)

    async def on_unknown_command(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a command that doesn't exist with the help."""
        await self._show(update, self._screens.help)

    async def on_other(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what isn't text, such as a photo or a sticker, with how to ask."""
        message = update.effective_message
        phrase = "only-text" if message is None else only_text_phrase(message)
        await self._show(update, lambda language: self._screens.say_with_example(language, phrase))

    async def _show(self, update: Update, screen: Screen) -> None:
        message = update.effective_message
        if message is None:
            return
        language = await self._services.frame_language(update)
        await self._services.sender.send(place_of(message), screen(language))
