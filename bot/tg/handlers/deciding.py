"""Who may decide for a chat: anyone for their own private chat, administrators for a group or channel."""

from telegram import CallbackQuery, Message
from telegram.constants import ChatType

from bot.tg.sender import Sender


async def may_decide(sender: Sender, message: Message) -> bool:
    """Say whether whoever wrote ``message`` may decide for its chat."""
    if message.chat.type in {ChatType.PRIVATE, ChatType.CHANNEL}:  # none but administrators post in a channel
        return True
    if message.sender_chat is not None:  # an administrator who writes in the group's own name
        return message.sender_chat.id == message.chat_id
    return message.from_user is not None and await sender.is_administrator(message.chat_id, message.from_user.id)


async def may_press(sender: Sender, query: CallbackQuery, chat_id: int) -> bool:
    """Say whether whoever pressed a button may decide for a chat, be it the button's or another one."""
    return chat_id == query.from_user.id or (chat_id < 0 and await sender.is_administrator(chat_id, query.from_user.id))
