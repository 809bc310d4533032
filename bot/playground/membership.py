"""Who is in a chat and as what: joining, leaving, promotion, blocking the bot, migration to a supergroup.

Each change brings the updates and service messages that Telegram sends for it.
"""

from bot.playground.model import Chat, MemberStatus
from bot.playground.posting import service_message
from bot.playground.render import chat_json, member_json, user_json
from bot.playground.wire import JsonObject
from bot.playground.world import World

_PRESENT: frozenset[MemberStatus] = frozenset({"creator", "administrator", "member", "restricted"})


def is_present(status: MemberStatus | None) -> bool:
    """Whether this status is that of someone in the chat."""
    return status in _PRESENT


def set_status(world: World, chat: Chat, user_id: int, status: MemberStatus, *, actor_id: int) -> None:
    """Change how a user or the bot stands in a chat; `actor_id` is who did it."""
    old = chat.members.get(user_id, "left")
    if old == status:
        return
    chat.members[user_id] = status
    change: JsonObject = {
        "chat": chat_json(world, chat),
        "from": user_json(world.user(actor_id)),
        "date": world.unix_time,
        "old_chat_member": member_json(world, user_id, old),
        "new_chat_member": member_json(world, user_id, status),
    }
    if user_id == world.bot.id:
        world.updates.add("my_chat_member", change, chat.id)
    elif chat.members.get(world.bot.id) in {"administrator", "creator"}:
        world.updates.add("chat_member", change, chat.id)
    if chat.type in {"group", "supergroup"} and is_present(old) != is_present(status):
        _report(world, chat, user_id, actor_id, joined=is_present(status))
    world.events.publish("chat", chat.id, {"user_id": user_id, "status": status})


def migrate(world: World, chat: Chat, actor_id: int) -> Chat:
    """Turn a group into a supergroup with a new id; the group stays behind as a pointer to it."""
    supergroup = world.add_chat("supergroup", chat.title or "")
    supergroup.members = dict(chat.members)
    chat.migrated_to = supergroup.id
    old_side = service_message(world, chat, actor_id, {"migrate_to_chat_id": supergroup.id})
    world.updates.add("message", old_side, chat.id)
    new_side = service_message(world, supergroup, actor_id, {"migrate_from_chat_id": chat.id})
    world.updates.add("message", new_side, supergroup.id)
    world.events.publish("chat", supergroup.id, {"migrated_from": chat.id})
    return supergroup


def _report(world: World, chat: Chat, user_id: int, actor_id: int, *, joined: bool) -> None:
    user = user_json(world.user(user_id))
    service: JsonObject = {"new_chat_members": [user]} if joined else {"left_chat_member": user}
    message = service_message(world, chat, actor_id, service)
    if is_present(chat.members.get(world.bot.id)):
        world.updates.add("message", message, chat.id)
