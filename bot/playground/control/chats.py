"""Control requests about chats: creating, members, topics, migration, dissolution."""

from bot.playground.acting import find_chat
from bot.playground.control.asked import Asked
from bot.playground.control.views import chat_view
from bot.playground.forums import add_topic, set_closed
from bot.playground.membership import is_present, migrate, set_status
from bot.playground.model import Chat, ChatType, MemberStatus
from bot.playground.refusal import ControlError
from bot.playground.wire import Json, JsonObject, get_bool, get_int, get_ints, get_str
from bot.playground.world import World

MAX_LISTED = 500


async def list_chats(world: World, asked: Asked) -> Json:
    """All chats, or those a user is in."""
    user_id = asked.number("user_id")
    chats = [chat for chat in world.registry.chats.values() if not user_id or is_present(chat.members.get(user_id))]
    return [chat_view(world, chat) for chat in chats[: asked.number("limit", MAX_LISTED)]]


async def show_chat(world: World, asked: Asked) -> Json:
    """One chat."""
    return chat_view(world, find_chat(world, asked.id("chat_id")))


async def create_chat(world: World, asked: Asked) -> Json:
    """Create a group, supergroup or channel with members, the first of them its creator."""
    body = asked.body
    title = get_str(body, "title").strip()
    if not title:
        raise ControlError("title is empty")
    members = get_ints(body, "members")
    unknown = [user_id for user_id in members if user_id not in world.registry.users]
    if unknown:
        raise ControlError(f"no such users: {unknown}", 404)
    chat = world.add_chat(
        _chat_type(get_str(body, "type", "group")),
        title,
        chat_id=get_int(body, "id") or None,
        username=get_str(body, "username") or None,
        is_forum=get_bool(body, "is_forum"),
    )
    chat.members = dict.fromkeys(members, "member")
    if members:
        chat.members[members[0]] = "creator"
    default = "administrator" if chat.type == "channel" else "member"
    chat.members[world.bot.id] = member_status(get_str(body, "bot_status", default))
    world.events.publish("chat", chat.id, {"created": True})
    return chat_view(world, chat)


async def change_member(world: World, asked: Asked) -> Json:
    """Add, promote, restrict, remove or ban a user or the bot."""
    body, chat = asked.body, find_chat(world, asked.id("chat_id"))
    user_id = world.bot.id if get_bool(body, "bot") else get_int(body, "user_id")
    if user_id not in world.registry.users or chat.type == "private":
        raise ControlError("no such user, or a private chat", 404)
    status = member_status(get_str(body, "status", "member"))
    set_status(world, chat, user_id, status, actor_id=_actor(world, chat, body))
    return chat_view(world, chat)


async def create_topic(world: World, asked: Asked) -> Json:
    """Open a topic in a forum."""
    body, chat = asked.body, find_chat(world, asked.id("chat_id"))
    name = get_str(body, "name").strip()
    if not chat.is_forum or not name:
        raise ControlError("not a forum, or an empty name")
    topic = add_topic(world, chat, name, _actor(world, chat, body))
    return {"id": topic.id, "name": topic.name, "closed": topic.closed}


async def change_topic(world: World, asked: Asked) -> Json:
    """Close or reopen a topic."""
    body, chat = asked.body, find_chat(world, asked.id("chat_id"))
    topic = chat.topics.get(asked.id("topic_id"))
    if topic is None:
        raise ControlError("no such topic", 404)
    set_closed(world, chat, topic, _actor(world, chat, body), closed=get_bool(body, "closed"))
    return {"id": topic.id, "name": topic.name, "closed": topic.closed}


async def migrate_chat(world: World, asked: Asked) -> Json:
    """Turn a group into a supergroup; gives the new chat."""
    chat = find_chat(world, asked.id("chat_id"))
    if chat.type != "group" or chat.migrated_to is not None:
        raise ControlError("only a group can migrate, once", 409)
    return chat_view(world, migrate(world, chat, _actor(world, chat, asked.body)))


async def dissolve_chat(world: World, asked: Asked) -> Json:
    """Delete a group for everyone."""
    chat = find_chat(world, asked.id("chat_id"))
    if chat.type == "private":
        raise ControlError("a private chat cannot be dissolved")
    chat.deleted = True
    world.events.publish("chat", chat.id, {"deleted": True})
    return True


def member_status(value: str) -> MemberStatus:
    """Read a member's status; raises ControlError when there is no such status."""
    match value:
        case "creator" | "administrator" | "member" | "restricted" | "left" | "kicked" as status:
            return status
        case _:
            raise ControlError(f"unknown status: {value}")


def _chat_type(value: str) -> ChatType:
    match value:
        case "group" | "supergroup" | "channel" as kind:
            return kind
        case _:
            raise ControlError(f"unknown type of chat: {value}")


def _actor(world: World, chat: Chat, body: JsonObject) -> int:
    """Who acts: as asked, else the chat's creator, else the first member."""
    wanted = get_int(body, "actor_id")
    if wanted in world.registry.users:
        return wanted
    people = [user_id for user_id in chat.members if user_id != world.bot.id]
    creators = [user_id for user_id in people if chat.members[user_id] == "creator"]
    return next(iter([*creators, *people]), world.bot.id)
