"""How messages come to be, change and go: numbering, storing, announcing to the page.

Judges nothing: whoever calls has decided that it may happen.
"""

from bot.playground.model import Chat, Message
from bot.playground.render import message_json
from bot.playground.wire import Json, JsonObject
from bot.playground.world import World


def post(world: World, chat: Chat, message: Message) -> JsonObject:
    """Add a message to a chat, which gives it its number and time; gives its Message object."""
    message.id, message.chat_id, message.date = chat.next_message_id, chat.id, world.unix_time
    chat.next_message_id += 1
    chat.messages[message.id] = message
    rendered = message_json(world, message)
    world.events.publish("message", chat.id, {"message": rendered})
    return rendered


def publish_edit(world: World, message: Message, *, is_marked: bool = True) -> JsonObject:
    """Announce a changed message; gives its Message object. Changed buttons alone leave no edit mark."""
    if is_marked:
        message.edit_date = world.unix_time
    rendered = message_json(world, message)
    world.events.publish("edited_message", message.chat_id, {"message": rendered})
    return rendered


def delete(world: World, chat: Chat, message_ids: list[int]) -> None:
    """Remove messages of a chat; missing ones are passed over."""
    gone: list[Json] = [message_id for message_id in message_ids if chat.messages.pop(message_id, None)]
    if gone:
        world.events.publish("deleted_messages", chat.id, {"message_ids": gone})


def service_message(
    world: World, chat: Chat, sender_id: int, service: JsonObject, thread_id: int | None = None
) -> JsonObject:
    """Add a message that only reports an event of the chat."""
    return post(world, chat, Message(sender_id, service=service, thread_id=thread_id))
