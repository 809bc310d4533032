"""What simulated people do: write, edit, delete, press buttons, open the bot, block it.

Each action brings the updates that Telegram would send to the bot. Raises ControlError for the impossible.
Inline mode is in `asking`.
"""

import re

from bot.playground.entities import found_entities, utf16_length
from bot.playground.formatted import MAX_TEXT
from bot.playground.membership import is_present, set_status
from bot.playground.model import CallbackQuery, Chat, Formatted, Message
from bot.playground.posting import delete, post, publish_edit
from bot.playground.privacy import bot_sees
from bot.playground.refusal import ControlError
from bot.playground.render import message_json, user_json
from bot.playground.wire import JsonObject
from bot.playground.world import World

_PAYLOAD = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


def say(
    world: World,
    chat_id: int,
    user_id: int,
    text: str,
    *,
    reply_to: int | None = None,
    thread_id: int | None = None,
) -> JsonObject:
    """Post a user's text; a private chat is opened by it. Gives the Message object."""
    text = text.strip()
    if not text or utf16_length(text) > MAX_TEXT:
        raise ControlError("a text has 1 to 4096 UTF-16 units")
    content = Formatted(text, found_entities(text))
    message = Message(user_id, content, reply_to=reply_to, thread_id=thread_id)
    return post_as_user(world, chat_id, user_id, message)


def post_as_user(world: World, chat_id: int, user_id: int, message: Message) -> JsonObject:
    """Post a user's message of any kind, and tell the bot unless privacy mode hides it."""
    chat = _open_chat(world, chat_id, user_id)
    if message.reply_to is not None and message.reply_to not in chat.messages:
        raise ControlError("no such message to reply to", 404)
    if message.thread_id is not None and message.thread_id not in chat.topics:
        raise ControlError("no such topic", 404)
    if chat.type == "channel":
        message.sender_id = None
    if message.reply_to is None:
        message.reply_to = message.thread_id
    sent = post(world, chat, message)
    if bot_sees(world, chat, message):
        world.updates.add("channel_post" if chat.type == "channel" else "message", sent, chat.id)
    return sent


def edit_text(world: World, chat_id: int, message_id: int, user_id: int, text: str) -> JsonObject:
    """Change a user's own text."""
    chat = _open_chat(world, chat_id, user_id)
    message = find_message(chat, message_id)
    is_own = message.sender_id in {user_id, None}
    if not is_own or message.content is None or message.service is not None or message.via_bot:
        raise ControlError("only one's own text can be edited", 403)
    text = text.strip()
    if not text:
        raise ControlError("text is empty")
    message.content = Formatted(text, found_entities(text))
    rendered = publish_edit(world, message)
    if bot_sees(world, chat, message):
        kind = "edited_channel_post" if chat.type == "channel" else "edited_message"
        world.updates.add(kind, rendered, chat.id)
    return rendered


def delete_message(world: World, chat_id: int, message_id: int) -> None:
    """Delete a message; Telegram does not tell bots."""
    chat = find_chat(world, chat_id)
    find_message(chat, message_id)
    delete(world, chat, [message_id])


def press(world: World, chat_id: int, message_id: int, user_id: int, data: str) -> CallbackQuery:
    """Press the inline button that holds this data; gives the query, which waits for its answer."""
    chat = _open_chat(world, chat_id, user_id)
    message = find_message(chat, message_id)
    if data not in _callback_data(message):
        raise ControlError("the message has no button with this data", 404)
    return press_anything(world, chat, message, user_id, data)


def press_anything(world: World, chat: Chat, message: Message, user_id: int, data: str) -> CallbackQuery:
    """Press a button whether it is there or not, as a modified client can."""
    query = CallbackQuery(world.new_query_id(), user_id, chat.id, message.id, data, world.now())
    world.registry.callbacks[query.id] = query
    payload: JsonObject = {
        "id": query.id,
        "from": user_json(world.user(user_id)),
        "chat_instance": str(chat.id * 7919),
        "data": data,
    }
    if message.inline_message_id is None:
        payload["message"] = message_json(world, message)
    else:
        payload["inline_message_id"] = message.inline_message_id
    world.updates.add("callback_query", payload, chat.id)
    return query


def open_bot(world: World, user_id: int, payload: str = "") -> JsonObject:
    """Press START or follow a deep link: the user says /start, with the link's payload."""
    if payload and not _PAYLOAD.match(payload):
        raise ControlError("a start payload has 1 to 64 of A-Z, a-z, 0-9, _ and -")
    unblock(world, user_id)
    return say(world, user_id, user_id, f"/start {payload}".strip())


def block(world: World, user_id: int) -> None:
    """Block the bot."""
    set_status(world, find_chat(world, user_id), world.bot.id, "kicked", actor_id=user_id)


def unblock(world: World, user_id: int) -> None:
    """Unblock the bot."""
    set_status(world, find_chat(world, user_id), world.bot.id, "member", actor_id=user_id)


def find_chat(world: World, chat_id: int) -> Chat:
    """A chat of the world; raises ControlError when there is none."""
    chat = world.registry.chats.get(chat_id)
    if chat is None:
        raise ControlError("no such chat", 404)
    return chat


def find_message(chat: Chat, message_id: int) -> Message:
    """A message of a chat; raises ControlError when there is none."""
    message = chat.messages.get(message_id)
    if message is None:
        raise ControlError("no such message", 404)
    return message


def _open_chat(world: World, chat_id: int, user_id: int) -> Chat:
    chat = find_chat(world, chat_id)
    if user_id not in world.registry.users:
        raise ControlError("no such user", 404)
    if chat.migrated_to is not None or chat.deleted:
        raise ControlError("the chat is gone", 409)
    if not is_present(chat.members.get(user_id)):
        raise ControlError("the user is not in this chat", 403)
    if chat.type == "channel" and chat.members.get(user_id) not in {"creator", "administrator"}:
        raise ControlError("only administrators write in a channel", 403)
    if chat.type == "private":
        if chat.members.get(world.bot.id) == "kicked":
            raise ControlError("the user has blocked the bot", 409)
        chat.started = True
    return chat


def _callback_data(message: Message) -> set[str]:
    rows = (message.inline_keyboard or {}).get("inline_keyboard")
    found: set[str] = set()
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            data = button.get("callback_data") if isinstance(button, dict) else None
            if isinstance(data, str):
                found.add(data)
    return found
