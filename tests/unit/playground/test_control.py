"""The control API: people, chats, state, the call log and the events."""

import asyncio
import json

import httpx
import pytest

from bot.playground import PlaygroundServer, World, acting
from bot.playground.calls import CallLog
from bot.playground.events import EventLog

ALICE = 100_001
GROUP = -5_000_001


async def test_the_demo_has_four_languages_a_group_and_a_forum(control: httpx.AsyncClient) -> None:
    state = (await control.get("state")).json()

    assert [user["language_code"] for user in state["users"]] == ["en", "kk", "ru", "ja"]
    assert [(chat["type"], len(chat["topics"])) for chat in state["chats"][4:]] == [
        ("group", 0),
        ("supergroup", 2),
    ]
    assert state["bot"]["username"] == "kzjp_demo_bot"


async def test_a_person_can_be_added_and_changed(control: httpx.AsyncClient, world: World) -> None:
    added = (
        await control.post("users", json={"id": 7, "first_name": "Ken", "language_code": "ja", "started": True})
    ).json()

    changed = (await control.patch("users/7", json={"language_code": "en", "username": "ken"})).json()

    assert (added["id"], added["language_code"]) == (7, "ja")
    assert (changed["language_code"], changed["username"], changed["first_name"]) == ("en", "ken", "Ken")
    assert world.chat(7).started
    assert len((await control.get("users")).json()) == 5


async def test_many_people_can_be_added_at_once(control: httpx.AsyncClient, world: World) -> None:
    body = {"count": 1000, "first_id": 500_000, "language_codes": ["kk", "ru"]}

    added = (await control.post("users/bulk", json=body)).json()

    assert added == {"first_id": 500_000, "count": 1000}
    assert [world.user(500_000 + n).language_code for n in range(3)] == ["kk", "ru", "kk"]
    assert world.chat(500_999).started


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("POST", "users", {"first_name": " "}, 400),
        ("POST", "users", {"first_name": "A", "id": ALICE}, 400),
        ("POST", "users/bulk", {"count": 0}, 400),
        ("PATCH", "users/5", {"first_name": "A"}, 404),
        ("PATCH", "users/x", {}, 404),
        ("POST", "users/42/block", {}, 404),
        ("GET", "chats/5", None, 404),
        ("POST", "chats", {"title": " "}, 400),
        ("POST", "chats", {"title": "a", "type": "private"}, 400),
        ("POST", "chats", {"title": "a", "members": [5]}, 404),
        ("POST", "chats", {"title": "a", "id": GROUP}, 400),
        ("POST", f"chats/{GROUP}/members", {"user_id": ALICE, "status": "king"}, 400),
        ("POST", f"chats/{ALICE}/members", {"user_id": ALICE}, 404),
        ("POST", f"chats/{GROUP}/topics", {"name": "a"}, 400),
        ("PATCH", f"chats/{GROUP}/topics/5", {"closed": True}, 404),
        ("POST", f"chats/{ALICE}/dissolve", {}, 400),
        ("PATCH", f"chats/{ALICE}/messages/5", {"user_id": ALICE, "text": "a"}, 404),
        ("DELETE", f"chats/{ALICE}/messages/5", None, 404),
        ("POST", "updates", {}, 400),
        ("GET", "events/poll?timeout=soon", None, 400),
    ],
)
async def test_impossible_wishes_are_refused(
    control: httpx.AsyncClient, verb: str, path: str, body: dict[str, object] | None, status: int
) -> None:
    answer = await control.request(verb, path, json=body) if body is not None else await control.request(verb, path)

    assert answer.status_code == status
    assert answer.json()["ok"] is False


async def test_malformed_bodies_are_refused(control: httpx.AsyncClient) -> None:
    assert (await control.post("users", content=b"{")).status_code == 400
    assert (await control.post("users", content=b"[]")).status_code == 400


async def test_chats_of_a_person_are_those_the_person_is_in(control: httpx.AsyncClient) -> None:
    created = (await control.post("chats", json={"title": "Duo", "members": [ALICE]})).json()

    chats = (await control.get("chats", params={"user_id": ALICE})).json()

    assert created["members"] == {str(ALICE): "creator"}
    assert ALICE in [chat["id"] for chat in chats]
    assert created["id"] in [chat["id"] for chat in chats]
    assert 100_002 not in [chat["id"] for chat in chats]


async def test_messages_can_be_listed_in_part(control: httpx.AsyncClient, world: World) -> None:
    for text in "abcd":
        acting.say(world, ALICE, ALICE, text)

    async def texts(**params: int) -> list[str]:
        messages = (await control.get(f"chats/{ALICE}/messages", params=params)).json()
        return [str(message["text"]) for message in messages]

    assert await texts() == ["a", "b", "c", "d"]
    assert await texts(after=2) == ["c", "d"]
    assert await texts(limit=1) == ["d"]
    assert await texts(thread_id=1) == []


async def test_the_call_log_shows_what_was_refused(api: httpx.AsyncClient, control: httpx.AsyncClient) -> None:
    await api.post("sendMessage", json={"chat_id": ALICE, "text": "a"})
    await api.post("sendMessage", json={"chat_id": 5, "text": "a"})
    await api.post("getMe")

    everything = (await control.get("calls")).json()
    refused = (await control.get("calls", params={"rejected": 1})).json()

    assert [(call["method"], call["ok"]) for call in everything] == [
        ("sendMessage", True),
        ("sendMessage", False),
        ("getMe", True),
    ]
    assert [(call["chat_id"], call["error_code"], call["description"]) for call in refused] == [
        ("5", 400, "Bad Request: chat not found")
    ]
    assert len((await control.get("calls", params={"method": "GETME", "limit": 5})).json()) == 1
    await control.delete("calls")
    assert (await control.get("calls")).json() == []


def test_the_call_log_keeps_only_the_newest() -> None:
    log = CallLog(capacity=2)
    for number in range(3):
        log.record(float(number), "getMe", "")

    assert [call.seq for call in log.select()] == [2, 3]


async def test_events_can_be_waited_for(api: httpx.AsyncClient, control: httpx.AsyncClient) -> None:
    seq = (await control.get("state")).json()["seq"]
    params = {"after": seq, "timeout": 10, "chat_id": ALICE, "kind": "message"}
    waiting = asyncio.create_task(control.get("events/poll", params=params))

    await api.post("sendChatAction", json={"chat_id": ALICE, "action": "typing"})
    await api.post("sendMessage", json={"chat_id": ALICE, "text": "a"})

    found = (await waiting).json()
    assert [event["message"]["text"] for event in found["events"]] == ["a"]
    assert found["seq"] == seq + 2


async def test_without_news_the_wait_ends_empty(control: httpx.AsyncClient) -> None:
    assert (await control.get("events/poll", params={"after": 99})).json() == {"seq": 99, "events": []}


async def test_events_are_streamed(server: PlaygroundServer, world: World) -> None:
    async with (
        httpx.AsyncClient(base_url=server.url, trust_env=False) as client,
        client.stream("GET", "/playground/events", params={"after": world.events.last_seq}) as stream,
    ):
        acting.say(world, ALICE, ALICE, "さくら")
        line = await anext(line async for line in stream.aiter_lines() if line.startswith("data: "))
        world.close()

    event = json.loads(line.removeprefix("data: "))
    assert (event["kind"], event["message"]["text"]) == ("message", "さくら")


def test_old_events_are_forgotten() -> None:
    log = EventLog(capacity=2)
    for number in range(4):
        log.publish("message", number, {})

    assert [event.seq for event in log.since(0)] == [3, 4]
    assert [event.seq for event in log.since(3)] == [4]
    assert log.since(4) == []


async def test_settings_and_counts_are_shown(control: httpx.AsyncClient, world: World) -> None:
    acting.say(world, ALICE, ALICE, "a")

    settings = (await control.patch("settings", json={"callback_expiry_s": 5, "inline_feedback": True})).json()

    assert (settings["callback_expiry_s"], settings["inline_feedback"], settings["privacy_mode"]) == (
        5,
        True,
        True,
    )
    assert (await control.get("updates")).json()["pending"] == 1
    assert (await control.get("settings")).json() == settings
    assert (await control.get("flood")).json()["on"] is False
    assert (await control.get("faults")).json() == {"rules": [], "script": []}
    assert (await control.get("files/none")).status_code == 404
