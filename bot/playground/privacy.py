"""Privacy mode: which messages of a group reach the bot."""

from bot.playground.entities import utf16_slice
from bot.playground.membership import is_present
from bot.playground.model import Chat, Message
from bot.playground.world import World


def bot_sees(world: World, chat: Chat, message: Message) -> bool:
    """Whether Telegram passes a user's message on to the bot."""
    status = chat.members.get(world.bot.id)
    if chat.type == "private":
        return status != "kicked"
    if not is_present(status):
        return False
    if chat.type == "channel" or status == "administrator" or not world.settings.privacy_mode:
        return True
    return message.via_bot or _is_addressed(world, message) or _replies_to_bot(world, chat, message)


def _replies_to_bot(world: World, chat: Chat, message: Message) -> bool:
    replied = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    return replied is not None and replied.sender_id == world.bot.id


def _is_addressed(world: World, message: Message) -> bool:
    if message.content is None:
        return False
    own_name = f"@{world.bot.username}".lower()
    for entity in message.content.entities:
        words = utf16_slice(message.content.text, entity.offset, entity.length).lower()
        if entity.type == "mention" and words == own_name:
            return True
        if entity.type == "bot_command" and ("@" not in words or words.endswith(own_name)):
            return True
    return False
