"""Control requests about messages: posting, editing, deleting, pressing buttons, inline mode."""

from bot.playground import acting, asking
from bot.playground.control.asked import Asked
from bot.playground.control.people import find_user
from bot.playground.events import Event
from bot.playground.formatted import checked_caption
from bot.playground.model import Message
from bot.playground.render import message_json
from bot.playground.samples import sample_media
from bot.playground.wire import Json, get_bool, get_int, get_str
from bot.playground.world import World


async def list_messages(world: World, asked: Asked) -> Json:
    """Messages of a chat, oldest first."""
    chat = acting.find_chat(world, asked.id("chat_id"))
    after, thread_id, limit = asked.number("after"), asked.number("thread_id"), asked.number("limit", 200)
    found = [
        message
        for message in chat.messages.values()
        if message.id > after and (not thread_id or message.thread_id == thread_id)
    ]
    return [message_json(world, message) for message in found[-limit:]]


async def post_message(world: World, asked: Asked) -> Json:
    """Post as a user, a text or something else."""
    body, chat_id = asked.body, asked.id("chat_id")
    user = find_user(world, get_int(body, "user_id"))
    reply_to, thread_id = get_int(body, "reply_to") or None, get_int(body, "thread_id") or None
    kind = get_str(body, "kind", "text")
    if kind == "text":
        text = get_str(body, "text")
        return acting.say(world, chat_id, user.id, text, reply_to=reply_to, thread_id=thread_id)
    words = checked_caption(get_str(body, "caption"), "", None)
    media = sample_media(world, kind, user)
    message = Message(user.id, words, media, reply_to=reply_to, thread_id=thread_id)
    return acting.post_as_user(world, chat_id, user.id, message)


async def edit_message(world: World, asked: Asked) -> Json:
    """Edit a user's text."""
    user_id, text = get_int(asked.body, "user_id"), get_str(asked.body, "text")
    return acting.edit_text(world, asked.id("chat_id"), asked.id("message_id"), user_id, text)


async def delete_message(world: World, asked: Asked) -> Json:
    """Delete a message."""
    acting.delete_message(world, asked.id("chat_id"), asked.id("message_id"))
    return True


async def press(world: World, asked: Asked) -> Json:
    """Press an inline button, and wait for the answer if asked to."""
    body, seq = asked.body, world.events.last_seq
    chat_id, message_id = asked.id("chat_id"), asked.id("message_id")
    user_id, data = find_user(world, get_int(body, "user_id")).id, get_str(body, "data")
    if get_bool(body, "forged"):
        chat = acting.find_chat(world, chat_id)
        query = acting.press_anything(world, chat, acting.find_message(chat, message_id), user_id, data)
    else:
        query = acting.press(world, chat_id, message_id, user_id, data)

    def is_answer(event: Event) -> bool:
        return event.kind == "callback_answer" and event.body["callback_query_id"] == query.id

    if asked.wait_s:
        await world.events.wait_for(is_answer, seq, asked.wait_s)
    return {"callback_query_id": query.id, "answer": query.answer}


async def ask_inline(world: World, asked: Asked) -> Json:
    """Send an inline query, and wait for its results if asked to."""
    body, seq = asked.body, world.events.last_seq
    query = asking.ask_inline(
        world,
        get_int(body, "user_id"),
        get_str(body, "query"),
        get_str(body, "offset"),
        get_str(body, "chat_type", "sender"),
    )

    def is_answer(event: Event) -> bool:
        return event.kind == "inline_answer" and event.body["inline_query_id"] == query.id

    if asked.wait_s:
        await world.events.wait_for(is_answer, seq, asked.wait_s)
    return {"inline_query_id": query.id, "answer": query.answer}


async def choose_result(world: World, asked: Asked) -> Json:
    """Post a result of an inline query."""
    body = asked.body
    return asking.choose_result(
        world,
        asked.path["query_id"],
        get_str(body, "result_id"),
        get_int(body, "chat_id"),
        get_int(body, "thread_id") or None,
    )
