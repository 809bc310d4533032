"""The Telegram side, put together: the request settings, the handlers in their order, start and stop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

import structlog
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

import bot.errors
from bot.live import Live
from bot.metrics import Metrics
from bot.stopping import done_before
from bot.tasks import until_done
from bot.tg.announcement_screens import AnnouncementScreens
from bot.tg.browsing import BrowsingScreens
from bot.tg.chart_button import CHART_PATTERN
from bot.tg.feedback import FEEDBACK_PATTERN, FORGET_PATTERN
from bot.tg.flood import Budgets, FloodGate
from bot.tg.handlers.admin_prompts import AnswersAdminPrompt
from bot.tg.handlers.announcing import AnnouncingHandlers
from bot.tg.handlers.announcing_cards import keep_cards_fresh
from bot.tg.handlers.browsing import BrowsingHandlers
from bot.tg.handlers.buttons import ButtonHandlers
from bot.tg.handlers.charts import ChartHandlers
from bot.tg.handlers.commands import CommandHandlers
from bot.tg.handlers.failures import FailureHandlers
from bot.tg.handlers.feedback import FeedbackHandlers
from bot.tg.handlers.groups import SettingHandlers
from bot.tg.handlers.inline import InlineHandlers
from bot.tg.handlers.membership import MembershipHandlers
from bot.tg.handlers.own_data import OwnDataHandlers
from bot.tg.handlers.questions import QuestionHandlers
from bot.tg.handlers.starting import StartHandlers
from bot.tg.handlers.subscribing import SubscriptionHandlers
from bot.tg.handlers.timing import AnswersPrompt, TimingChoices
from bot.tg.handover import WebhookAddress, deliver_nowhere, deliver_to
from bot.tg.limiter import Limiter, Turn
from bot.tg.once import HandledUpdates, Once, Postponed
from bot.tg.orders import ORDER_PATTERN
from bot.tg.pictures import Pictures
from bot.tg.profile import set_profiles
from bot.tg.reaching import Reach, WatchedRequest, keep_probing
from bot.tg.receiving import UpdatesRequest
from bot.tg.screens import Screens
from bot.tg.sender import Sender
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens
from bot.tg.subscriptions import SUBSCRIPTION_PATTERN
from bot.tg.timing_screens import TimingScreens
from bot.tg.updates import DRAIN_S, TOKEN_REFUSED_MESSAGE, ChatOrder, Poller
from bot.tg.webhook import Webhook

ALLOWED_UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHANNEL_POST,
)
CONNECTIONS: Final = 48
"""As many as deliveries at once, and room for answers; each that is idle is looked at before every request."""
_FIRST_DELAY_S: Final = 1.0
_LONGEST_DELAY_S: Final = 30.0
_log = structlog.stdlib.get_logger(__name__)

Handler = BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach Telegram: the token, and the address of the Bot API up to and including ``/bot``."""

    token: str
    api_base_url: str


@dataclass(frozen=True, slots=True)
class Intake:
    """How updates come in: to ``webhook`` at ``address``, else by polling; none at all where ``is_on`` is false."""

    handled: HandledUpdates
    webhook: Webhook | None
    address: WebhookAddress | None
    is_on: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """What tells operators how it goes."""

    reach: Reach
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class Telegram:
    """The way to Telegram: the bot, what holds its messages back, and the door for replies."""

    bot: ExtBot[Turn]
    limiter: Limiter
    sender: Sender


async def serve(
    access: Access,
    watched: Watched,
    intake: Intake,
    limiter: Limiter,
    make_services: Callable[[Sender], Live[Services]],
    beside: Callable[[Telegram], Sequence[Coroutine[object, object, None]]],
    stop: asyncio.Event,
    ready: Callable[[], None],
) -> None:
    """Answer updates until ``stop`` is set; what was begun is finished and confirmed.

    What ``beside`` gives runs meanwhile. ``ready`` is called once Telegram has been reached, right before the first
    updates are taken in.

    Raises:
        TelegramError: (of ``bot.errors``) if Telegram doesn't accept the token or the webhook.
    """
    updates_request = UpdatesRequest()
    builder = (
        ApplicationBuilder()
        .token(access.token)
        .base_url(access.api_base_url)
        .base_file_url(access.api_base_url.removesuffix("/bot") + "/file/bot")
        .rate_limiter(limiter)
        .request(WatchedRequest(CONNECTIONS, watched.reach, watched.metrics))
        .get_updates_request(updates_request)
        .updater(None)
    )
    application = builder.build()
    telegram = Telegram(application.bot, limiter, Sender(application.bot))
    live = make_services(telegram.sender)
    postponed = Postponed()
    live.follow(Installed(application).install)
    application.add_error_handler(FailureHandlers(live, postponed).on_error)
    if not await done_before(stop, _reach(application.initialize)):
        return
    _log.info("serving", bot=application.bot.username)
    ready()
    async with application:
        await application.start()
        gate = FloodGate(live, application.process_update, Budgets())
        once = Once(gate.handle, intake.handled, postponed, watched.metrics, live.current.now)
        arrived = (telegram.sender.saw, gate.arrived)
        background = (
            set_profiles(application.bot, live),
            keep_probing(application.bot, watched.reach),
            keep_cards_fresh(live),
            *beside(telegram),
        )
        try:
            await until_done(_take_in(application.bot, intake, once, arrived, updates_request.look, stop), background)
        finally:
            await application.stop()


async def _take_in(
    telegram_bot: ExtBot[Turn],
    intake: Intake,
    once: Once,
    arrived: Sequence[Callable[[Update], None]],
    look: Callable[[], None],
    stop: asyncio.Event,
) -> None:
    """Take updates in until ``stop`` is set, then finish what was begun."""
    if not intake.is_on:
        await stop.wait()
    elif intake.webhook is not None and intake.address is not None:
        intake.webhook.open(telegram_bot, ChatOrder(once.handle, *arrived).handle)
        if await done_before(stop, _reach(partial(deliver_to, telegram_bot, intake.address, ALLOWED_UPDATES))):
            await stop.wait()
        await intake.webhook.drain(DRAIN_S)
    elif await done_before(stop, _reach(partial(deliver_nowhere, telegram_bot))):
        await Poller(telegram_bot, ChatOrder(once.handle_at_last, *arrived), ALLOWED_UPDATES, look).run(stop)


class HandlerList(Protocol):
    """What python-telegram-bot's application asks for handlers."""

    def add_handler(self, handler: Handler) -> None:
        """Ask ``handler`` after those before it."""
        ...

    def remove_handler(self, handler: Handler) -> None:
        """Ask ``handler`` no more."""
        ...


class Installed:
    """The handlers in force: those of one set of services, exchanged all at once."""

    def __init__(self, application: HandlerList) -> None:
        self._application = application
        self._handlers: tuple[Handler, ...] = ()

    def install(self, services: Services) -> None:
        """Have ``services`` handle every update from now on; those under way are finished by the services before."""
        before, self._handlers = self._handlers, handlers(services)
        for handler in before:
            self._application.remove_handler(handler)
        for handler in self._handlers:
            self._application.add_handler(handler)


def handlers(services: Services) -> tuple[Handler, ...]:
    """Return the handlers in the order they are asked: the first that fits an update takes it."""
    screens, leafing = Screens(services), BrowsingScreens(services)
    topics = SubscriptionScreens(services)
    news = AnnouncementScreens(services, topics)
    timing = TimingChoices(services, TimingScreens(services, topics))
    subscriptions = SubscriptionHandlers(services, topics, timing, news)
    membership = MembershipHandlers(services, topics)
    pictures = Pictures(services)
    commands, questions = CommandHandlers(services, screens), QuestionHandlers(services, pictures)
    browsing, settings = BrowsingHandlers(services, leafing, news), SettingHandlers(services, screens)
    starting, inline = StartHandlers(services, screens, questions, pictures), InlineHandlers(services, leafing)
    buttons = ButtonHandlers(services, screens, leafing, news, settings)
    charts = ChartHandlers(services, pictures)
    feedback, own_data = FeedbackHandlers(services), OwnDataHandlers(services)
    announcing = AnnouncingHandlers(services, commands)
    fresh, words = filters.UpdateType.MESSAGE, filters.TEXT | filters.CAPTION
    posted = filters.UpdateType.CHANNEL_POST
    return (
        CommandHandler("start", starting.on_start, filters=fresh),
        CommandHandler("help", commands.on_help, filters=fresh),
        CommandHandler("topics", commands.on_topics, filters=fresh),
        CommandHandler("ask", questions.on_ask, filters=fresh),
        CommandHandler("timeline", browsing.on_timeline, filters=fresh),
        CommandHandler("latest", browsing.on_latest, filters=fresh),
        CommandHandler("sources", browsing.on_sources, filters=fresh),
        CommandHandler("search", browsing.on_search, filters=fresh),
        CommandHandler("language", settings.on_language, filters=fresh),
        CommandHandler("settings", subscriptions.on_settings, filters=(fresh & filters.ChatType.PRIVATE) | posted),
        CommandHandler("settings", settings.on_settings, filters=fresh),
        CommandHandler("subscribe", subscriptions.on_subscribe, filters=fresh | posted),
        CommandHandler("unsubscribe", subscriptions.on_unsubscribe, filters=fresh | posted),
        CommandHandler("about", commands.on_about, filters=fresh),
        CommandHandler("privacy", commands.on_privacy, filters=fresh),
        CommandHandler("mydata", own_data.on_mydata, filters=fresh),
        CommandHandler("forget", own_data.on_forget, filters=fresh),
        CommandHandler("announce", announcing.on_announce, filters=fresh & filters.ChatType.PRIVATE),
        CommandHandler("announcements", announcing.on_announcements, filters=fresh & filters.ChatType.PRIVATE),
        MessageHandler(fresh & filters.COMMAND & filters.ChatType.PRIVATE, commands.on_unknown_command),
        CommandHandler("ask", questions.on_edited_ask, filters=filters.UpdateType.EDITED_MESSAGE),
        MessageHandler(filters.UpdateType.EDITED_MESSAGE & words & ~filters.COMMAND, questions.on_edited),
        MessageHandler(fresh & filters.TEXT & ~filters.COMMAND & AnswersPrompt(services), timing.on_answer),
        MessageHandler(
            fresh & filters.ChatType.PRIVATE & filters.TEXT & ~filters.COMMAND & AnswersAdminPrompt(services),
            announcing.on_answer,
        ),
        MessageHandler(fresh & words & ~filters.COMMAND, questions.on_text),
        # service messages (joined, pinned, …) are nobody's question
        MessageHandler(
            fresh & filters.ChatType.PRIVATE & ~filters.COMMAND & ~filters.StatusUpdate.ALL, commands.on_other
        ),
        MessageHandler(filters.StatusUpdate.MIGRATE, settings.on_migrated),
        CallbackQueryHandler(feedback.on_vote, pattern=FEEDBACK_PATTERN),
        CallbackQueryHandler(own_data.on_forget_button, pattern=FORGET_PATTERN),
        CallbackQueryHandler(charts.on_chart, pattern=CHART_PATTERN),
        CallbackQueryHandler(subscriptions.on_wish, pattern=SUBSCRIPTION_PATTERN),
        CallbackQueryHandler(announcing.on_order, pattern=ORDER_PATTERN),
        CallbackQueryHandler(buttons.on_button),
        ChatMemberHandler(membership.on_membership, ChatMemberHandler.MY_CHAT_MEMBER),
        InlineQueryHandler(inline.on_inline),
    )


async def _reach(initialize: Callable[[], Awaitable[None]]) -> None:
    """Reach Telegram, trying until it answers."""
    delay_s = _FIRST_DELAY_S
    while True:
        try:
            await initialize()
        except InvalidToken as error:
            raise bot.errors.TelegramError(TOKEN_REFUSED_MESSAGE) from error
        except TelegramError as error:
            _log.warning("Telegram cannot be reached", reason=type(error).__name__, retry_s=delay_s)
            await asyncio.sleep(delay_s)
            delay_s = min(delay_s * 2, _LONGEST_DELAY_S)
        else:
            return
