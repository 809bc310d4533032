"""Sending: what comes back, and what Telegram refuses in which words."""

import json

import httpx
import pytest
from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest

from bot.playground import World, acting

ALICE, AIGUL = 100_001, 100_002
GROUP, FORUM = -5_000_001, -1_002_000_000_001
VISAS = 1


async def test_a_sent_message_comes_back_whole(bot: Bot) -> None:
    message = await bot.send_message(ALICE, "😀 <b>さくら</b>", parse_mode="HTML")

    assert (message.text, message.chat_id, message.message_id) == ("😀 さくら", ALICE, 1)
    assert message.from_user is not None
    assert message.from_user.username == "kzjp_demo_bot"
    assert [(e.type, e.offset, e.length) for e in message.entities] == [("bold", 3, 3)]
    assert message.date.timestamp() == 1_800_000_000


@pytest.mark.parametrize("method", ["sendMessage", "sendmessage", "SENDMESSAGE"])
async def test_method_names_are_read_in_any_case(api: httpx.AsyncClient, method: str) -> None:
    assert (await api.get(method, params={"chat_id": ALICE, "text": "a"})).json()["ok"] is True


async def test_every_kind_of_body_is_read(api: httpx.AsyncClient) -> None:
    values = {"chat_id": str(ALICE), "text": "Қ&+ a"}

    answers = [
        await api.get("sendMessage", params=values),
        await api.post("sendMessage", data=values),
        await api.post("sendMessage", json={"chat_id": ALICE, "text": "Қ&+ a", "parse_mode": None}),
        await api.post("sendMessage", data=values, files={"unused": b"x"}),
        await api.post("sendMessage", params={"chat_id": ALICE}, data={"text": "Қ&+ a"}),
    ]

    assert [answer.json()["result"]["text"] for answer in answers] == ["Қ&+ a"] * 5


@pytest.mark.parametrize(
    ("values", "description"),
    [
        ({}, "chat_id is empty"),
        ({"chat_id": "abc", "text": "a"}, "chat not found"),
        ({"chat_id": 999, "text": "a"}, "chat not found"),
        ({"chat_id": "@nobody", "text": "a"}, "chat not found"),
        ({"chat_id": ALICE}, "message text is empty"),
        ({"chat_id": ALICE, "text": " \n "}, "message text is empty"),
        ({"chat_id": ALICE, "text": "<b> </b>", "parse_mode": "HTML"}, "text must be non-empty"),
        ({"chat_id": ALICE, "text": "a" * 4097}, "message is too long"),
        ({"chat_id": ALICE, "text": "😀" * 2049}, "message is too long"),
        ({"chat_id": ALICE, "text": "\ud800"}, "strings must be encoded in UTF-8"),
        ({"chat_id": ALICE, "text": "<b>a</b>" * 101, "parse_mode": "HTML"}, "ENTITIES_TOO_LONG"),
        ({"chat_id": ALICE, "text": "a", "reply_to_message_id": 77}, "message to be replied not found"),
        (
            {"chat_id": ALICE, "text": "a", "reply_parameters": "{"},
            "can't parse reply parameters JSON object",
        ),
        ({"chat_id": ALICE, "text": "a", "message_thread_id": 5}, "message thread not found"),
        ({"chat_id": ALICE, "text": "a", "entities": "[1]"}, "can't parse MessageEntity: expected an Object"),
        (
            {"chat_id": ALICE, "text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]},
            "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 2",
        ),
    ],
)
async def test_a_bad_message_is_refused(api: httpx.AsyncClient, values: dict[str, object], description: str) -> None:
    answer = await api.post("sendMessage", content=_ascii_json(values), headers={"content-type": "application/json"})

    assert answer.status_code == 400
    assert answer.json() == {"ok": False, "error_code": 400, "description": f"Bad Request: {description}"}


async def test_length_is_measured_after_parsing(bot: Bot) -> None:
    message = await bot.send_message(ALICE, f"<b>{'a' * 4096}</b>", parse_mode="HTML")

    assert message.text is not None
    assert len(message.text) == 4096


async def test_given_entities_are_kept(api: httpx.AsyncClient) -> None:
    entities = [
        {"type": "pre", "offset": 2, "length": 1, "language": "sql"},
        {"type": "url", "offset": 0, "length": 1},
    ]

    sent = (await api.post("sendMessage", json={"chat_id": ALICE, "text": "a b", "entities": entities})).json()

    assert sent["result"]["entities"] == [{"type": "pre", "offset": 2, "length": 1, "language": "sql"}]


async def test_a_reply_carries_the_message_it_replies_to(bot: Bot, world: World) -> None:
    acting.say(world, ALICE, ALICE, "question")

    answer = await bot.send_message(ALICE, "answer", reply_parameters=ReplyParameters(1))

    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "question"


async def test_a_reply_may_miss_its_message_when_allowed(bot: Bot) -> None:
    parameters = ReplyParameters(77, allow_sending_without_reply=True)

    assert (await bot.send_message(ALICE, "answer", reply_parameters=parameters)).reply_to_message is None


async def test_link_preview_options_come_back(bot: Bot) -> None:
    options = LinkPreviewOptions(is_disabled=True)

    assert (await bot.send_message(ALICE, "a", link_preview_options=options)).link_preview_options == options


async def test_a_topic_of_a_forum_is_addressed_by_its_thread(bot: Bot) -> None:
    message = await bot.send_message(FORUM, "a", message_thread_id=VISAS)

    assert (message.message_thread_id, message.is_topic_message, message.chat.is_forum) == (VISAS, True, True)


async def test_a_closed_topic_takes_no_messages(bot: Bot, control: httpx.AsyncClient) -> None:
    await control.patch(f"chats/{FORUM}/topics/{VISAS}", json={"closed": True})

    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(FORUM, "a", message_thread_id=VISAS)


async def test_typing_is_announced_to_the_page(api: httpx.AsyncClient, world: World) -> None:
    await api.post("sendChatAction", json={"chat_id": ALICE, "action": "typing"})

    assert world.events.since(0)[-1].body["action"] == "typing"


async def test_an_unknown_action_is_refused(api: httpx.AsyncClient) -> None:
    answer = await api.post("sendChatAction", json={"chat_id": ALICE, "action": "dancing"})

    assert answer.json()["description"] == "Bad Request: wrong parameter action in request"


async def test_a_message_can_be_copied_and_forwarded(bot: Bot, world: World) -> None:
    acting.say(world, ALICE, ALICE, "original")
    world.chat(AIGUL).started = True

    copied = await bot.copy_message(AIGUL, ALICE, 1)
    forwarded = await bot.forward_message(AIGUL, ALICE, 1)

    assert world.chat(AIGUL).messages[copied.message_id].content == world.chat(ALICE).messages[1].content
    assert forwarded.text == "original"
    assert forwarded.forward_origin is not None


async def test_a_missing_message_is_not_forwarded(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Message to forward not found"):
        await bot.forward_message(ALICE, ALICE, 9)


async def test_protected_content_is_not_forwarded(bot: Bot) -> None:
    await bot.send_message(ALICE, "secret", protect_content=True)

    with pytest.raises(BadRequest, match="Message can't be forwarded"):
        await bot.forward_message(ALICE, ALICE, 1)


async def test_unknown_methods_are_not_found(api: httpx.AsyncClient) -> None:
    answer = await api.post("sendTelepathy")

    assert answer.status_code == 404
    assert answer.json() == {"ok": False, "error_code": 404, "description": "Not Found"}


async def test_a_wrong_token_is_unauthorized(api: httpx.AsyncClient) -> None:
    answer = await api.get(str(api.base_url).replace("42:token", "42:other") + "getMe")

    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}


async def test_after_log_out_everything_is_refused(api: httpx.AsyncClient) -> None:
    await api.post("logOut")

    assert (await api.get("getMe")).json()["description"] == "Logged out"


async def test_a_malformed_body_is_refused(api: httpx.AsyncClient) -> None:
    headers = {"content-type": "application/json"}

    assert (await api.post("getMe", content=b"{", headers=headers)).status_code == 400
    assert (await api.post("getMe", content=b"[]", headers=headers)).status_code == 400
    assert (await api.post("getMe", content=b"a=%FF")).status_code == 400


def _ascii_json(values: dict[str, object]) -> str:
    """JSON with half surrogate pairs left in, as a careless client writes it."""
    return json.dumps(values)
