"""What no handler caught: logged under an incident id that the user is shown."""

import secrets

import structlog
from telegram import Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.answering.document import Document, block
from bot.errors import StorageError
from bot.live import Live
from bot.tg.once import Postponed
from bot.tg.sender import place_of
from bot.tg.services import Services

_log = structlog.stdlib.get_logger(__name__)


class FailureHandlers:
    """Tells the user that something failed, never what."""

    def __init__(self, live: Live[Services], postponed: Postponed) -> None:
        self._live = live
        self._postponed = postponed

    async def on_error(self, update: object, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Log the exception and show its incident id where there is a message beside which to show it.

        An update that failed because the database was away, or the token is refused, is merely put off.
        """
        if isinstance(update, Update) and self._postponed.postpone(update.update_id, context.error):
            _log.warning("update put off", reason=context.error)
            return
        services = self._live.current
        services.metrics.failed()
        incident = secrets.token_hex(4)
        if isinstance(context.error, StorageError):  # says all that is to know; where it came from doesn't matter
            _log.error("incident", incident=incident, reason=str(context.error))
        else:
            _log.error("incident", incident=incident, exc_info=context.error)
        if not isinstance(update, Update) or update.effective_message is None:
            return
        if update.effective_message.chat.type == ChatType.CHANNEL:  # its readers have asked for nothing
            return
        try:
            language = await services.frame_language(update)
            text = services.phrases.say(language, "incident", id=incident)
            reply = services.reply(Document((block(text),)), language)
            await services.sender.send(place_of(update.effective_message), reply)
        except TelegramError as error:
            _log.warning("incident not shown", incident=incident, reason=type(error).__name__)
