"""Inline keyboards: what comes back, and what Telegram refuses."""

import httpx
import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup

from bot.playground import World

ALICE = 100_001


async def test_an_inline_keyboard_comes_back(bot: Bot) -> None:
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton("a", callback_data="x"), InlineKeyboardButton("b", url="https://a.kz/")],
            [InlineKeyboardButton("c", switch_inline_query_current_chat="")],
        ]
    )

    assert (await bot.send_message(ALICE, "a", reply_markup=keyboard)).reply_markup == keyboard


async def test_a_reply_keyboard_belongs_to_the_chat(bot: Bot, world: World) -> None:
    message = await bot.send_message(ALICE, "a", reply_markup=ReplyKeyboardMarkup([["Yes", "No"]]))

    assert message.reply_markup is None
    assert world.chat(ALICE).reply_keyboard is not None


async def test_a_reply_keyboard_goes_when_removed(api: httpx.AsyncClient, world: World) -> None:
    for markup in ({"keyboard": [["Yes"]]}, {"remove_keyboard": True}):
        await api.post("sendMessage", json={"chat_id": ALICE, "text": "a", "reply_markup": markup})

    assert world.chat(ALICE).reply_keyboard is None


@pytest.mark.parametrize("data", ["x" * 64, "日" * 21])
async def test_callback_data_may_fill_64_bytes(api: httpx.AsyncClient, data: str) -> None:
    assert (await _send(api, {"inline_keyboard": [[{"text": "a", "callback_data": data}]]}))["ok"] is True


@pytest.mark.parametrize(
    ("markup", "description"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'),
        (
            {"inline_keyboard": [{}]},
            'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
        ),
        ({"keyboard": [[{}]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "日" * 22}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": ""}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x"}] * 101]}, "REPLY_MARKUP_TOO_LONG"),
        (
            {"inline_keyboard": [[1]]},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "x"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [[{"text": 1, "callback_data": "x"}]]},
            'can\'t parse inline keyboard button: Field "text" must be of type String',
        ),
        (
            {"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]},
            'can\'t parse inline keyboard button: Field "text" must be non-empty',
        ),
        (
            {"inline_keyboard": [[{"text": "a"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "url": "http://localhost/"}]]},
            "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
        ),
        ({"inline_keyboard": [[{"text": "a", "web_app": {"url": "http://a.kz"}}]]}, "BUTTON_URL_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "copy_text": {"text": ""}}]]}, "BUTTON_COPY_TEXT_INVALID"),
        (
            {"inline_keyboard": [[{"text": "a", "switch_inline_query": 1}]]},
            'can\'t parse inline keyboard button: Field "switch_inline_query" must be of type String',
        ),
    ],
)
async def test_a_bad_keyboard_is_refused(api: httpx.AsyncClient, markup: object, description: str) -> None:
    assert (await _send(api, markup))["description"] == f"Bad Request: {description}"


async def _send(api: httpx.AsyncClient, markup: object) -> dict[str, object]:
    answer = await api.post("sendMessage", json={"chat_id": ALICE, "text": "a", "reply_markup": markup})
    body: dict[str, object] = answer.json()
    return body
