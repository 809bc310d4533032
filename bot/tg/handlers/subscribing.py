"""/subscribe, /unsubscribe, and the buttons that subscribe: in lists, under answers and under announcements."""

from dataclasses import dataclass
from functools import partial

import structlog
from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.storage.records import EVERYTHING, Subscriber
from bot.subscribing.subscribers import Change, subscribed, unsubscribed
from bot.tg.announcement_screens import AnnouncementScreens
from bot.tg.edits import Edited
from bot.tg.handlers.deciding import may_decide, may_press
from bot.tg.handlers.timing import PROMPTS, TimingChoices
from bot.tg.sender import Place, Reply, place_of
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens, View
from bot.tg.subscriptions import Verb, Wish, decode_wish

_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """What a press led to: another screen in place of the message, another button in place of the one pressed.

    ``notice`` pops up, ``news_of`` is the topic whose latest announcement is sent.
    """

    reply: Reply | None = None
    button: InlineKeyboardButton | None = None
    notice: str | None = None
    news_of: str | None = None


class SubscriptionHandlers:
    """Subscribes chats, where whoever asks may decide for them; forged and outdated buttons change nothing."""

    def __init__(
        self, services: Services, screens: SubscriptionScreens, timing: TimingChoices, news: AnnouncementScreens
    ) -> None:
        self._services = services
        self._screens = screens
        self._timing = timing
        self._news = news

    async def on_subscribe(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the topics to press on and off."""
        message = update.effective_message
        if message is not None and (view := await self._view(update, message)) is not None:
            above = [self._say(view.language, "subscriptions-thread")] if message.is_topic_message else []
            await self._services.sender.send(place_of(message), self._screens.topics(view, *above))

    async def on_unsubscribe(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the ways out."""
        message = update.effective_message
        if message is not None and (view := await self._view(update, message)) is not None:
            await self._services.sender.send(place_of(message), self._screens.leaving(view))

    async def on_settings(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the settings of a private chat or a channel."""
        message = update.effective_message
        if message is not None and (view := await self._view(update, message)) is not None:
            await self._services.sender.send(place_of(message), await self._timing.settings(view, message.chat_id))

    async def on_wish(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Do what the button says, if the one who pressed it may."""
        query = update.callback_query
        if query is None:
            return
        sender, wish = self._services.sender, decode_wish(query.data or "")
        if wish is None or query.message is None or wish.language not in self._services.answerer.knowledge.languages:
            done = None
        elif not await may_press(sender, query, wish.chat_id or query.message.chat.id):
            done = Done(notice=self._say(wish.language, "only-administrators"))
        else:
            done = await self._carry_out(wish, query)
        if wish is None or done is None:
            language = await self._services.frame_language(update)
            await sender.close_callback(query.id, self._say(language, "out-of-date"))
            return
        await sender.close_callback(query.id, done.notice)
        await self._show(query, wish, done)

    async def _view(self, update: Update, message: Message) -> View | None:
        """Return a chat's own view, or None where its administrators alone may have it, which is told."""
        language = await self._services.frame_language(update)
        if not await may_decide(self._services.sender, message):
            text = self._say(language, "only-administrators")
            await self._services.sender.send(place_of(message), self._services.note(text, language))
            return None
        subscriber = await self._services.subscribers.subscriber(message.chat_id)
        return View(language, subscriber, can_type=message.chat.type != ChatType.CHANNEL)

    async def _carry_out(self, wish: Wish, query: CallbackQuery) -> Done | None:
        chat_id, thread_id = _subject(wish, query)
        match wish.verb:
            case Verb.SUBSCRIBE | Verb.FOLLOW | Verb.AGAIN:
                if wish.what != EVERYTHING and wish.what not in self._services.answerer.knowledge.topics:
                    return None
                return await self._change(wish, query, subscribed(wish.what, thread_id))
            case Verb.UNSUBSCRIBE | Verb.STOP:
                return await self._change(
                    wish, query, unsubscribed(wish.what, tuple(self._services.answerer.knowledge.topics))
                )
            case Verb.LEAVE:
                await self._services.subscribers.change(chat_id, unsubscribed(EVERYTHING, ()), self._services.now())
                return Done(self._screens.left(await self._seen(wish, query)))
            case Verb.TOPICS | Verb.OPEN:
                return Done(self._screens.topics(await self._seen(wish, query)))
            case Verb.ASK_ZONE | Verb.ASK_PAUSE:
                phrase = next(phrase for phrase, verb in PROMPTS.items() if verb is wish.verb)
                await self._services.sender.ask(Place(chat_id, thread_id), self._say(wish.language, phrase))
                return Done()
            case _:
                reply = await self._timing.carry_out(await self._seen(wish, query), wish, chat_id)
                return None if reply is None else Done(reply)

    async def _change(self, wish: Wish, query: CallbackQuery, change: Change) -> Done:
        chat_id, _ = _subject(wish, query)
        fresh = Subscriber(chat_id, wish.language, frozenset())
        is_on = wish.verb in {Verb.SUBSCRIBE, Verb.FOLLOW, Verb.AGAIN}
        await self._services.subscribers.change(chat_id, change, self._services.now(), fresh if is_on else None)
        _log.info("subscribed" if is_on else "unsubscribed", topic=wish.what, lang=wish.language)
        title = self._screens.title(wish.what, wish.language)
        notice = self._say(wish.language, "notice-subscribed" if is_on else "notice-unsubscribed", topic=title)
        news_of = wish.what if is_on and wish.verb is not Verb.AGAIN else None
        if wish.verb is Verb.FOLLOW:
            button = self._screens.buttons.under_answer(wish.what, wish.language, followed=True)
            return Done(button=button, notice=notice, news_of=news_of)
        if wish.verb in {Verb.STOP, Verb.AGAIN}:
            button = self._screens.buttons.under_announcement(wish.what, wish.language, subscribed=is_on)
            return Done(button=button, notice=notice)
        return Done(self._screens.topics(await self._seen(wish, query)), notice=notice, news_of=news_of)

    async def _seen(self, wish: Wish, query: CallbackQuery) -> View:
        chat_id, _ = _subject(wish, query)
        subscriber = await self._services.subscribers.subscriber(chat_id)
        if wish.chat_id is not None:
            title = await self._services.sender.title(wish.chat_id)
            return View(wish.language, subscriber, wish.chat_id, title, can_type=False)
        is_channel = query.message is not None and query.message.chat.type == ChatType.CHANNEL
        return View(wish.language, subscriber, can_type=not is_channel)

    async def _show(self, query: CallbackQuery, wish: Wish, done: Done) -> None:
        message, sender = query.message, self._services.sender
        if message is None:
            return
        place = Place(message.chat.id, _thread(query))
        if done.button is not None and isinstance(message, Message):
            await sender.edit_keyboard(message, partial(_with_button, query.data, done.button))
        elif done.reply is not None and (
            wish.verb is Verb.OPEN or await sender.edit(place.chat_id, message.message_id, done.reply) is Edited.GONE
        ):
            await sender.send(place, done.reply)
        if done.news_of is not None:
            await self._news.send_latest(Place(*_subject(wish, query)), done.news_of, wish.language)

    def _say(self, language: str, phrase: str, /, **values: str | int) -> str:
        return self._services.phrases.say(language, phrase, **values)


def _subject(wish: Wish, query: CallbackQuery) -> tuple[int, int | None]:
    """Return the chat that a button is about, and the topic of its forum that the button stands in."""
    if wish.chat_id is not None or query.message is None:
        return wish.chat_id or query.from_user.id, None
    return query.message.chat.id, _thread(query)


def _thread(query: CallbackQuery) -> int | None:
    message = query.message
    return message.message_thread_id if isinstance(message, Message) and message.is_topic_message else None


def _with_button(
    pressed: str | None, instead: InlineKeyboardButton, keyboard: InlineKeyboardMarkup
) -> InlineKeyboardMarkup:
    rows = [[instead if key.callback_data == pressed else key for key in row] for row in keyboard.inline_keyboard]
    return InlineKeyboardMarkup(rows)
