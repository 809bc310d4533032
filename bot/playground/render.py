"""How users, chats, members, messages and files look on the wire, as Bot API objects."""

from collections.abc import Iterable

from bot.playground.entities import entity_json
from bot.playground.model import Chat, Entity, MemberStatus, Message, StoredFile, User
from bot.playground.wire import Json, JsonObject
from bot.playground.world import World

_ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
_GRANTED_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_post_messages",
    "can_edit_messages",
    "can_manage_topics",
)
_RESTRICTED_RIGHTS = (
    "can_edit_tag",
    "can_react_to_messages",
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
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
    "can_manage_topics",
)


def user_json(user: User) -> JsonObject:
    """The User object."""
    result: JsonObject = {"id": user.id, "is_bot": user.is_bot, "first_name": user.first_name}
    if user.last_name:
        result["last_name"] = user.last_name
    if user.username:
        result["username"] = user.username
    if user.language_code:
        result["language_code"] = user.language_code
    return result


def chat_json(world: World, chat: Chat) -> JsonObject:
    """The Chat object."""
    if chat.type == "private":
        user = world.user(chat.id)
        result: JsonObject = {"id": chat.id, "type": "private", "first_name": user.first_name}
        if user.last_name:
            result["last_name"] = user.last_name
        if user.username:
            result["username"] = user.username
        return result
    result = {"id": chat.id, "type": chat.type, "title": chat.title or ""}
    if chat.username:
        result["username"] = chat.username
    if chat.is_forum:
        result["is_forum"] = True
    return result


def message_json(world: World, message: Message, *, with_reply: bool = True) -> JsonObject:
    """The Message object, with the message it replies to one level deep."""
    chat = world.chat(message.chat_id)
    result: JsonObject = {"message_id": message.id}
    if message.sender_id is None:
        result["sender_chat"] = chat_json(world, chat)
    else:
        result["from"] = user_json(world.user(message.sender_id))
    result["chat"] = chat_json(world, chat)
    result["date"] = message.date
    if message.thread_id is not None:
        result["message_thread_id"] = message.thread_id
        result["is_topic_message"] = True
    if with_reply:
        _add_reply(world, chat, message, result)
    _add_origin(world, message, result)
    _add_content(world, message, result)
    if message.inline_keyboard is not None:
        result["reply_markup"] = message.inline_keyboard
    return result


def entities_json(world: World, entities: Iterable[Entity]) -> list[Json]:
    """The MessageEntity objects; mentioned users are written out."""
    result: list[Json] = []
    for entity in entities:
        rendered = entity_json(entity)
        if entity.user_id is not None:
            user = world.registry.users.get(entity.user_id)
            if user is None:
                continue
            rendered["user"] = user_json(user)
        result.append(rendered)
    return result


def member_json(world: World, user_id: int, status: MemberStatus) -> JsonObject:
    """The ChatMember object."""
    result: JsonObject = {"user": user_json(world.user(user_id)), "status": status}
    match status:
        case "creator":
            result["is_anonymous"] = False
        case "administrator":
            result.update(dict.fromkeys(_ADMIN_RIGHTS, False))
            result.update(dict.fromkeys(_GRANTED_RIGHTS, True))
        case "restricted":
            result.update(dict.fromkeys(_RESTRICTED_RIGHTS, False))
            result.update({"is_member": True, "until_date": 0})
        case "kicked":
            result["until_date"] = 0
        case "member" | "left":
            pass
    return result


def file_json(file: StoredFile) -> JsonObject:
    """The File object."""
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_size": len(file.content),
        "file_path": file.path,
    }


def photo_json(file: StoredFile) -> Json:
    """The PhotoSize objects of a picture; one size is enough here."""
    return [
        {
            "file_id": file.id,
            "file_unique_id": file.unique_id,
            "file_size": len(file.content),
            "width": file.width,
            "height": file.height,
        }
    ]


def document_json(file: StoredFile) -> Json:
    """The Document object."""
    return {
        "file_id": file.id,
        "file_unique_id": file.unique_id,
        "file_name": file.name,
        "mime_type": file.mime_type,
        "file_size": len(file.content),
    }


def _add_reply(world: World, chat: Chat, message: Message, result: JsonObject) -> None:
    replied = chat.messages.get(message.reply_to) if message.reply_to is not None else None
    if replied is not None:
        result["reply_to_message"] = message_json(world, replied, with_reply=False)


def _add_origin(world: World, message: Message, result: JsonObject) -> None:
    if message.forward_origin is not None:
        result["forward_origin"] = message.forward_origin
    if message.via_bot:
        result["via_bot"] = user_json(world.bot)
    if message.edit_date is not None:
        result["edit_date"] = message.edit_date
    if message.protected:
        result["has_protected_content"] = True


def _add_content(world: World, message: Message, result: JsonObject) -> None:
    if message.service is not None:
        result.update(message.service)
    if message.media is not None:
        result[message.media.kind] = message.media.payload
    if message.content is not None:
        text_name, entities_name = ("caption", "caption_entities") if message.has_caption else ("text", "entities")
        result[text_name] = message.content.text
        if message.content.entities:
            result[entities_name] = entities_json(world, message.content.entities)
    if message.link_preview is not None:
        result["link_preview_options"] = message.link_preview
