"""/start: the welcome, or what a deep link opens."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.tg.actions import OpenEntry, OpenFact
from bot.tg.chart_button import ShowChart
from bot.tg.handlers.browsing import after_command
from bot.tg.handlers.questions import QuestionHandlers
from bot.tg.links import AskQuestion, read_payload
from bot.tg.pictures import Pictures
from bot.tg.replies import answer_reply
from bot.tg.screens import Screens
from bot.tg.sender import Reply, place_of
from bot.tg.services import Services

OPEN_PAYLOAD = "open"


class StartHandlers:
    """Opens the bot."""

    def __init__(self, services: Services, screens: Screens, questions: QuestionHandlers, pictures: Pictures) -> None:
        self._services = services
        self._screens = screens
        self._questions = questions
        self._pictures = pictures

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
        sent = await self._services.sender.send(place_of(message), self._opened(target, payload, language))
        chart = self._chart(target, language)
        if sent is not None and chart is not None:
            await self._pictures.hang(place_of(message), chart, sent)

    def _opened(self, target: OpenEntry | OpenFact | None, payload: str, language: str) -> Reply:
        if target is None:
            known = payload in {"", OPEN_PAYLOAD}
            return self._screens.start(language) if known else self._screens.with_topics(language, "link-outdated")
        composer, spoken = self._services.answerer.composer, self._spoken(target, language)
        compose = composer.entry if isinstance(target, OpenEntry) else composer.fact
        answer = compose(target.id, spoken, self._services.today())
        if answer is None:
            return self._screens.with_topics(language, "link-outdated")
        return answer_reply(self._services, answer, spoken)

    def _chart(self, target: OpenEntry | OpenFact | None, language: str) -> ShowChart | None:
        chart = self._services.gallery.charts.beside(target.id) if isinstance(target, OpenEntry) else None
        return None if chart is None or target is None else ShowChart(chart.id, self._spoken(target, language))

    def _spoken(self, target: OpenEntry | OpenFact, language: str) -> str:
        return target.language if target.language in self._services.answerer.knowledge.languages else language
