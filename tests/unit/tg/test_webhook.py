"""The webhook over ASGI: who is let in, what is refused, and what Telegram is told about each delivery."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Protocol

import httpx
import pytest
from structlog.testing import capture_logs
from telegram import Bot, Update

from bot.tg.once import Later, Settled
from bot.tg.receiving import BEYOND_IDS
from bot.tg.webhook import MAX_BODY, MAX_IN_FLIGHT, SECRET_HEADER, Webhook, parse
from bot.web.listening import routed
from tests.unit.tg.fakes import message

URL = "https://example.org/hooks/telegram"
PATH = "/hooks/telegram"
SECRET = "s3cret_-"
HEADERS = {SECRET_HEADER: SECRET, "content-type": "application/json"}
BOT = Bot("1:token")


class Deliver(Protocol):
    """Posts a body."""

    async def __call__(
        self, content: bytes | AsyncIterator[bytes], headers: Mapping[str, str] = HEADERS, path: str = PATH
    ) -> httpx.Response:
        """Return the answer."""
        ...


class Handling:
    """Settles every update, or as told; waits where there is a ``gate``."""

    def __init__(self, said: Settled | Later | None = None, gate: asyncio.Event | None = None) -> None:
        self._said = said or Settled()
        self._gate = gate
        self.seen: list[Update] = []
        self._news = asyncio.Condition()

    async def has_seen(self, count: int) -> None:
        """Return once so many updates have come in."""
        async with self._news:
            await self._news.wait_for(lambda: len(self.seen) >= count)

    async def handle(self, update: Update) -> Settled | Later:
        """Handle an update."""
        self.seen.append(update)
        async with self._news:
            self._news.notify_all()
        if self._gate is not None:
            await self._gate.wait()
        return self._said


@pytest.fixture
def webhook() -> Webhook:
    return Webhook(SECRET)


@pytest.fixture
async def deliver(webhook: Webhook) -> AsyncIterator[Deliver]:
    """Post a body to the webhook's path."""
    transport = httpx.ASGITransport(routed([webhook.route(URL)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:

        async def post(
            content: bytes | AsyncIterator[bytes], headers: Mapping[str, str] = HEADERS, path: str = PATH
        ) -> httpx.Response:
            return await client.post(path, content=content, headers=headers)

        yield post


def body(update_id: int = 1, chat_id: int = 5) -> bytes:
    return json.dumps(message(update_id, chat_id)).encode()


async def test_an_update_is_handled_before_telegram_is_told_so(webhook: Webhook, deliver: Deliver) -> None:
    gate = asyncio.Event()
    handling = Handling(gate=gate)
    webhook.open(BOT, handling.handle)
    delivering = asyncio.ensure_future(deliver(body(7)))
    await handling.has_seen(1)
    assert not delivering.done()

    gate.set()

    assert (await delivering).status_code == 200
    assert [update.update_id for update in handling.seen] == [7]
    assert handling.seen[0].get_bot() is BOT


async def test_an_update_that_is_to_come_again_is_answered_so(webhook: Webhook, deliver: Deliver) -> None:
    webhook.open(BOT, Handling(Later(3)).handle)

    answer = await deliver(body())

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"content-type": "application/json"}, id="no secret"),
        pytest.param({**HEADERS, SECRET_HEADER: "s3cret"}, id="a part of it"),
        pytest.param({**HEADERS, SECRET_HEADER: SECRET + "x"}, id="more than it"),
        pytest.param({**HEADERS, SECRET_HEADER: SECRET.upper()}, id="in capitals"),
    ],
)
async def test_who_does_not_know_the_secret_is_turned_away(
    webhook: Webhook, deliver: Deliver, headers: Mapping[str, str]
) -> None:
    handling = Handling()
    webhook.open(BOT, handling.handle)

    assert (await deliver(body(), headers)).status_code == 403
    assert handling.seen == []


async def test_a_secret_that_is_no_ascii_is_turned_away(webhook: Webhook) -> None:
    transport = httpx.ASGITransport(routed([webhook.route(URL)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        headers = [(SECRET_HEADER.encode(), "жёлтый".encode()), (b"content-type", b"application/json")]
        answer = await client.post(PATH, content=body(), headers=headers)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"{", id="half of it"),
        pytest.param(b"\xff\xfe{}", id="no UTF-8"),
        pytest.param(b"[]", id="no object"),
        pytest.param(b"7", id="a number"),
        pytest.param(b"{}", id="no update_id"),
        pytest.param(b'{"update_id": "7"}', id="update_id is text"),
        pytest.param(b'{"update_id": true}', id="update_id is true"),
        pytest.param(b'{"update_id": -1}', id="update_id is negative"),
        pytest.param(b'{"update_id": 1e3}', id="update_id is a float"),
        pytest.param(b'{"update_id": %d}' % BEYOND_IDS, id="update_id is too great"),
        pytest.param(b'{"update_id": %s}' % (b"9" * 5000), id="update_id beyond reading"),
        pytest.param(b'{"update_id": 1, "x": NaN}', id="not a number"),
        pytest.param(b'{"update_id": 1, "x": 1e999}', id="infinite"),
        pytest.param(b'{"update_id": 1, "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", id="too deep"),
    ],
)
async def test_what_is_no_update_is_refused_for_good(webhook: Webhook, deliver: Deliver, content: bytes) -> None:
    handling = Handling()
    webhook.open(BOT, handling.handle)

    assert (await deliver(content)).status_code == 400
    assert handling.seen == []


@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"message": "text"}, id="a message that is text"),
        pytest.param({"message": {"message_id": 1}}, id="a message cut short"),
        pytest.param({"message": {"message_id": 1, "date": 10**30, "chat": {"id": 1, "type": "private"}}}, id="a date"),
        pytest.param({"message": {"message_id": 1, "date": 0, "chat": {"id": [], "type": "private"}}}, id="a chat id"),
        pytest.param({"message": {"message_id": 1, "date": 0, "chat": {"id": True, "type": "private"}}}, id="a truth"),
        pytest.param(
            {"callback_query": {"id": "1", "from": {"id": "x", "is_bot": False, "first_name": ""}}}, id="user"
        ),
    ],
)
async def test_an_update_that_cannot_be_read_is_logged_and_accepted(
    webhook: Webhook, deliver: Deliver, more: dict[str, object]
) -> None:
    handling = Handling()
    webhook.open(BOT, handling.handle)

    with capture_logs() as logs:
        answer = await deliver(json.dumps({"update_id": 9, **more}).encode())

    assert answer.status_code == 200
    assert [(log["event"], log["update_id"]) for log in logs] == [("update unreadable", 9)]
    assert handling.seen == []


async def test_only_json_is_read(webhook: Webhook, deliver: Deliver) -> None:
    webhook.open(BOT, Handling().handle)

    assert (await deliver(body(), {**HEADERS, "content-type": "text/plain"})).status_code == 415
    assert (await deliver(body(), {**HEADERS, "content-type": "Application/JSON; charset=utf-8"})).status_code == 200


async def test_a_body_that_is_too_long_is_not_read_to_its_end(webhook: Webhook, deliver: Deliver) -> None:
    webhook.open(BOT, Handling().handle)
    given = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal given
        while True:
            given += 1
            yield b" " * 65_536

    assert (await deliver(endless())).status_code == 413
    assert given <= MAX_BODY // 65_536 + 2
    assert (await deliver(b" " * (MAX_BODY + 1))).status_code == 413


@pytest.mark.parametrize("path", ["/", "/hooks", "/hooks/telegram/", "/HOOKS/TELEGRAM"])
async def test_other_paths_lead_nowhere(webhook: Webhook, deliver: Deliver, path: str) -> None:
    webhook.open(BOT, Handling().handle)

    assert (await deliver(body(), path=path)).status_code == 404


async def test_only_posts_are_taken(webhook: Webhook) -> None:
    transport = httpx.ASGITransport(routed([webhook.route(URL)]))
    async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
        for method in ("GET", "PUT", "DELETE", "PATCH"):
            assert (await client.request(method, PATH, headers=HEADERS)).status_code == 405


async def test_before_it_is_opened_everything_is_to_come_later(webhook: Webhook, deliver: Deliver) -> None:
    answer = await deliver(body())

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")


async def test_beyond_what_can_be_under_way_everything_is_to_come_later(webhook: Webhook, deliver: Deliver) -> None:
    gate = asyncio.Event()
    handling = Handling(gate=gate)
    webhook.open(BOT, handling.handle)
    under_way = [asyncio.ensure_future(deliver(body(number, number))) for number in range(MAX_IN_FLIGHT)]
    await handling.has_seen(MAX_IN_FLIGHT)

    refused = await deliver(body(1000, 1000))
    gate.set()

    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
    assert {(await answer).status_code for answer in under_way} == {200}
    assert (await deliver(body(1000, 1000))).status_code == 200


async def test_draining_finishes_what_is_under_way_and_takes_nothing_more(webhook: Webhook, deliver: Deliver) -> None:
    gate = asyncio.Event()
    handling = Handling(gate=gate)
    webhook.open(BOT, handling.handle)
    delivering = asyncio.ensure_future(deliver(body(1)))
    await handling.has_seen(1)

    draining = asyncio.ensure_future(webhook.drain(5.0))
    await asyncio.sleep(0)
    refused = await deliver(body(2, 6))
    gate.set()
    await draining

    assert refused.status_code == 503
    assert (await delivering).status_code == 200
    assert len(handling.seen) == 1


async def test_what_outlasts_the_draining_is_put_off(webhook: Webhook, deliver: Deliver) -> None:
    handling = Handling(gate=asyncio.Event())
    webhook.open(BOT, handling.handle)
    delivering = asyncio.ensure_future(deliver(body(1)))
    await handling.has_seen(1)

    with capture_logs() as logs:
        await webhook.drain(0.0)

    assert (await delivering).status_code == 503
    assert [(log["event"], log["count"]) for log in logs] == [("updates put off", 1)]


def test_a_whole_update_is_read_as_it_is() -> None:
    assert parse(body(3)) == message(3, 5)
