"""Methods that change or remove messages: the editMessage… family, deleteMessage, deleteMessages."""

from bot.playground.formatted import caption, checked_caption, message_text
from bot.playground.keyboards import reply_markup
from bot.playground.media import sent_document, sent_photo
from bot.playground.model import Formatted, Media, Message
from bot.playground.params import Params
from bot.playground.posting import delete, publish_edit
from bot.playground.refusal import bad_request
from bot.playground.targets import own_message, writable_chat
from bot.playground.wire import Json, JsonObject, get_str
from bot.playground.world import World

DELETABLE_FOR_S = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


def edit_message_text(world: World, params: Params) -> Json:
    """Change the text of a message."""
    message = own_message(world, params)
    if message.media is not None:
        raise bad_request("there is no text in the message to edit")
    content = message_text(params, too_long="MESSAGE_TOO_LONG")
    return _apply(world, params, message, content, None)


def edit_message_caption(world: World, params: Params) -> Json:
    """Change the caption of a picture or file."""
    message = own_message(world, params)
    if message.media is None:
        raise bad_request("there is no caption in the message to edit")
    return _apply(world, params, message, caption(params), message.media)


def edit_message_media(world: World, params: Params) -> Json:
    """Replace the picture or file of a message; a text message gets one instead."""
    message = own_message(world, params)
    source = params.json_object("media", "can't parse input media JSON object")
    if source is None:
        raise bad_request("there is no media in the request")
    new_caption = checked_caption(
        get_str(source, "caption"), get_str(source, "parse_mode"), source.get("caption_entities")
    )
    return _apply(world, params, message, new_caption, _input_media(world, params, source))


def edit_message_reply_markup(world: World, params: Params) -> Json:
    """Change the buttons under a message."""
    message = own_message(world, params)
    return _apply(world, params, message, message.content, message.media)


def delete_message(world: World, params: Params) -> Json:
    """Remove a message."""
    chat = writable_chat(world, params)
    if not params.text("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    may_delete = (
        chat.type == "private"
        or message.sender_id == world.bot.id
        or chat.members.get(world.bot.id) in {"administrator", "creator"}
    )
    if not may_delete or message.id in chat.topics:
        raise bad_request("message can't be deleted")
    if world.unix_time - message.date > DELETABLE_FOR_S:
        raise bad_request("message can't be deleted for everyone")
    delete(world, chat, [message.id])
    return True


def delete_messages(world: World, params: Params) -> Json:
    """Remove up to 100 messages; missing ones are passed over."""
    chat = writable_chat(world, params)
    ids = params.json("message_ids", "can't parse message identifiers JSON object")
    if not isinstance(ids, list) or not ids:
        raise bad_request("message identifiers are not specified")
    if len(ids) > 100:
        raise bad_request("too many message identifiers specified")
    delete(world, chat, [value for value in ids if isinstance(value, int)])
    return True


def _apply(world: World, params: Params, message: Message, content: Formatted | None, media: Media | None) -> Json:
    markup = reply_markup(params)
    if markup.chat_keyboard is not None:
        raise bad_request("inline keyboard expected")
    same_media = (media.file_id if media else None) == (message.media.file_id if message.media else None)
    same_content = content == message.content and same_media
    if same_content and markup.inline_keyboard == message.inline_keyboard:
        raise bad_request(_NOT_MODIFIED)
    message.content, message.media, message.inline_keyboard = content, media, markup.inline_keyboard
    rendered = publish_edit(world, message, is_marked=not same_content)
    return True if params.text("inline_message_id") else rendered


def _input_media(world: World, params: Params, source: JsonObject) -> Media:
    kind = get_str(source, "type")
    nested = Params({"media": get_str(source, "media")}, params.files)
    match kind:
        case "photo":
            return sent_photo(world, nested, "media")
        case "document":
            return sent_document(world, nested, "media")
        case _:
            raise bad_request(f'type "{kind}" of the input media is unsupported')
