"""What Telegram itself shows of the bot: its commands, name and descriptions, set per language at start."""

import asyncio
from typing import Final

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
)
from telegram.error import TelegramError

from bot.knowledge.phrases import Phrases
from bot.live import Live
from bot.logs import chat_hash
from bot.tg.screens import ADMINISTRATOR_COMMANDS, BOT_ADMIN_COMMANDS, COMMANDS, GROUP_COMMANDS
from bot.tg.services import Services

SCOPES: Final[tuple[tuple[BotCommandScope, tuple[str, ...]], ...]] = (
    (BotCommandScopeAllPrivateChats(), COMMANDS),
    (BotCommandScopeAllGroupChats(), GROUP_COMMANDS),
    (BotCommandScopeAllChatAdministrators(), ADMINISTRATOR_COMMANDS),
)
_log = structlog.stdlib.get_logger(__name__)


async def set_profiles(bot: Bot, live: Live[Services]) -> None:
    """Set the profile now and whenever other knowledge is in force, until cancelled."""
    changed = asyncio.Event()
    live.follow(lambda _: changed.set())
    while True:
        await changed.wait()
        changed.clear()
        services = live.current
        await set_profile(bot, services.phrases, tuple(services.answerer.knowledge.languages))
        for admin_id in sorted(services.administering.admins):
            await set_admin_commands(bot, services.phrases, admin_id, await services.language_of(admin_id))


async def set_profile(bot: Bot, phrases: Phrases, languages: tuple[str, ...]) -> None:
    """Set what differs from what Telegram has; a refusal is logged and does not keep the bot from starting.

    The first language is also the one for everyone whose app's language is none of these. Telegram allows
    only a few changes of the name a day, so each value is read before it is written.
    """
    for code, language in (("", languages[0]), *((language, language) for language in languages)):
        try:
            for scope, names in SCOPES:
                await _set_commands(bot, _commands(phrases, names, language), scope, code)
            await _set_texts(bot, phrases, language, code)
        except TelegramError as error:
            _log.warning("profile not set", lang=code or "default", reason=type(error).__name__)


async def set_admin_commands(bot: Bot, phrases: Phrases, admin_id: int, language: str) -> None:
    """Show an administrator's own commands in their private chat, in the language chosen there.

    Who never wrote to the bot has no such chat yet.
    """
    commands = _commands(phrases, BOT_ADMIN_COMMANDS, language)
    try:
        await _set_commands(bot, commands, BotCommandScopeChat(admin_id), "")
    except TelegramError as error:
        _log.warning("administrator's commands not set", chat=chat_hash(admin_id), reason=type(error).__name__)


def _commands(phrases: Phrases, names: tuple[str, ...], language: str) -> tuple[BotCommand, ...]:
    return tuple(BotCommand(name, phrases.say(language, f"command-{name}")) for name in names)


async def _set_commands(bot: Bot, commands: tuple[BotCommand, ...], scope: BotCommandScope, code: str) -> None:
    if await bot.get_my_commands(scope, language_code=code) != commands:
        await bot.set_my_commands(commands, scope, language_code=code)


async def _set_texts(bot: Bot, phrases: Phrases, language: str, code: str) -> None:
    name = phrases.say(language, "bot-name")
    if (await bot.get_my_name(language_code=code)).name != name:
        await bot.set_my_name(name, language_code=code)
    description = phrases.say(language, "bot-description")
    if (await bot.get_my_description(language_code=code)).description != description:
        await bot.set_my_description(description, language_code=code)
    short = phrases.say(language, "bot-short-description")
    if (await bot.get_my_short_description(language_code=code)).short_description != short:
        await bot.set_my_short_description(short, language_code=code)
