"""/announce and /announcements: administrators write, send, watch, stop and correct announcements in a private chat.

Who is an administrator is looked up at every command, press and reply; to everybody else none of this exists.
"""

from telegram import CallbackQuery, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.tg.admin_view import admin_view
from bot.tg.edits import Edited
from bot.tg.handlers.admin_orders import AdminOrders, Outcome
from bot.tg.handlers.admin_prompts import Asked, prompt_answered
from bot.tg.handlers.commands import CommandHandlers
from bot.tg.orders import Order, Ordered, decode_order
from bot.tg.progress import Card
from bot.tg.sender import Place, Reply
from bot.tg.services import Services


class AnnouncingHandlers:
    """Takes administrators' updates, and shows what comes of them."""

    def __init__(self, services: Services, commands: CommandHandlers) -> None:
        self._services = services
        self._commands = commands
        self._orders = AdminOrders(services)

    async def on_announce(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """Begin an announcement."""
        await self._command(Order.BEGIN, update, context)

    async def on_announcements(self, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        """List all announcements."""
        await self._command(Order.LIST, update, context)

    async def on_order(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Carry out what a button orders, if an administrator pressed it in their private chat."""
        query = update.callback_query
        if query is None:
            return
        ordered, sender = decode_order(query.data or ""), self._services.sender
        if ordered is None or not self._may_press(query, ordered):
            language = await self._services.frame_language(update)
            await sender.close_callback(query.id, self._services.phrases.say(language, "out-of-date"))
            return
        outcome = await self._orders.carry_out(
            await admin_view(self._services, query.from_user.id, ordered.language), ordered
        )
        await sender.close_callback(query.id, outcome.notice)
        if query.message is not None and outcome.shown is not None:
            await self._put(query.message.chat.id, query.message.message_id, ordered.language, outcome)

    async def on_answer(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take what an administrator typed in reply to a question."""
        message, user = update.effective_message, update.effective_user
        prompt = None if message is None else prompt_answered(self._services, message)
        if message is None or user is None or prompt is None or not self._services.administering.allows(user):
            return
        view = await admin_view(self._services, user.id, prompt.language)
        take = self._orders.take_words if prompt.asked is Asked.TEXT else self._orders.take_time
        outcome = await take(view, prompt, message.text or "")
        if isinstance(outcome, Reply):
            await self._services.sender.send(Place(message.chat_id), outcome)
            await self._orders.ask(message.chat_id, prompt)
        elif outcome.shown is not None:
            await self._services.sender.send(Place(message.chat_id), outcome.shown.reply)
        elif outcome.notice is not None:
            await self._services.sender.send(Place(message.chat_id), self._services.note(outcome.notice, view.language))

    async def _command(self, order: Order, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        user, chat = update.effective_user, update.effective_chat
        if user is None or chat is None or not self._services.administering.allows(user):
            await self._commands.on_unknown_command(update, context)
            return
        view = await admin_view(self._services, user.id, await self._services.frame_language(update))
        outcome = await self._orders.carry_out(view, Ordered(view.language, order))
        if outcome.shown is not None:
            await self._services.sender.send(Place(chat.id), outcome.shown.reply)

    def _may_press(self, query: CallbackQuery, ordered: Ordered) -> bool:
        is_private = query.message is not None and query.message.chat.type == ChatType.PRIVATE
        is_spoken = ordered.language in self._services.answerer.knowledge.languages
        return is_private and is_spoken and self._services.administering.allows(query.from_user)

    async def _put(self, chat_id: int, message_id: int, language: str, outcome: Outcome) -> None:
        """Show a screen in place of a message, and keep it up to date while it changes by itself."""
        shown, followed = outcome.shown, self._services.administering.followed
        if shown is None:
            return
        followed.leave(chat_id, message_id)
        if await self._services.sender.edit(chat_id, message_id, shown.reply) is Edited.GONE:
            sent = await self._services.sender.send(Place(chat_id), shown.reply)
            message_id = message_id if sent is None else sent
        if shown.goes_on:
            followed.follow(Card(chat_id, message_id, outcome.card_of, language))
