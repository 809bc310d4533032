"""What no handler caught: logged under an incident id that the user is shown."""

import secrets

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answering.document import Document, block
from bot.tg.sender import place_of
from bot.tg.services import Services

_log = structlog.stdlib.get_logger(__name__)


class FailureHandlers:
    """Tells the user that something failed, never what."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the exception and show its incident id where there is a message beside which to show it."""
        incident = secrets.token_hex(4)
        _log.error("incident", incident=incident, exc_info=context.error)
        if not isinstance(update, Update) or update.effective_message is None:
            return
        try:
            language = await self._services.frame_language(update)
            text = self._services.phrases.say(language, "incident", id=incident)
            reply = self._services.reply(Document((block(text),)), language)
            await self._services.sender.send(place_of(update.effective_message), reply)
        except TelegramError as error:
            _log.warning("incident not shown", incident=incident, reason=type(error).__name__)
