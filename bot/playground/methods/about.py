"""Methods about the bot itself: getMe, names, descriptions, menu button, files, logOut and close."""

from bot.playground.params import Params
from bot.playground.profile import localized
from bot.playground.refusal import bad_request
from bot.playground.render import file_json, user_json
from bot.playground.targets import find_chat
from bot.playground.wire import Json, JsonObject, get_object, get_str
from bot.playground.world import World

MAX_NAME = 64
MAX_DESCRIPTION = 512
MAX_SHORT_DESCRIPTION = 120


def get_me(world: World, params: Params) -> Json:
    """The bot as a user."""
    me = user_json(world.bot)
    me.update(
        can_join_groups=True,
        can_read_all_group_messages=not world.settings.privacy_mode,
        supports_inline_queries=world.settings.inline_mode,
        can_connect_to_business=False,
        has_main_web_app=False,
    )
    return me


def log_out(world: World, params: Params) -> Json:
    """Log out; every later call is refused."""
    world.is_logged_out = True
    return True


def close(world: World, params: Params) -> Json:
    """Close the instance; nothing to do here."""
    return True


def set_my_name(world: World, params: Params) -> Json:
    """Name the bot, for one language or for all others."""
    name = _bounded(params.text("name"), MAX_NAME, "BOT_TITLE_INVALID")
    language = language_of(params)
    _store(world.profile.names, language, name)
    if not language and name:
        world.bot.first_name = name
    return _changed(world)


def get_my_name(world: World, params: Params) -> Json:
    """The bot's name in a language."""
    return {"name": localized(world.profile.names, language_of(params), world.bot.first_name)}


def set_my_description(world: World, params: Params) -> Json:
    """Say what the bot does, shown in an empty chat."""
    text = _bounded(params.text("description"), MAX_DESCRIPTION, "BOT_DESCRIPTION_INVALID")
    _store(world.profile.descriptions, language_of(params), text)
    return _changed(world)


def get_my_description(world: World, params: Params) -> Json:
    """The bot's description in a language."""
    return {"description": localized(world.profile.descriptions, language_of(params))}


def set_my_short_description(world: World, params: Params) -> Json:
    """Say in short what the bot does, shown on its profile."""
    text = _bounded(params.text("short_description"), MAX_SHORT_DESCRIPTION, "BOT_ABOUT_INVALID")
    _store(world.profile.short_descriptions, language_of(params), text)
    return _changed(world)


def get_my_short_description(world: World, params: Params) -> Json:
    """The bot's short description in a language."""
    return {"short_description": localized(world.profile.short_descriptions, language_of(params))}


def set_chat_menu_button(world: World, params: Params) -> Json:
    """Set the menu button of one private chat, or of all."""
    button = params.json_object("menu_button", "can't parse menu button JSON object") or {"type": "default"}
    kind = get_str(button, "type")
    if kind not in {"commands", "default", "web_app"}:
        raise bad_request("MenuButton has unsupported type")
    if kind == "web_app" and not get_str(get_object(button, "web_app"), "url").startswith("https://"):
        raise bad_request("BUTTON_URL_INVALID")
    chat_id = _menu_chat(world, params)
    if kind == "default":
        world.profile.menu_buttons.pop(chat_id, None)
    else:
        world.profile.menu_buttons[chat_id] = button
    return _changed(world)


def get_chat_menu_button(world: World, params: Params) -> Json:
    """The menu button of one private chat, or the default one."""
    return world.profile.menu_button(_menu_chat(world, params))


def get_file(world: World, params: Params) -> Json:
    """Where to download a file."""
    file_id = params.text("file_id")
    if not file_id:
        raise bad_request("file_id not specified")
    file = world.registry.files.get(file_id)
    if file is None:
        raise bad_request("invalid file_id")
    return file_json(file)


def language_of(params: Params) -> str:
    """The language_code of a call: empty or two letters; raises ApiError otherwise."""
    language = params.text("language_code")
    if language and not (len(language) == 2 and language.isascii() and language.isalpha() and language.islower()):
        raise bad_request("invalid language code specified")
    return language


def _menu_chat(world: World, params: Params) -> int:
    if not params.text("chat_id"):
        return 0
    chat = find_chat(world, params.text("chat_id"))
    if chat.type != "private":
        raise bad_request("chat must be a private chat")
    return chat.id


def _bounded(text: str, limit: int, complaint: str) -> str:
    if len(text) > limit:
        raise bad_request(complaint)
    return text


def _store(texts: dict[str, str], language: str, text: str) -> None:
    if text:
        texts[language] = text
    else:
        texts.pop(language, None)


def _changed(world: World) -> Json:
    empty: JsonObject = {}
    world.events.publish("bot", 0, empty)
    return True
