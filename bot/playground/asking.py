"""Inline mode from the people's side: asking the bot in any chat and choosing one of its results."""

from bot.playground.acting import post_as_user
from bot.playground.inline import result_content
from bot.playground.model import InlineQuery, Message
from bot.playground.refusal import ControlError
from bot.playground.render import user_json
from bot.playground.wire import JsonObject, get_int
from bot.playground.world import InlineMessage, World

MAX_QUERY = 256


def ask_inline(world: World, user_id: int, query: str, offset: str = "", chat_type: str = "sender") -> InlineQuery:
    """Type a query after the bot's name; gives the query, which waits for its answer."""
    if not world.settings.inline_mode:
        raise ControlError("inline mode is off", 409)
    if user_id not in world.registry.users:
        raise ControlError("no such user", 404)
    if len(query) > MAX_QUERY:
        raise ControlError("an inline query has up to 256 characters")
    asked = InlineQuery(world.new_query_id(), user_id, query, offset, world.now())
    world.registry.inline_queries[asked.id] = asked
    payload: JsonObject = {
        "id": asked.id,
        "from": user_json(world.user(user_id)),
        "query": query,
        "offset": offset,
        "chat_type": chat_type,
    }
    world.updates.add("inline_query", payload, user_id)
    return asked


def choose_result(
    world: World, query_id: str, result_id: str, chat_id: int, thread_id: int | None = None
) -> JsonObject:
    """Post one of the results into a chat, in the name of who asked; gives the Message object."""
    asked = world.registry.inline_queries.get(query_id)
    result = asked.results.get(result_id) if asked else None
    if asked is None or result is None:
        raise ControlError("no such inline result", 404)
    content = result_content(world, result)
    inline_id = f"IM{world.new_query_id()}" if content.inline_keyboard else None
    message = Message(
        asked.user_id,
        content.content,
        content.media,
        content.inline_keyboard,
        thread_id=thread_id,
        via_bot=True,
        inline_message_id=inline_id,
        link_preview=content.link_preview,
    )
    sent = post_as_user(world, chat_id, asked.user_id, message)
    if inline_id is not None:
        world.registry.inline_messages[inline_id] = InlineMessage(chat_id, get_int(sent, "message_id"))
    if world.settings.inline_feedback:
        _feed_back(world, asked, result_id, inline_id)
    return sent


def _feed_back(world: World, asked: InlineQuery, result_id: str, inline_id: str | None) -> None:
    payload: JsonObject = {
        "result_id": result_id,
        "from": user_json(world.user(asked.user_id)),
        "query": asked.query,
    }
    if inline_id is not None:
        payload["inline_message_id"] = inline_id
    world.updates.add("chosen_inline_result", payload, asked.user_id)
