"""What the bot says about itself: commands by scope and language, names, descriptions, menu button."""

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
    MenuButtonCommands,
    MenuButtonWebApp,
    WebAppInfo,
)

from bot.playground import World

ALICE, AIGUL, IVAN = 100_001, 100_002, 100_003
GROUP = -5_000_001


async def test_the_bot_introduces_itself(bot: Bot, world: World) -> None:
    world.settings.privacy_mode = False

    me = await bot.get_me()

    assert (me.id, me.is_bot, me.username) == (42, True, "kzjp_demo_bot")
    assert (me.can_read_all_group_messages, me.supports_inline_queries) == (True, True)


async def test_commands_are_kept_per_scope_and_language(bot: Bot) -> None:
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("start", "Начать")], language_code="ru")

    assert await bot.get_my_commands() == (BotCommand("start", "Begin"),)
    assert await bot.get_my_commands(language_code="ru") == (BotCommand("start", "Начать"),)
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats()) == ()


async def test_deleted_commands_give_way_to_broader_ones(bot: Bot, control: httpx.AsyncClient) -> None:
    await bot.set_my_commands([BotCommand("start", "Begin")])
    await bot.set_my_commands([BotCommand("ask", "Ask")], BotCommandScopeAllPrivateChats())
    assert await _seen(control, ALICE, ALICE) == ["ask"]

    await bot.delete_my_commands(BotCommandScopeAllPrivateChats())

    assert await _seen(control, ALICE, ALICE) == ["start"]


async def test_a_menu_is_resolved_by_scope_first_then_language(bot: Bot, control: httpx.AsyncClient) -> None:
    await bot.set_my_commands([BotCommand("default", "d")])
    await bot.set_my_commands([BotCommand("default_ru", "d")], language_code="ru")
    await bot.set_my_commands([BotCommand("private", "d")], BotCommandScopeAllPrivateChats())
    await bot.set_my_commands([BotCommand("groups", "d")], BotCommandScopeAllGroupChats())
    await bot.set_my_commands([BotCommand("admins", "d")], BotCommandScopeAllChatAdministrators())

    assert await _seen(control, IVAN, IVAN) == ["private"]
    assert await _seen(control, IVAN, GROUP) == ["groups"]
    assert await _seen(control, ALICE, GROUP) == ["admins"]
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats())
    assert await _seen(control, IVAN, IVAN) == ["default_ru"]


async def test_a_menu_of_one_chat_goes_before_that_of_all(bot: Bot, control: httpx.AsyncClient) -> None:
    await bot.set_my_commands([BotCommand("groups", "d")], BotCommandScopeAllGroupChats())
    await bot.set_my_commands([BotCommand("chat", "d")], BotCommandScopeChat(GROUP))
    await bot.set_my_commands([BotCommand("chat_admins", "d")], BotCommandScopeChatAdministrators(GROUP))
    await bot.set_my_commands([BotCommand("member", "d")], BotCommandScopeChatMember(GROUP, AIGUL))

    assert await _seen(control, IVAN, GROUP) == ["chat"]
    assert await _seen(control, ALICE, GROUP) == ["chat_admins"]
    assert await _seen(control, AIGUL, GROUP) == ["member"]


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({}, "commands are not specified"),
        ({"commands": [1]}, "expected an Object as BotCommand"),
        ({"commands": [{"description": "d"}]}, "command must be non-empty"),
        ({"commands": [{"command": "a"}]}, "command description must be non-empty"),
        ({"commands": [{"command": "Start", "description": "d"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "d"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": "d" * 257}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "d"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "language_code": "rus"}, "invalid language code specified"),
        (
            {"commands": [], "scope": {"type": "world"}},
            "can't parse BotCommandScope: unsupported type specified",
        ),
        ({"commands": [], "scope": {"type": "chat", "chat_id": 9}}, "chat not found"),
        (
            {"commands": [], "scope": {"type": "chat_member", "chat_id": GROUP}},
            "can't parse BotCommandScope: invalid user_id specified",
        ),
    ],
)
async def test_bad_commands_are_refused(api: httpx.AsyncClient, values: dict[str, object], description: str) -> None:
    answer = await api.post("setMyCommands", json=values)

    assert answer.json()["description"] == f"Bad Request: {description}"


async def test_texts_about_the_bot_come_in_the_users_language(bot: Bot, control: httpx.AsyncClient) -> None:
    await bot.set_my_name("Kazakhstan–Japan")
    await bot.set_my_name("Казахстан — Япония", language_code="ru")
    await bot.set_my_description("Ask", language_code="ru")
    await bot.set_my_short_description("Short")

    seen = (await control.get("bot", params={"user_id": IVAN})).json()

    assert (seen["name"], seen["description"], seen["short_description"]) == (
        "Казахстан — Япония",
        "Ask",
        "Short",
    )
    assert (await bot.get_my_name()).name == "Kazakhstan–Japan"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description("ja")).short_description == "Short"


async def test_a_text_is_taken_back_by_an_empty_one(bot: Bot) -> None:
    await bot.set_my_description("Ask", language_code="ru")
    await bot.set_my_description("", language_code="ru")

    assert (await bot.get_my_description("ru")).description == ""


@pytest.mark.parametrize(
    ("method", "name", "limit"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_texts_about_the_bot_have_limits(api: httpx.AsyncClient, method: str, name: str, limit: int) -> None:
    assert (await api.post(method, json={name: "a" * limit})).status_code == 200
    assert (await api.post(method, json={name: "a" * (limit + 1)})).status_code == 400


async def test_a_chat_may_have_its_own_menu_button(bot: Bot) -> None:
    own = MenuButtonWebApp("Open", WebAppInfo("https://a.kz/"))
    await bot.set_chat_menu_button(ALICE, own)

    assert await bot.get_chat_menu_button(ALICE) == own
    assert await bot.get_chat_menu_button(AIGUL) == MenuButtonCommands()
    await bot.set_chat_menu_button(ALICE)
    assert await bot.get_chat_menu_button(ALICE) == MenuButtonCommands()


@pytest.mark.parametrize(
    "values",
    [
        {"menu_button": {"type": "nonsense"}},
        {"menu_button": {"type": "web_app", "web_app": {"url": "http://a.kz/"}}},
        {"chat_id": GROUP},
    ],
)
async def test_a_bad_menu_button_is_refused(api: httpx.AsyncClient, values: dict[str, object]) -> None:
    assert (await api.post("setChatMenuButton", json=values)).status_code == 400


async def _seen(control: httpx.AsyncClient, user_id: int, chat_id: int) -> list[str]:
    commands = (await control.get("commands", params={"user_id": user_id, "chat_id": chat_id})).json()
    return [str(command["command"]) for command in commands]
