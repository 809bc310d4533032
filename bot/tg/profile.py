"""What Telegram itself shows of the bot: its commands, name and descriptions, set per language at start."""

import structlog
from telegram import Bot, BotCommand
from telegram.error import TelegramError

from bot.knowledge.phrases import Phrases
from bot.tg.screens import COMMANDS

_log = structlog.stdlib.get_logger(__name__)


async def set_profile(bot: Bot, phrases: Phrases, languages: tuple[str, ...]) -> None:
    """Set what differs from what Telegram has; a refusal is logged and does not keep the bot from starting.

    The first language is also the one for everyone whose app's language is none of these. Telegram allows
    only a few changes of the name a day, so each value is read before it is written.
    """
    for code, language in (("", languages[0]), *((language, language) for language in languages)):
        try:
            await _set_commands(bot, phrases, language, code)
            await _set_texts(bot, phrases, language, code)
        except TelegramError as error:
            _log.warning("profile not set", lang=code or "default", reason=type(error).__name__)


async def _set_commands(bot: Bot, phrases: Phrases, language: str, code: str) -> None:
    commands = tuple(BotCommand(command, phrases.say(language, f"command-{command}")) for command in COMMANDS)
    if await bot.get_my_commands(language_code=code) != commands:
        await bot.set_my_commands(commands, language_code=code)


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
