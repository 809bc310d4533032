"""Delivery to a webhook: secret, order, retries, several chats at once, answers that are calls."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from telegram import Bot

from bot.playground import World, acting
from bot.playground.api import BotApi
from bot.playground.webhook import WebhookDelivery

Until: TypeAlias = Callable[[Callable[[], bool]], Awaitable[None]]
ALICE, AIGUL = 100_001, 100_002


class Hook:
    """A webhook that answers as scripted, then with 200, and notes what it got."""

    def __init__(self) -> None:
        self.url = ""
        self.texts: list[str] = []
        self.secrets: list[str] = []
        self.answers: list[bytes] = []
        self.release = asyncio.Event()
        self.release.set()
        self.under_way = 0
        self.most_under_way = 0
        self._news = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                headers = dict(line.split(": ", 1) for line in head.decode().lower().split("\r\n") if ": " in line)
                update = json.loads(await reader.readexactly(int(headers["content-length"])))
                self.texts.append(update["message"]["text"])
                self.secrets.append(headers.get("x-telegram-bot-api-secret-token", ""))
                self.under_way += 1
                self.most_under_way = max(self.most_under_way, self.under_way)
                self._news.set()
                await self.release.wait()
                self.under_way -= 1
                writer.write(self.answers.pop(0) if self.answers else _answer(200))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def until(self, count: int) -> list[str]:
        """Wait for that many deliveries."""
        while len(self.texts) < count:
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 5)
        return self.texts


def _answer(status: int, body: bytes = b"", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    server = await asyncio.start_server(hook.serve, "127.0.0.1", 0)
    hook.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    yield hook
    hook.release.set()
    server.close()


@pytest.fixture
async def pauses(world: World) -> AsyncIterator[list[float]]:
    """Delivery with pauses that are noted instead of waited for."""
    noted: list[float] = []

    async def pause(seconds: float) -> None:
        noted.append(seconds)

    async with WebhookDelivery(world, BotApi(world, lambda _: False), pause).running():
        yield noted


def _set(world: World, hook: Hook, max_connections: int = 40) -> None:
    world.webhook.url = hook.url
    world.webhook.max_connections = max_connections
    world.webhook.version += 1
    world.updates.added.set()


async def test_updates_are_pushed_with_the_secret(bot: Bot, world: World, hook: Hook, until: Until) -> None:
    acting.say(world, ALICE, ALICE, "before")
    await bot.set_webhook(hook.url, secret_token="s3cret_-")

    acting.say(world, ALICE, ALICE, "after")

    assert await hook.until(2) == ["before", "after"]
    assert hook.secrets == ["s3cret_-", "s3cret_-"]
    await until(lambda: not world.updates.pending)


async def test_a_refused_update_is_tried_again_before_the_next(
    world: World, hook: Hook, pauses: list[float], until: Until
) -> None:
    hook.answers = [_answer(500), _answer(503, b"", "Retry-After: 7"), _answer(200)]
    _set(world, hook)

    for text in ("one", "two"):
        acting.say(world, ALICE, ALICE, text)

    assert await hook.until(4) == ["one", "one", "one", "two"]
    assert pauses == [1.0, 7.0]
    assert world.webhook.last_error == "Wrong response from the webhook: 503 X"
    await until(lambda: not world.updates.pending)


async def test_an_hour_is_the_longest_wait_a_bot_can_ask_for(world: World, hook: Hook, pauses: list[float]) -> None:
    hook.answers = [_answer(503, b"", "Retry-After: 90000")]
    _set(world, hook)

    acting.say(world, ALICE, ALICE, "one")
    await hook.until(2)

    assert pauses == [3600.0]


async def test_pauses_grow_while_nobody_listens(world: World, hook: Hook, pauses: list[float], until: Until) -> None:
    world.webhook.url = "http://127.0.0.1:1/nobody"
    acting.say(world, ALICE, ALICE, "one")
    await until(lambda: len(pauses) >= 8)

    _set(world, hook)

    assert await hook.until(1) == ["one"]
    assert pauses[:8] == [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0]


@pytest.mark.usefixtures("pauses")
async def test_chats_are_served_at_once_and_each_in_order(world: World, hook: Hook) -> None:
    hook.release.clear()
    _set(world, hook)
    for user_id in (ALICE, AIGUL):
        for text in ("one", "two"):
            acting.say(world, user_id, user_id, f"{user_id} {text}")

    await hook.until(2)
    assert sorted(hook.texts) == [f"{ALICE} one", f"{AIGUL} one"]
    hook.release.set()
    await hook.until(4)

    assert sorted(hook.texts[2:]) == [f"{ALICE} two", f"{AIGUL} two"]


@pytest.mark.usefixtures("pauses")
async def test_no_more_connections_than_allowed(world: World, hook: Hook) -> None:
    _set(world, hook, max_connections=2)
    for user_id in range(ALICE, ALICE + 4):
        acting.say(world, user_id, user_id, "hello")

    await hook.until(4)

    assert hook.most_under_way <= 2


@pytest.mark.usefixtures("pauses")
async def test_an_answer_may_be_a_call(world: World, hook: Hook, until: Until) -> None:
    call = json.dumps({"method": "sendMessage", "chat_id": ALICE, "text": "hi"}).encode()
    bad = json.dumps({"method": "sendMessage", "chat_id": ALICE}).encode()
    hook.answers = [_answer(200, call), _answer(200, bad), _answer(200, b"no json")]
    _set(world, hook)

    for text in ("one", "two", "three"):
        acting.say(world, ALICE, ALICE, text)
    await hook.until(3)
    await until(lambda: not world.updates.pending)

    assert [call.ok for call in world.calls.select(method="sendMessage")] == [True, False]


async def test_the_webhook_describes_itself(bot: Bot, world: World) -> None:
    acting.say(world, ALICE, ALICE, "waiting")
    await bot.set_webhook("https://bot.example.kz:8443/hook", max_connections=200, allowed_updates=["message"])

    info = await bot.get_webhook_info()

    assert (info.url, info.max_connections) == ("https://bot.example.kz:8443/hook", 100)
    assert (info.allowed_updates, info.pending_update_count) == (("message",), 1)


async def test_pending_updates_can_be_dropped(bot: Bot, world: World) -> None:
    acting.say(world, ALICE, ALICE, "waiting")

    await bot.delete_webhook(drop_pending_updates=True)

    assert not world.updates.pending
    assert (await bot.get_webhook_info()).url == ""


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://bot.example.kz/", "An HTTPS URL must be provided for webhook"),
        (
            "https://bot.example.kz:8080/",
            "Webhook can be set up only on ports 80, 88, 443 or 8443",
        ),
        ("ftp://bot.example.kz/", "invalid URL specified"),
        ("https://bot.example.kz:x/", "invalid URL specified"),
    ],
)
async def test_a_bad_address_is_refused(api: httpx.AsyncClient, url: str, reason: str) -> None:
    answer = await api.post("setWebhook", json={"url": url})

    assert answer.json()["description"] == f"Bad Request: bad webhook: {reason}"


@pytest.mark.parametrize(
    ("secret", "reason"),
    [("a b", "secret token contains unallowed characters"), ("a" * 257, "secret token is too long")],
)
async def test_a_bad_secret_is_refused(api: httpx.AsyncClient, secret: str, reason: str) -> None:
    answer = await api.post("setWebhook", json={"url": "https://a.kz/", "secret_token": secret})

    assert answer.json()["description"] == f"Bad Request: {reason}"
