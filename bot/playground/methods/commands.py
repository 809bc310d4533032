"""The bot's command lists per scope and language: setMyCommands, getMyCommands, deleteMyCommands."""

import re

from bot.playground.methods.about import language_of
from bot.playground.params import Params
from bot.playground.profile import Scope
from bot.playground.refusal import bad_request
from bot.playground.targets import find_chat
from bot.playground.wire import Json, JsonObject, get_int, get_str
from bot.playground.world import World

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
_NAME = re.compile(r"^/?([a-z0-9_]{1,32})$")
_PLAIN_SCOPES = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})


def set_my_commands(world: World, params: Params) -> Json:
    """Replace the commands of a scope and language."""
    commands = params.json("commands", "can't parse commands JSON object")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand" if commands else "commands are not specified")
    if len(commands) > MAX_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    key = (_scope(world, params), language_of(params))
    world.profile.commands[key] = [_command(command) for command in commands]
    world.events.publish("bot", 0, {})
    return True


def get_my_commands(world: World, params: Params) -> Json:
    """The commands of exactly this scope and language."""
    return world.profile.commands.get((_scope(world, params), language_of(params)), [])


def delete_my_commands(world: World, params: Params) -> Json:
    """Remove the commands of a scope and language, so that broader ones are seen."""
    world.profile.commands.pop((_scope(world, params), language_of(params)), None)
    world.events.publish("bot", 0, {})
    return True


def _command(value: Json) -> JsonObject:
    if not isinstance(value, dict):
        raise bad_request("expected an Object as BotCommand")
    name, description = get_str(value, "command"), get_str(value, "description")
    if not name:
        raise bad_request("command must be non-empty")
    if not description:
        raise bad_request("command description must be non-empty")
    found = _NAME.match(name)
    if found is None:
        raise bad_request("BOT_COMMAND_INVALID")
    if len(description) > MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": found.group(1), "description": description}


def _scope(world: World, params: Params) -> Scope:
    source = params.json_object("scope", "can't parse BotCommandScope JSON object")
    if source is None:
        return Scope("default")
    kind = get_str(source, "type")
    if kind in _PLAIN_SCOPES:
        return Scope(kind)
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    chat = find_chat(world, get_str(source, "chat_id"))
    if kind != "chat_member":
        return Scope(kind, chat.id)
    user_id = get_int(source, "user_id")
    if user_id <= 0:
        raise bad_request("can't parse BotCommandScope: invalid user_id specified")
    return Scope(kind, chat.id, user_id)
