"""Pressed inline buttons and their answers."""

import asyncio

import httpx
import pytest
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from bot.playground import World, acting
from bot.playground.refusal import ControlError

ALICE, AIGUL = 100_001, 100_002
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="x")]])
TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


async def _pressed(bot: Bot, world: World) -> CallbackQuery:
    await bot.send_message(ALICE, "a", reply_markup=BUTTON)
    acting.press(world, ALICE, 1, ALICE, "x")
    query = (await bot.get_updates(timeout=0))[-1].callback_query
    assert query is not None
    return query


async def test_a_press_reaches_the_bot_and_its_answer_the_person(bot: Bot, world: World) -> None:
    query = await _pressed(bot, world)

    await bot.answer_callback_query(query.id, "Done", show_alert=True)

    assert (query.data, query.from_user.id, query.message and query.message.message_id) == ("x", ALICE, 1)
    answer = world.events.since(0)[-1].body
    assert (answer["text"], answer["show_alert"], answer["user_id"]) == ("Done", True, ALICE)


async def test_a_test_can_wait_for_the_answer(bot: Bot, control: httpx.AsyncClient) -> None:
    await bot.send_message(ALICE, "a", reply_markup=BUTTON)
    pressing = asyncio.create_task(
        control.post(f"chats/{ALICE}/messages/1/press", params={"wait": 10}, json={"user_id": ALICE, "data": "x"})
    )
    query = (await bot.get_updates(timeout=10))[-1].callback_query
    assert query is not None

    await bot.answer_callback_query(query.id, "Done")

    assert (await pressing).json()["answer"]["text"] == "Done"


async def test_a_query_is_answered_once(bot: Bot, world: World) -> None:
    query = await _pressed(bot, world)
    await bot.answer_callback_query(query.id)

    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query(query.id)


async def test_a_late_answer_is_refused(bot: Bot, world: World, clock: list[float]) -> None:
    query = await _pressed(bot, world)
    clock[0] += world.settings.callback_expiry_s + 1

    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query(query.id)


async def test_an_unknown_query_cannot_be_answered(bot: Bot) -> None:
    with pytest.raises(BadRequest, match=TOO_OLD):
        await bot.answer_callback_query("1")


async def test_an_answer_has_200_characters_at_most(bot: Bot, world: World) -> None:
    query = await _pressed(bot, world)

    with pytest.raises(BadRequest, match="Message_too_long"):
        await bot.answer_callback_query(query.id, "a" * 201)
    assert await bot.answer_callback_query(query.id, "a" * 200)


async def test_an_answer_opens_only_telegram_links(bot: Bot, world: World) -> None:
    query = await _pressed(bot, world)

    with pytest.raises(BadRequest, match="Url_invalid"):
        await bot.answer_callback_query(query.id, url="https://a.kz/")


async def test_only_buttons_that_are_there_can_be_pressed(bot: Bot, world: World) -> None:
    await bot.send_message(ALICE, "a", reply_markup=BUTTON)

    with pytest.raises(ControlError, match="no button"):
        acting.press(world, ALICE, 1, ALICE, "y")


async def test_a_modified_client_presses_what_is_not_there(bot: Bot, control: httpx.AsyncClient) -> None:
    await bot.send_message(ALICE, "a")
    forged = {"user_id": AIGUL, "data": "admin", "forged": True}

    await control.post(f"chats/{ALICE}/messages/1/press", json=forged)

    query = (await bot.get_updates(timeout=0))[-1].callback_query
    assert query is not None
    assert (query.data, query.from_user.id) == ("admin", AIGUL)
