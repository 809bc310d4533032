"""Inline buttons: what was pressed is shown in place of the message it stood under."""

from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.tg.actions import (
    Action,
    Browsing,
    News,
    NoneOfThese,
    OpenAnnouncement,
    OpenEntry,
    OpenFact,
    ShowAnnouncements,
    ShowLatest,
    ShowPublisher,
    ShowPublishers,
    ShowTimeline,
    ShowTopic,
    ShowTopics,
    decode,
)
from bot.tg.announcement_screens import AnnouncementScreens
from bot.tg.browsing import BrowsingScreens
from bot.tg.edits import Edited
from bot.tg.handlers.feedback import asked_by
from bot.tg.handlers.groups import Setting, SettingHandlers
from bot.tg.handlers.pressed import Pressed
from bot.tg.replies import answer_reply
from bot.tg.screens import Screens
from bot.tg.sender import Place, Reply
from bot.tg.services import Services

Shown = Browsing | News | OpenEntry | OpenFact | ShowTopic | ShowTopics | NoneOfThese


class ButtonHandlers:
    """Carries out pressed buttons; forged and outdated ones are told so and change nothing."""

    def __init__(
        self,
        services: Services,
        screens: Screens,
        browsing: BrowsingScreens,
        news: AnnouncementScreens,
        settings: SettingHandlers,
    ) -> None:
        self._services = services
        self._screens = screens
        self._browsing = browsing
        self._news = news
        self._settings = settings

    async def on_button(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what the button asks for."""
        query = update.callback_query
        if query is None:
            return
        action = decode(query.data or "")
        pressed = None if action is None else await self._carry_out(action, query)
        if pressed is None:
            language = await self._services.frame_language(update)
            notice = self._services.phrases.say(language, "out-of-date")
            await self._services.sender.close_callback(query.id, notice)
            return
        await self._services.sender.close_callback(query.id, pressed.notice)
        if pressed.reply is not None:
            await self._put(query, pressed.reply)

    async def _carry_out(self, action: Action, query: CallbackQuery) -> Pressed | None:
        if isinstance(action, Setting):
            return await self._settings.press(action, query)
        if action.language not in self._services.answerer.knowledge.languages:
            return None
        if isinstance(action, NoneOfThese):
            await self._note_refused(query, action.language)
        reply = await self._shown(action, query)
        return None if reply is None else Pressed(reply)

    async def _shown(self, action: Shown, query: CallbackQuery) -> Reply | None:
        match action:
            case ShowAnnouncements() | OpenAnnouncement():
                return await self._news.show(action)
            case ShowLatest(language=language):
                facts = self._browsing.show(action)
                return None if facts is None else await self._news.beside(facts, language)
            case ShowTimeline() | ShowPublishers() | ShowPublisher():
                return self._browsing.show(action)
            case OpenEntry() | OpenFact():
                return await self._answer(action, query)
            case _:
                return self._listed(action)

    def _listed(self, action: ShowTopic | ShowTopics | NoneOfThese) -> Reply | None:
        composer = self._services.answerer.composer
        match action:
            case ShowTopic(id=item, language=language, page=page):
                label = composer.topic(item, language)
                return self._screens.topic(label, page, language) if label is not None else None
            case ShowTopics(language=language):
                return self._screens.topics(language)
            case NoneOfThese(language=language):
                reply = self._screens.say(language, "none-chosen")
                topics = self._services.keyboards.topics(composer.topics(language), language)
                return Reply(reply.document, topics, reply.cut_notice)

    async def _note_refused(self, query: CallbackQuery, language: str) -> None:
        """Keep the question for the curators: none of the answers offered for it was meant."""
        question = await asked_by(self._services, query)
        if question is not None:
            await self._services.conversation.none_meant(question, language, self._services.now())

    async def _answer(self, action: OpenEntry | OpenFact, query: CallbackQuery) -> Reply | None:
        services, language = self._services, action.language
        composer = services.answerer.composer
        compose = composer.entry if isinstance(action, OpenEntry) else composer.fact
        answer = compose(action.id, language, services.today())
        if answer is None or query.message is None:
            return None
        # a picture at every press would flood the chat: here it is offered
        return await answer_reply(services, answer, language, query.message.chat.id, offers_chart=True)

    async def _put(self, query: CallbackQuery, reply: Reply) -> None:
        message = query.message
        if message is None:
            return
        edited = await self._services.sender.edit(message.chat.id, message.message_id, reply)
        if edited is Edited.GONE:
            thread = message.message_thread_id if isinstance(message, Message) else None
            await self._services.sender.send(Place(message.chat.id, thread), reply)
