"""Text messages: questions, and questions edited after they were answered."""

import time
from collections import OrderedDict
from typing import Final

import structlog
from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.answering.model import Answered, Outcome
from bot.matching.model import Question
from bot.tg.replies import outcome_reply
from bot.tg.sender import Edited, Place
from bot.tg.services import Services

REMEMBERED_ANSWERS: Final = 10_000
_log = structlog.stdlib.get_logger(__name__)


class QuestionHandlers:
    """Answers text; remembers which message answered which, so that an edited question edits its answer."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._answers: OrderedDict[tuple[int, int], int] = OrderedDict()

    async def on_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer a new question."""
        message = update.effective_message
        if message is None:
            return
        reply = outcome_reply(self._services, await self._ask(update, message))
        sent = await self._services.sender.send(_place(message), reply, reply_to=message.message_id)
        self._remember(message, sent)

    async def on_edited(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Answer an edited question by editing the answer; anew where there is none to edit."""
        message = update.effective_message
        if message is None:
            return
        answered_by = self._answers.get((message.chat_id, message.message_id))
        if answered_by is None:
            await self.on_text(update, context)
            return
        reply = outcome_reply(self._services, await self._ask(update, message))
        if await self._services.sender.edit(message.chat_id, answered_by, reply) is Edited.GONE:
            self._remember(message, await self._services.sender.send(_place(message), reply, message.message_id))

    async def _ask(self, update: Update, message: Message) -> Outcome:
        started = time.perf_counter()
        hint = await self._services.preferred_language(update)
        outcome = self._services.answerer.ask(Question(message.text or "", hint=hint), self._services.today())
        best = outcome.candidates[0] if outcome.candidates else None
        _log.info(
            "asked",
            outcome=type(outcome).__name__,
            entry=outcome.answer.choice.id if isinstance(outcome, Answered) else None,
            score=round(best.score, 3) if best else None,
            lang=outcome.language,
            ms=round((time.perf_counter() - started) * 1000, 1),
        )
        return outcome

    def _remember(self, question: Message, answer_id: int | None) -> None:
        if answer_id is not None:
            self._answers[question.chat_id, question.message_id] = answer_id
        while len(self._answers) > REMEMBERED_ANSWERS:
            self._answers.popitem(last=False)


def _place(message: Message) -> Place:
    return Place(message.chat_id, message.message_thread_id if message.is_topic_message else None)
