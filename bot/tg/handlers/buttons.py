"""Inline buttons: what was pressed is shown in place of the message it stood under."""

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.answering.model import Answer
from bot.tg.actions import (
    Action,
    ChooseLanguage,
    NoneOfThese,
    OpenEntry,
    OpenFact,
    ShowTopic,
    ShowTopics,
    decode,
)
from bot.tg.replies import answer_reply
from bot.tg.screens import Screens
from bot.tg.sender import Edited, Place, Reply
from bot.tg.services import Services


class ButtonHandlers:
    """Carries out pressed buttons; forged and outdated ones are told so and change nothing."""

    def __init__(self, services: Services, screens: Screens) -> None:
        self._services = services
        self._screens = screens

    async def on_button(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what the button asks for."""
        query = update.callback_query
        if query is None:
            return
        action = decode(query.data or "")
        reply = None if action is None else await self._reply(action, query)
        if reply is None:
            language = await self._services.frame_language(update)
            notice = self._services.phrases.say(language, "out-of-date")
            await self._services.sender.close_callback(query.id, notice)
            return
        await self._services.sender.close_callback(query.id)
        await self._put(query, reply)

    async def _reply(self, action: Action, query: CallbackQuery) -> Reply | None:
        composer, today = self._services.answerer.composer, self._services.today()
        if isinstance(action, ChooseLanguage):
            return await self._choose_language(action, query)
        if action.language not in self._services.answerer.knowledge.languages:
            return None
        match action:
            case OpenEntry(id=item, language=language):
                return self._answer(composer.entry(item, language, today), language)
            case OpenFact(id=item, language=language):
                return self._answer(composer.fact(item, language, today), language)
            case ShowTopic(id=item, language=language, page=page):
                label = composer.topic(item, language)
                return self._screens.topic(label, page, language) if label is not None else None
            case ShowTopics(language=language):
                return self._screens.topics(language)
            case NoneOfThese(language=language):
                reply = self._screens.say(language, "none-chosen")
                topics = self._services.keyboards.topics(composer.topics(language), language)
                return Reply(reply.document, topics, reply.cut_notice)

    def _answer(self, answer: Answer | None, language: str) -> Reply | None:
        return None if answer is None else answer_reply(self._services, answer, language)

    async def _choose_language(self, action: ChooseLanguage, query: CallbackQuery) -> Reply | None:
        languages = self._services.answerer.knowledge.languages
        if query.message is None or (action.language is not None and action.language not in languages):
            return None
        await self._services.chats.set_language(query.message.chat.id, action.language, self._services.now())
        if action.language is not None:
            return self._screens.say(action.language, "language-set")
        code = (query.from_user.language_code or "").split("-")[0]
        return self._screens.say(code if code in languages else next(iter(languages)), "language-set-automatic")

    async def _put(self, query: CallbackQuery, reply: Reply) -> None:
        message = query.message
        if message is None:
            return
        edited = await self._services.sender.edit(message.chat.id, message.message_id, reply)
        if edited is Edited.GONE:
            thread = message.message_thread_id if isinstance(message, Message) else None
            await self._services.sender.send(Place(message.chat.id, thread), reply)
