"""Answers to users' queries: answerCallbackQuery and answerInlineQuery."""

import re

from bot.playground.inline import checked_results
from bot.playground.params import Params
from bot.playground.refusal import bad_request
from bot.playground.wire import Json, JsonObject, get_object, get_str
from bot.playground.world import World

MAX_ANSWER = 200
MAX_NEXT_OFFSET_BYTES = 64
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
_START_PARAMETER = re.compile(r"^[A-Za-z0-9_-]{1,64}$")


def answer_callback_query(world: World, params: Params) -> Json:
    """Answer a pressed button, once and in time."""
    query = world.registry.callbacks.get(params.text("callback_query_id"))
    too_late = query is None or world.now() - query.asked_at > world.settings.callback_expiry_s
    if query is None or too_late or query.answer is not None:
        raise bad_request(_TOO_OLD)
    text, url = params.text("text"), params.text("url")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    if url and not url.startswith(("https://t.me/", "tg://", "t.me/")):
        raise bad_request("URL_INVALID")
    answer: JsonObject = {
        "callback_query_id": query.id,
        "user_id": query.user_id,
        "message_id": query.message_id,
        "text": text,
        "show_alert": params.flag("show_alert"),
        "url": url or None,
        "cache_time": max(params.integer("cache_time"), 0),
    }
    query.answer = answer
    world.events.publish("callback_answer", query.chat_id, answer)
    return True


def answer_inline_query(world: World, params: Params) -> Json:
    """Give the results of an inline query, once and in time."""
    query = world.registry.inline_queries.get(params.text("inline_query_id"))
    too_late = query is None or world.now() - query.asked_at > world.settings.inline_expiry_s
    if query is None or too_late or query.answer is not None:
        raise bad_request(_TOO_OLD)
    results = checked_results(world, params.json("results", "can't parse inline query results JSON object"))
    next_offset = params.text("next_offset")
    if len(next_offset.encode()) > MAX_NEXT_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    button = _checked_button(params)
    query.results = {get_str(result, "id"): result for result in results}
    listed: list[Json] = list(results)
    query.answer = {
        "inline_query_id": query.id,
        "user_id": query.user_id,
        "results": listed,
        "next_offset": next_offset,
        "cache_time": max(params.integer("cache_time", 300), 0),
        "is_personal": params.flag("is_personal"),
        "button": button,
    }
    world.events.publish("inline_answer", 0, query.answer)
    return True


def _checked_button(params: Params) -> JsonObject | None:
    button = params.json_object("button", "can't parse inline query results button JSON object")
    if button is None:
        return None
    if not get_str(button, "text"):
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if "start_parameter" in button:
        parameter = get_str(button, "start_parameter")
        if not parameter:
            raise bad_request("START_PARAM_EMPTY")
        if not _START_PARAMETER.match(parameter):
            raise bad_request("START_PARAM_INVALID")
    elif not get_str(get_object(button, "web_app"), "url").startswith("https://"):
        raise bad_request("SWITCH_WEBVIEW_URL_INVALID")
    return button
