"""Inline mode: the query, its results, the message a chosen one posts."""

import asyncio

import httpx
import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)

from bot.playground import World, acting, asking
from bot.playground.refusal import ControlError

ALICE = 100_001
GROUP = -5_000_001
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="x")]])


def _article(identifier: str = "1", **changes: object) -> dict[str, object]:
    content = {"message_text": "<b>a</b>", "parse_mode": "HTML"}
    return {"type": "article", "id": identifier, "title": "t", "input_message_content": content, **changes}


async def test_a_chosen_result_is_posted_via_the_bot(bot: Bot, world: World) -> None:
    asked = asking.ask_inline(world, ALICE, "visa", chat_type="group")
    article = InlineQueryResultArticle("1", "Visa", InputTextMessageContent("<b>Visa</b>", "HTML"))

    await bot.answer_inline_query(asked.id, [article], cache_time=5)
    asking.choose_result(world, asked.id, "1", GROUP)

    query, posted = await bot.get_updates(timeout=0)
    assert query.inline_query is not None
    assert posted.message is not None
    assert (query.inline_query.query, query.inline_query.chat_type) == ("visa", "group")
    assert (posted.message.text, posted.message.chat_id) == ("Visa", GROUP)
    assert posted.message.via_bot is not None
    assert posted.message.via_bot.id == bot.id


async def test_an_inline_message_is_edited_by_its_inline_id(bot: Bot, world: World) -> None:
    asked = asking.ask_inline(world, ALICE, "visa")
    content = InputTextMessageContent("old")
    await bot.answer_inline_query(asked.id, [InlineQueryResultArticle("1", "t", content, reply_markup=BUTTON)])
    asking.choose_result(world, asked.id, "1", ALICE)
    acting.press(world, ALICE, 1, ALICE, "x")
    query = (await bot.get_updates(timeout=0))[-1].callback_query
    assert query is not None
    assert query.message is None

    done = await bot.edit_message_text("new", inline_message_id=query.inline_message_id)

    assert done is True
    content_now = world.chat(ALICE).messages[1].content
    assert content_now is not None
    assert content_now.text == "new"


async def test_feedback_tells_what_was_chosen(bot: Bot, world: World) -> None:
    world.settings.inline_feedback = True
    asked = asking.ask_inline(world, ALICE, "visa")
    await bot.answer_inline_query(asked.id, [InlineQueryResultArticle("1", "t", InputTextMessageContent("a"))])

    asking.choose_result(world, asked.id, "1", ALICE)

    chosen = (await bot.get_updates(timeout=0))[-1].chosen_inline_result
    assert chosen is not None
    assert (chosen.result_id, chosen.query) == ("1", "visa")


async def test_a_test_can_wait_for_the_results(api: httpx.AsyncClient, control: httpx.AsyncClient) -> None:
    asking_over_http = asyncio.create_task(
        control.post("inline", params={"wait": 10}, json={"user_id": ALICE, "query": "visa"})
    )
    update = (await api.post("getUpdates", json={"timeout": 10})).json()["result"][0]

    await api.post("answerInlineQuery", json={"inline_query_id": update["inline_query"]["id"], "results": [_article()]})

    answer = (await asking_over_http).json()
    assert answer["answer"]["results"][0]["title"] == "t"
    choice = {"result_id": "1", "chat_id": ALICE}
    chosen = await control.post(f"inline/{answer['inline_query_id']}/choose", json=choice)
    assert chosen.json()["text"] == "a"


@pytest.mark.parametrize(
    ("answer", "description"),
    [
        ({"results": "{"}, "can't parse inline query results JSON object"),
        ({"results": {}}, "expected an Array of inline query results"),
        ({"results": [1]}, "can't parse inline query result: expected an Object"),
        ({"results": [_article(str(n)) for n in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [_article(), _article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [_article("")]}, "RESULT_ID_EMPTY"),
        ({"results": [_article("日" * 22)]}, "RESULT_ID_INVALID"),
        ({"results": [{"type": "article"}]}, "can't parse inline query result: Can't find field \"id\""),
        ({"results": [_article(title="")]}, "ARTICLE_TITLE_EMPTY"),
        (
            {"results": [_article(input_message_content={})]},
            "can't parse inline query result: Input message content is not specified",
        ),
        ({"results": [_article(input_message_content={"message_text": " "})]}, "MESSAGE_EMPTY"),
        ({"results": [_article(input_message_content={"message_text": "a" * 4097})]}, "MESSAGE_TOO_LONG"),
        (
            {"results": [_article(input_message_content={"message_text": "<p>", "parse_mode": "HTML"})]},
            'can\'t parse entities: Unsupported start tag "p" at byte offset 0',
        ),
        (
            {"results": [_article(reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": ""}]]})]},
            "BUTTON_DATA_INVALID",
        ),
        (
            {"results": [{"type": "game", "id": "1"}]},
            'can\'t parse inline query result: type "game" is unsupported for the inline query result',
        ),
        ({"results": [], "next_offset": "a" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": {"text": ""}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"results": [], "button": {"text": "a", "start_parameter": ""}}, "START_PARAM_EMPTY"),
        ({"results": [], "button": {"text": "a", "start_parameter": "a b"}}, "START_PARAM_INVALID"),
        ({"results": [], "button": {"text": "a"}}, "SWITCH_WEBVIEW_URL_INVALID"),
    ],
)
async def test_a_bad_answer_is_refused(
    api: httpx.AsyncClient, world: World, answer: dict[str, object], description: str
) -> None:
    asked = asking.ask_inline(world, ALICE, "visa")

    refusal = await api.post("answerInlineQuery", json={"inline_query_id": asked.id, **answer})

    assert refusal.json()["description"] == f"Bad Request: {description}"


async def test_a_late_answer_is_refused(api: httpx.AsyncClient, world: World, clock: list[float]) -> None:
    asked = asking.ask_inline(world, ALICE, "visa")
    clock[0] += world.settings.inline_expiry_s + 1

    refusal = await api.post("answerInlineQuery", json={"inline_query_id": asked.id, "results": []})

    assert refusal.json()["description"].startswith("Bad Request: query is too old")


@pytest.mark.parametrize("impossible", [(999, "visa"), (ALICE, "a" * 257)])
def test_impossible_queries(world: World, impossible: tuple[int, str]) -> None:
    with pytest.raises(ControlError):
        asking.ask_inline(world, *impossible)


def test_inline_mode_can_be_off(world: World) -> None:
    world.settings.inline_mode = False

    with pytest.raises(ControlError, match="inline mode is off"):
        asking.ask_inline(world, ALICE, "visa")


def test_what_was_not_offered_cannot_be_chosen(world: World) -> None:
    asked = asking.ask_inline(world, ALICE, "visa")

    with pytest.raises(ControlError, match="no such inline result"):
        asking.choose_result(world, asked.id, "1", ALICE)
