"""/start: the welcome, or what a deep link opens."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.tg.actions import OpenEntry, OpenFact
from bot.tg.handlers.browsing import after_command
from bot.tg.handlers.questions import QuestionHandlers
from bot.tg.links import AskQuestion, read_payload
from bot.tg.replies import answer_reply
from bot.tg.screens import Screens
from bot.tg.sender import Reply, place_of
from bot.tg.services import Services

OPEN_PAYLOAD = "open"


class StartHandlers:
    """Opens the bot."""

    def __init__(self, services: Services, screens: Screens, questions: QuestionHandlers) -> None:
        self._services = services
        self._screens = screens
        self._questions = questions

    async def on_start(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Welcome the reader, or show what the link names; a link that names nothing is told so."""
        message = update.effective_message
        if message is None:
            return
        payload = after_command(message)
        target = read_payload(payload)
        if isinstance(target, AskQuestion):
            await self._questions.answer(update, message, target.text)
            return
        language = await self._services.frame_language(update)
        await self._services.sender.send(place_of(message), self._opened(target, payload, language))

    def _opened(self, target: OpenEntry | OpenFact | None, payload: str, language: str) -> Reply:
        if target is None:
            known = payload in {"", OPEN_PAYLOAD}
            return self._screens.start(language) if known else self._screens.with_topics(language, "link-outdated")
        composer, languages = self._services.answerer.composer, self._services.answerer.knowledge.languages
        spoken = target.language if target.language in languages else language
        compose = composer.entry if isinstance(target, OpenEntry) else composer.fact
        answer = compose(target.id, spoken, self._services.today())
        if answer is None:
            return self._screens.with_topics(language, "link-outdated")
        return answer_reply(self._services, answer, spoken)
