"""What happens to the bot in a chat: added to a channel, thrown out, blocked, allowed again."""

import structlog
from telegram import (
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberUpdated,
    Update,
)
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.subscribing.subscribers import restored
from bot.tg.sender import Place
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens, View

_log = structlog.stdlib.get_logger(__name__)


class MembershipHandlers:
    """Keeps subscribers that can't be reached, and asks whoever added the bot to a channel what it shall be told."""

    def __init__(self, services: Services, screens: SubscriptionScreens) -> None:
        self._services = services
        self._screens = screens

    async def on_membership(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Take note of what the bot may do in a chat from now on."""
        change = update.my_chat_member
        if change is None:
            return
        is_in, was_in = (_may_write(change, member) for member in (change.new_chat_member, change.old_chat_member))
        if not is_in:
            reason = "bot was blocked by the user" if change.chat.type == ChatType.PRIVATE else "bot was removed"
            if await self._services.subscribers.mark_unreachable(change.chat.id, reason, self._services.now()):
                _log.info("subscriber unreachable", reason=reason)
        elif change.chat.type != ChatType.PRIVATE:  # a person comes back by /start
            await self._services.subscribers.change(change.chat.id, restored, self._services.now())
        if is_in and not was_in and change.chat.type == ChatType.CHANNEL:
            await self._offer(update, change)

    async def _offer(self, update: Update, change: ChatMemberUpdated) -> None:
        """Offer the topics to whoever made the bot a channel's administrator, in the private chat with them."""
        language = await self._language_of(update, change.from_user.id)
        subscriber = await self._services.subscribers.subscriber(change.chat.id)
        title = change.chat.title or ""
        view = View(language, subscriber, change.chat.id, title, can_type=False)
        told = self._services.phrases.say(language, "channel-added", title=title)
        await self._services.sender.send(Place(change.from_user.id), self._screens.topics(view, told))

    async def _language_of(self, update: Update, user_id: int) -> str:
        chosen = await self._services.chats.language(user_id)
        known = chosen in self._services.answerer.knowledge.languages
        return chosen if chosen is not None and known else await self._services.frame_language(update)


def _may_write(change: ChatMemberUpdated, member: ChatMember) -> bool:
    if isinstance(member, ChatMemberLeft | ChatMemberBanned):
        return False
    if change.chat.type == ChatType.CHANNEL:
        return isinstance(member, ChatMemberAdministrator) and bool(member.can_post_messages)
    return True
