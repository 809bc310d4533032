"""Which handler takes an update: the first, in their order, that fits it."""

from telegram import Update
from telegram.ext import (
    Application,
    BaseHandler,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    ContextTypes,
    ExtBot,
    InlineQueryHandler,
    JobQueue,
    MessageHandler,
    filters,
)

from bot.tg.announcement_screens import AnnouncementScreens
from bot.tg.browsing import BrowsingScreens
from bot.tg.chart_button import CHART_PATTERN
from bot.tg.feedback import FEEDBACK_PATTERN, FORGET_PATTERN
from bot.tg.handlers.admin_prompts import AnswersAdminPrompt
from bot.tg.handlers.announcing import AnnouncingHandlers
from bot.tg.handlers.browsing import BrowsingHandlers
from bot.tg.handlers.buttons import ButtonHandlers
from bot.tg.handlers.charts import ChartHandlers
from bot.tg.handlers.commands import CommandHandlers
from bot.tg.handlers.feedback import FeedbackHandlers
from bot.tg.handlers.groups import SettingHandlers
from bot.tg.handlers.inline import InlineHandlers
from bot.tg.handlers.membership import MembershipHandlers
from bot.tg.handlers.own_data import OwnDataHandlers
from bot.tg.handlers.questions import QuestionHandlers
from bot.tg.handlers.starting import StartHandlers
from bot.tg.handlers.subscribing import SubscriptionHandlers
from bot.tg.handlers.timing import AnswersPrompt, TimingChoices
from bot.tg.limiter import Turn
from bot.tg.orders import ORDER_PATTERN
from bot.tg.pictures import Pictures
from bot.tg.screens import Screens
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens
from bot.tg.subscriptions import SUBSCRIPTION_PATTERN
from bot.tg.timing_screens import TimingScreens

Handler = BaseHandler[Update, ContextTypes.DEFAULT_TYPE, None]
Data = dict[object, object]
Running = Application[ExtBot[Turn], ContextTypes.DEFAULT_TYPE, Data, Data, Data, JobQueue[ContextTypes.DEFAULT_TYPE]]


class Router:
    """Gives updates to the handlers in force: those of one set of services, exchanged all at once.

    In place of the application's own dispatching, which keeps the id of every chat and person it has ever seen, for a
    persistence that this bot doesn't use.
    """

    def __init__(self, application: Running) -> None:
        self._application = application
        self._handlers: tuple[Handler, ...] = ()

    def install(self, fresh: tuple[Handler, ...]) -> None:
        """Have ``fresh`` handle every update from now on; those under way are finished by the handlers before."""
        self._handlers = fresh

    async def route(self, update: Update) -> None:
        """Have ``update`` handled; what its handler doesn't catch goes to the application's error handlers."""
        application = self._application
        try:
            for handler in self._handlers:
                check = handler.check_update(update)
                if check is not None and check is not False:
                    context = application.context_types.context.from_update(update, application)
                    await handler.handle_update(update, application, check, context)
                    return
        except Exception as error:
            # around one update, as the application does it: it must be told to its user, and others go on
            await application.process_error(update, error)


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
