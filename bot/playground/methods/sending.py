"""Methods that add messages: sendMessage and its kin, copyMessage, forwardMessage; and sendChatAction."""

from bot.playground.formatted import caption, message_text
from bot.playground.keyboards import ReplyMarkup, reply_markup
from bot.playground.media import sent_document, sent_photo
from bot.playground.model import Chat, Formatted, Media, Message
from bot.playground.params import Params
from bot.playground.posting import post
from bot.playground.refusal import bad_request
from bot.playground.render import chat_json, user_json
from bot.playground.targets import find_chat, place_of, thread_of, writable_chat
from bot.playground.wire import Json, JsonObject
from bot.playground.world import World

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "record_audio",
        "upload_audio",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


def send_message(world: World, params: Params) -> Json:
    """Send a text."""
    chat = writable_chat(world, params)
    return _send(world, chat, params, content=message_text(params))


def send_photo(world: World, params: Params) -> Json:
    """Send a picture, uploaded or by file_id."""
    chat = writable_chat(world, params)
    return _send(world, chat, params, content=caption(params), media=sent_photo(world, params, "photo"))


def send_document(world: World, params: Params) -> Json:
    """Send a file, uploaded or by file_id."""
    chat = writable_chat(world, params)
    return _send(world, chat, params, content=caption(params), media=sent_document(world, params, "document"))


def copy_message(world: World, params: Params) -> Json:
    """Send the content of another message anew; gives its MessageId."""
    chat = writable_chat(world, params)
    source = _source_message(world, params, "copied")
    content, media = source.content, source.media
    if media is not None and "caption" in params.texts:
        content = caption(params)
    sent = _send(world, chat, params, content=content, media=media)
    return {"message_id": sent["message_id"]}


def forward_message(world: World, params: Params) -> Json:
    """Forward a message."""
    chat = writable_chat(world, params)
    source = _source_message(world, params, "forwarded")
    message = Message(
        _sender(world, chat),
        content=source.content,
        media=source.media,
        thread_id=thread_of(chat, params),
        forward_origin=source.forward_origin or _origin(world, source),
    )
    return post(world, chat, message)


def send_chat_action(world: World, params: Params) -> Json:
    """Show in the chat that the bot is typing or uploading."""
    chat = writable_chat(world, params)
    action = params.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread_id = thread_of(chat, params)
    world.events.publish("chat_action", chat.id, {"action": action, "message_thread_id": thread_id})
    return True


def _send(
    world: World, chat: Chat, params: Params, *, content: Formatted | None, media: Media | None = None
) -> JsonObject:
    place = place_of(chat, params)
    markup = reply_markup(params)
    message = Message(
        _sender(world, chat),
        content=content,
        media=media,
        reply_to=place.reply_to,
        thread_id=place.thread_id,
        inline_keyboard=markup.inline_keyboard,
        link_preview=_link_preview(params),
        protected=params.flag("protect_content"),
    )
    sent = post(world, chat, message)
    _set_chat_keyboard(world, chat, markup)
    return sent


def _sender(world: World, chat: Chat) -> int | None:
    return None if chat.type == "channel" else world.bot.id


def _link_preview(params: Params) -> JsonObject | None:
    if params.flag("disable_web_page_preview"):
        return {"is_disabled": True}
    return params.json_object("link_preview_options", "can't parse link preview options JSON object")


def _set_chat_keyboard(world: World, chat: Chat, markup: ReplyMarkup) -> None:
    if markup.chat_keyboard is None:
        return
    chat.reply_keyboard = markup.chat_keyboard if "keyboard" in markup.chat_keyboard else None
    world.events.publish("reply_keyboard", chat.id, {"reply_keyboard": chat.reply_keyboard})


def _source_message(world: World, params: Params, participle: str) -> Message:
    source = find_chat(world, params.text("from_chat_id"))
    message = source.messages.get(params.integer("message_id"))
    if message is None or message.service is not None:
        verb = "copy" if participle == "copied" else "forward"
        raise bad_request(f"message to {verb} not found")
    if message.protected:
        raise bad_request(f"message can't be {participle}")
    return message


def _origin(world: World, message: Message) -> JsonObject:
    if message.sender_id is None:
        chat = chat_json(world, world.chat(message.chat_id))
        return {"type": "channel", "chat": chat, "message_id": message.id, "date": message.date}
    return {"type": "user", "sender_user": user_json(world.user(message.sender_id)), "date": message.date}
