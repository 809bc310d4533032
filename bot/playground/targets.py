"""Where a call goes: chat, topic, the message replied to or edited, and whether the bot may go there."""

from dataclasses import dataclass

from bot.playground.model import Chat, Message
from bot.playground.params import Params
from bot.playground.refusal import ApiError, bad_request, forbidden
from bot.playground.wire import get_bool, get_int
from bot.playground.world import World


def find_chat(world: World, reference: str) -> Chat:
    """The chat of a chat_id or @username; raises ApiError when there is none the bot can know."""
    if not reference:
        raise bad_request("chat_id is empty")
    if reference.startswith("@"):
        chat_id = world.registry.usernames.get(reference[1:].lower(), 0)
    else:
        try:
            chat_id = int(reference)
        except ValueError:
            chat_id = 0
    chat = world.registry.chats.get(chat_id)
    if chat is None:
        raise bad_request("chat not found")
    return chat


def writable_chat(world: World, params: Params) -> Chat:
    """The chat of a call that writes; raises ApiError when the bot may not write there."""
    chat = find_chat(world, params.text("chat_id"))
    if chat.type == "private":
        _require_private(world, chat)
    else:
        require_membership(world, chat)
        if chat.type == "channel" and chat.members.get(world.bot.id) not in {"administrator", "creator"}:
            raise bad_request("need administrator rights in the channel chat")
        if chat.members.get(world.bot.id) == "restricted":
            raise bad_request("not enough rights to send text messages to the chat")
    return chat


def require_membership(world: World, chat: Chat) -> None:
    """Raise ApiError unless the bot is in this group or channel."""
    if chat.migrated_to is not None:
        raise ApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to=chat.migrated_to,
        )
    if chat.deleted:
        raise forbidden("the group chat was deleted")
    match chat.members.get(world.bot.id, "left"):
        case "kicked":
            raise forbidden(f"bot was kicked from the {chat.type} chat")
        case "left" if chat.type == "group":
            raise forbidden("bot was kicked from the group chat")
        case "left":
            raise forbidden(f"bot is not a member of the {chat.type} chat")
        case _:
            return


def thread_of(chat: Chat, params: Params) -> int | None:
    """The topic of a call, None outside topics; raises ApiError when it is missing or closed."""
    if not params.text("message_thread_id"):
        return None
    topic = chat.topics.get(params.integer("message_thread_id"))
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed:
        raise bad_request("TOPIC_CLOSED")
    return topic.id


@dataclass(frozen=True, slots=True)
class Place:
    """Where in its chat a new message stands."""

    reply_to: int | None = None
    thread_id: int | None = None


def place_of(chat: Chat, params: Params) -> Place:
    """The topic and the replied-to message of a call; raises ApiError when one is missing."""
    thread_id = thread_of(chat, params)
    source = params.json_object("reply_parameters", "can't parse reply parameters JSON object")
    if source is None:
        reply_to = params.integer("reply_to_message_id")
        may_miss = params.flag("allow_sending_without_reply")
    else:
        reply_to = get_int(source, "message_id")
        may_miss = get_bool(source, "allow_sending_without_reply")
    if reply_to and reply_to in chat.messages:
        return Place(reply_to, thread_id)
    if (reply_to or source is not None) and not may_miss:
        raise bad_request("message to be replied not found")
    return Place(None, thread_id)


def own_message(world: World, params: Params) -> Message:
    """The message an edit is about, by chat and id or by inline id; ApiError unless it is the bot's."""
    inline_id = params.text("inline_message_id")
    if inline_id:
        place = world.registry.inline_messages.get(inline_id)
        if place is None:
            raise bad_request("MESSAGE_ID_INVALID")
        message = world.chat(place.chat_id).messages.get(place.message_id)
        if message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return message
    chat = writable_chat(world, params)
    if not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    is_own_post = chat.type == "channel" and message.sender_id is None
    if (message.sender_id != world.bot.id and not is_own_post) or message.service or message.forward_origin:
        raise bad_request("message can't be edited")
    return message


def _require_private(world: World, chat: Chat) -> None:
    if world.user(chat.id).deactivated:
        raise forbidden("user is deactivated")
    if chat.members.get(world.bot.id) == "kicked":
        raise forbidden("bot was blocked by the user")
    if not chat.started:
        raise forbidden("bot can't initiate conversation with a user")
