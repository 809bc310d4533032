"""How users, chats and the bot look to the page and to tests, beyond what the Bot API shows."""

from bot.playground.model import Chat, User
from bot.playground.profile import Scope, localized
from bot.playground.render import chat_json, message_json, user_json
from bot.playground.wire import Json, JsonObject
from bot.playground.world import World

_ADMINISTRATORS = frozenset({"creator", "administrator"})


def user_view(user: User) -> JsonObject:
    """A person."""
    return {**user_json(user), "deactivated": user.deactivated}


def chat_view(world: World, chat: Chat) -> JsonObject:
    """A chat with its members, topics, last message and state."""
    last = next(reversed(chat.messages.values()), None)
    topics: list[Json] = [
        {"id": topic.id, "name": topic.name, "closed": topic.closed} for topic in chat.topics.values()
    ]
    members: JsonObject = {str(user_id): status for user_id, status in chat.members.items() if user_id != world.bot.id}
    return {
        **chat_json(world, chat),
        "started": chat.started,
        "bot_status": chat.members.get(world.bot.id, "left"),
        "members": members,
        "topics": topics,
        "migrated_to": chat.migrated_to,
        "deleted": chat.deleted,
        "reply_keyboard": chat.reply_keyboard,
        "last_message": message_json(world, last, with_reply=False) if last else None,
    }


def bot_view(world: World, user: User, chat: Chat) -> JsonObject:
    """The bot as one user sees it in one chat."""
    profile, language = world.profile, user.language_code or ""
    return {
        **user_json(world.bot),
        "name": localized(profile.names, language, world.bot.first_name),
        "description": localized(profile.descriptions, language),
        "short_description": localized(profile.short_descriptions, language),
        "commands": seen_commands(world, user, chat),
        "menu_button": profile.menu_button(chat.id),
    }


def seen_commands(world: World, user: User, chat: Chat) -> list[Json]:
    """The commands of this user's menu in a chat, resolved by scope and language as Telegram does."""
    if chat.type == "private":
        scopes = [Scope("chat", chat.id), Scope("all_private_chats")]
    else:
        is_administrator = chat.members.get(user.id) in _ADMINISTRATORS
        scopes = [Scope("chat_member", chat.id, user.id)]
        if is_administrator:
            scopes.append(Scope("chat_administrators", chat.id))
        scopes.append(Scope("chat", chat.id))
        if is_administrator:
            scopes.append(Scope("all_chat_administrators"))
        scopes.append(Scope("all_group_chats"))
    return world.profile.visible_commands([*scopes, Scope("default")], (user.language_code or "")[:2])
