"""Which messages are the bot's business: everything in a private chat; in a group what mentions it or replies to it."""

from dataclasses import dataclass

from telegram import Message, MessageEntity
from telegram.constants import ChatType


@dataclass(frozen=True, slots=True)
class Self:
    """Who the bot is, as messages name it."""

    id: int
    username: str


def is_private(message: Message) -> bool:
    """Say whether the message stands in a private chat."""
    return message.chat.type == ChatType.PRIVATE


def question_in(message: Message, own: Self, *, mentions_only: bool) -> str | None:
    """Return what the message asks the bot, mentions taken out; None where it isn't meant for the bot.

    A bare mention in reply to someone asks what that person wrote.
    """
    if message.via_bot is not None and message.via_bot.id == own.id:
        return None
    if is_private(message):
        return words_of(message)
    mentions = _mentions(message, own)
    if not mentions:
        return words_of(message) or None if not mentions_only and _replies_to(message, own) else None
    text = words_of(message)
    for mention in mentions:
        text = text.replace(mention, " ")
    return text.strip(" ,:;\n—–-") or replied_text(message)


def words_of(message: Message) -> str:
    """Return a message's text, or what stands under its picture or file; empty where there are no words."""
    return message.text or message.caption or ""


def replied_text(message: Message) -> str:
    """Return the words of the message that this one replies to, empty where there are none."""
    replied = message.reply_to_message
    return "" if replied is None else words_of(replied)


def _mentions(message: Message, own: Self) -> list[str]:
    named: dict[MessageEntity, str] = {}
    if message.text:
        named = message.parse_entities([MessageEntity.MENTION, MessageEntity.TEXT_MENTION])
    elif message.caption:
        named = message.parse_caption_entities([MessageEntity.MENTION, MessageEntity.TEXT_MENTION])
    return [
        words
        for entity, words in named.items()
        if words.lower() == f"@{own.username}".lower() or (entity.user is not None and entity.user.id == own.id)
    ]


def _replies_to(message: Message, own: Self) -> bool:
    replied = message.reply_to_message
    # a message in a forum's topic "replies" to the one that opened it, which the bot may have done
    if replied is None or replied.forum_topic_created is not None:
        return False
    return replied.from_user is not None and replied.from_user.id == own.id
