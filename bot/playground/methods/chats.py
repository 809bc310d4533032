"""Methods about chats and members: getChat, getChatMember and its kin, leaveChat."""

from bot.playground.membership import set_status
from bot.playground.model import Chat
from bot.playground.params import Params
from bot.playground.refusal import bad_request
from bot.playground.render import chat_json, member_json
from bot.playground.targets import find_chat, require_membership
from bot.playground.wire import Json, JsonObject
from bot.playground.world import World

_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_invite_users",
)


def get_chat(world: World, params: Params) -> Json:
    """Everything about a chat the bot is in."""
    chat = find_chat(world, params.text("chat_id"))
    if chat.type != "private":
        require_membership(world, chat)
    gifts: JsonObject = dict.fromkeys(
        (
            "unlimited_gifts",
            "limited_gifts",
            "unique_gifts",
            "premium_subscription",
            "gifts_from_channels",
        ),
        False,
    )
    result = {
        **chat_json(world, chat),
        "accent_color_id": abs(chat.id) % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": gifts,
    }
    if chat.type != "private":
        result["permissions"] = dict.fromkeys(_PERMISSIONS, True)
    return result


def get_chat_member(world: World, params: Params) -> Json:
    """How one user stands in a chat."""
    chat = _joined_chat(world, params)
    user_id = params.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user_id not in world.registry.users:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return member_json(world, user_id, chat.members.get(user_id, "left"))


def get_chat_administrators(world: World, params: Params) -> Json:
    """The administrators of a group or channel, other bots left out."""
    chat = _joined_chat(world, params)
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [
        member_json(world, user_id, status)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


def get_chat_member_count(world: World, params: Params) -> Json:
    """How many are in a chat."""
    chat = _joined_chat(world, params)
    return sum(status not in {"left", "kicked"} for status in chat.members.values())


def leave_chat(world: World, params: Params) -> Json:
    """Let the bot leave a group or channel."""
    chat = _joined_chat(world, params)
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    set_status(world, chat, world.bot.id, "left", actor_id=world.bot.id)
    return True


def _joined_chat(world: World, params: Params) -> Chat:
    chat = find_chat(world, params.text("chat_id"))
    if chat.type != "private":
        require_membership(world, chat)
    return chat
