"""/start: the welcome, or what a deep link opens."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.answering.doing_without import or_else
from bot.storage.records import SubscriberState
from bot.subscribing.subscribers import restored
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
        language, place = await self._services.frame_language(update), place_of(message)
        if await or_else(self._restores(message.chat_id), False, "restoring the subscriber"):
            told = self._services.note(self._services.phrases.say(language, "welcome-back"), language)
            await self._services.sender.send(place, told)
        reply = await self._opened(target, payload, language, message.chat_id)
        sent = await self._services.sender.send(place, reply)
        chart = self._chart(target, language)
        if sent is not None and chart is not None:
            await self._pictures.hang(place, chart, sent)

    async def _restores(self, chat_id: int) -> bool:
        """Let a subscriber who had blocked the bot be written to again; say whether this was one."""
        subscriber = await self._services.subscribers.subscriber(chat_id)
        if subscriber is None or subscriber.state is SubscriberState.ACTIVE:
            return False
        await self._services.subscribers.change(chat_id, restored, self._services.now())
        return bool(subscriber.topics)

    async def _opened(self, target: OpenEntry | OpenFact | None, payload: str, language: str, chat_id: int) -> Reply:
        if target is None:
            known = payload in {"", OPEN_PAYLOAD}
            return self._screens.start(language) if known else self._screens.with_topics(language, "link-outdated")
        composer, spoken = self._services.answerer.composer, self._spoken(target, language)
        compose = composer.entry if isinstance(target, OpenEntry) else composer.fact
        answer = compose(target.id, spoken, self._services.today())
        if answer is None:
            return self._screens.with_topics(language, "link-outdated")
        return await answer_reply(self._services, answer, spoken, chat_id)

    def _chart(self, target: OpenEntry | OpenFact | None, language: str) -> ShowChart | None:
        chart = self._services.gallery.charts.beside(target.id) if isinstance(target, OpenEntry) else None
        return None if chart is None or target is None else ShowChart(chart.id, self._spoken(target, language))

    def _spoken(self, target: OpenEntry | OpenFact, language: str) -> str:
        return target.language if target.language in self._services.answerer.knowledge.languages else language
