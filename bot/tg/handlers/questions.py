"""Text messages: questions, and questions edited after they were answered."""

import time
from typing import Final

import structlog
from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.answering.conversing import Asked, Understood
from bot.answering.document import Document, block
from bot.answering.doing_without import or_else
from bot.answering.model import Ambiguous, Answered, NotUnderstood
from bot.answering.smalltalk import Remark
from bot.storage.records import AnsweredMessage, SentChart
from bot.tg.addressing import Self, is_private, question_in, replied_text
from bot.tg.chart_button import ShowChart
from bot.tg.edits import Edited
from bot.tg.handlers.browsing import after_command
from bot.tg.pictures import Hung, Pictures
from bot.tg.replies import outcome_reply, told_earlier
from bot.tg.sender import Place, Reply, place_of
from bot.tg.services import Services
from bot.tg.typing import shown_when_slow

_OUTCOMES: Final = {Answered: "answered", Ambiguous: "ambiguous", NotUnderstood: "not_understood"}
MOST_SIGNS: Final = 10
_log = structlog.stdlib.get_logger(__name__)


class QuestionHandlers:
    """Answers text, and an edited question by editing its answer."""

    def __init__(self, services: Services, pictures: Pictures) -> None:
        self._services = services
        self._pictures = pictures
        self._answering = 0

    async def on_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a new question."""
        message = update.effective_message
        text = None if message is None else await self._asked(message)
        if message is not None and text is not None:
            await self.answer(update, message, text)

    async def on_ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what stands after /ask, or the message that a bare /ask replies to."""
        message = update.effective_message
        if message is None:
            return
        text = after_command(message) or replied_text(message)
        if text:
            await self.answer(update, message, text)
            return
        language, say = await self._services.frame_language(update), self._services.phrases.say
        usage = say(language, "ask-usage", example=say(language, "example-question"))
        await self._services.sender.send(
            place_of(message), self._services.reply(Document((block(usage),)), language), message.message_id
        )

    async def answer(self, update: Update, message: Message, text: str) -> None:
        """Answer ``text``, asked by ``message``, beneath it."""
        place, started = place_of(message), time.perf_counter()
        self._answering += 1
        try:
            async with shown_when_slow(lambda: self._show_typing(place)):
                reply, chart = await self._ask(update, message, text)
                sent = await self._services.sender.send(place, reply, reply_to=message.message_id)
        finally:
            self._answering -= 1
        self._services.metrics.answered_within(time.perf_counter() - started)
        if sent is not None:
            hung = None if chart is None else await self._pictures.hang(place, chart, sent)
            self._remember(message, sent, hung)

    async def _show_typing(self, place: Place) -> None:
        # where many wait, a sign for each would double the requests that all of them wait for
        if self._answering <= MOST_SIGNS:
            await self._services.sender.show_typing(place)

    async def on_edited(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an edited question by editing the answer; anew where there is none to edit."""
        message = update.effective_message
        text = None if message is None else await self._asked(message)
        if message is not None and text is not None:
            await self._answer_edited(update, message, text)

    async def on_edited_ask(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer what now stands after an edited /ask in the same way."""
        message = update.effective_message
        text = "" if message is None else after_command(message) or replied_text(message)
        if message is not None and text:
            await self._answer_edited(update, message, text)

    async def _answer_edited(self, update: Update, message: Message, text: str) -> None:
        given = await or_else(
            self._services.answered.answer_to(message.chat_id, message.message_id), None, "the answer to edit"
        )
        if given is None:
            await self.answer(update, message, text)
            return
        place = place_of(message)
        reply, chart = await self._ask(update, message, text)
        answer_id: int | None = given.answer_id
        if await self._services.sender.edit(message.chat_id, given.answer_id, reply) is Edited.GONE:
            answer_id = await self._services.sender.send(place, reply, message.message_id)
        if answer_id is not None:
            before = None if given.chart is None else _hung(given.chart)
            self._remember(message, answer_id, await self._pictures.rehang(place, before, chart, answer_id))

    async def _asked(self, message: Message) -> str | None:
        """Return what a message asks the bot, None where it isn't meant for it."""
        own = Self(self._services.sender.bot_id, self._services.sender.username)
        if is_private(message):
            return question_in(message, own, mentions_only=False)
        # unless it is known otherwise, a group is left alone but where it speaks to the bot
        mentions_only = await or_else(self._services.groups.mentions_only(message.chat_id), True, "the group's choice")
        return question_in(message, own, mentions_only=mentions_only)

    async def _ask(self, update: Update, message: Message, text: str) -> tuple[Reply, ShowChart | None]:
        """Return the reply to ``text``, and the chart that belongs beside it."""
        hint = await self._services.preferred_language(update)
        heard = await self._hear(Asked(text, message.chat_id, message.message_id, hint))
        if isinstance(heard, Remark):
            return self._services.reply(Document((block(heard.text),)), heard.language), None
        outcome = heard.outcome
        if isinstance(outcome, Answered) and outcome.answer.choice.kind == "entry":
            await or_else(self._services.asked.count(outcome.answer.choice.id), None, "counting the question")
        keeps_language = is_private(message) and hint is not None and hint != outcome.language
        reply = await outcome_reply(self._services, outcome, message.chat_id, keeps_language=keeps_language)
        if heard.earlier is not None:
            reply = told_earlier(self._services, reply, outcome, heard.earlier, text)
        return reply, self._pictures.beside(outcome)

    async def _hear(self, asked: Asked) -> Understood | Remark:
        started = time.perf_counter()
        heard = await self._services.conversation.hear(asked, self._services.now())
        if isinstance(heard, Remark):
            self._services.metrics.asked("remark", heard.language)
            _log.info("remarked", remark=heard.id, lang=heard.language)
            return heard
        outcome = heard.outcome
        self._services.metrics.asked(_OUTCOMES[type(outcome)], outcome.language)
        best = outcome.candidates[0] if outcome.candidates else None
        _log.info(
            "asked",
            outcome=type(outcome).__name__,
            entry=outcome.answer.choice.id if isinstance(outcome, Answered) else None,
            score=round(best.score, 3) if best else None,
            lang=outcome.language,
            follow_up=heard.earlier is not None,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return heard

    def _remember(self, question: Message, answer_id: int, hung: Hung | None) -> None:
        chart = None if hung is None else SentChart(hung.shown.id, hung.shown.language, hung.message_id)
        now = self._services.now()
        answered = AnsweredMessage(question.chat_id, question.message_id, answer_id, now, chart)
        self._services.answered.remember(answered)


def _hung(chart: SentChart) -> Hung:
    return Hung(ShowChart(chart.id, chart.language), chart.message_id)
