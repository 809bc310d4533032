"""Requests to Telegram over real connections: what is sent, what is read, and what is told where none comes."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import pytest
from aiohttp import ClientConnectorError, ConnectionTimeoutError, SocketTimeoutError, web
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.tg.requesting import TelegramRequest

TOKEN = "123456:AAtoken-of-a-test"
Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@dataclass
class Server:
    """A server that answers with ``answer`` and keeps what it was sent."""

    answer: Handler
    url: str = ""
    sent: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Keep and answer a request."""
        body = await request.read()
        kind = request.content_type
        if kind == "application/x-www-form-urlencoded":
            self.sent.append((request.path, kind, dict(parse_qsl(body.decode(), strict_parsing=True))))
        else:
            self.sent.append((request.path, kind, {"body": body.decode(errors="replace")}))
        return await self.answer(request)


async def fine(_request: web.BaseRequest) -> web.StreamResponse:
    return web.json_response({"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}})


@asynccontextmanager
async def serving(answer: Handler = fine) -> AsyncIterator[tuple[Server, TelegramRequest]]:
    """Serve while inside, and give a request that is ready."""
    server = Server(answer)
    runner = web.ServerRunner(web.Server(server.handle, access_log=None, logger=logging.getLogger("quiet")))
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    server.url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot{TOKEN}"
    request = TelegramRequest(connections=1)
    await request.initialize()
    try:
        yield server, request
    finally:
        await request.shutdown()
        await runner.cleanup()


async def test_texts_arrive_as_they_are() -> None:
    text = "Қазақстан & 日本 + 100 % ; a=b\n<b>“x”</b> 🇯🇵"
    async with serving() as (server, request):
        bot = Bot(TOKEN, base_url=server.url.removesuffix(TOKEN), request=request, get_updates_request=request)
        await bot.send_message(42, text)

    [(path, kind, sent)] = server.sent
    assert path == f"/bot{TOKEN}/sendMessage"
    assert kind == "application/x-www-form-urlencoded"
    assert sent == {"chat_id": "42", "text": text}


async def test_files_are_uploaded_with_their_names() -> None:
    async with serving() as (server, request):
        bot = Bot(TOKEN, base_url=server.url.removesuffix(TOKEN), request=request, get_updates_request=request)
        await bot.send_document(42, document=b"own data", filename="данные.json", caption="ваши данные")

    [(_, kind, sent)] = server.sent
    assert kind == "multipart/form-data"
    for part in ("own data", "данные.json", "ваши данные", 'name="chat_id"'):
        assert part in sent["body"]


async def test_a_refusal_is_told_with_telegrams_own_words() -> None:
    async def refuse(_request: web.BaseRequest) -> web.StreamResponse:
        return web.json_response({"ok": False, "description": "slow", "parameters": {"retry_after": 7}}, status=429)

    async with serving(refuse) as (server, request):
        with pytest.raises(RetryAfter):
            await request.post(f"{server.url}/sendMessage")


async def test_a_connection_that_breaks_may_have_carried_the_request() -> None:
    async def hang_up(request: web.BaseRequest) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.close()
        return web.Response()

    async with serving(hang_up) as (server, request):
        with pytest.raises(NetworkError) as raised:
            await request.post(f"{server.url}/sendMessage")

    assert not isinstance(raised.value.__cause__, ClientConnectorError)
    assert TOKEN not in str(raised.value)


async def test_a_server_that_is_not_there_got_nothing() -> None:
    async with serving() as (server, request):
        pass
    await request.initialize()

    with pytest.raises(NetworkError) as raised:
        await request.post(f"{server.url}/sendMessage")
    await request.shutdown()

    assert isinstance(raised.value.__cause__, ClientConnectorError)
    assert TOKEN not in str(raised.value)


async def test_an_answer_that_takes_too_long_may_still_come() -> None:
    async def sleep(_request: web.BaseRequest) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    async with serving(sleep) as (server, request):
        with pytest.raises(TimedOut) as raised:
            await request.post(f"{server.url}/sendMessage", read_timeout=0.05)

    assert isinstance(raised.value.__cause__, SocketTimeoutError)


async def test_a_request_that_gets_no_connection_has_not_left() -> None:
    blocked = asyncio.Event()

    async def wait(_request: web.BaseRequest) -> web.StreamResponse:
        await blocked.wait()
        return await fine(_request)

    async with serving(wait) as (server, request):
        first = asyncio.create_task(request.post(f"{server.url}/sendMessage"))
        await asyncio.sleep(0.05)
        with pytest.raises(TimedOut) as raised:
            await request.post(f"{server.url}/sendMessage", pool_timeout=0.03, connect_timeout=0.03)
        blocked.set()
        await first

    assert isinstance(raised.value.__cause__, ConnectionTimeoutError)


async def test_nothing_is_requested_before_it_is_ready() -> None:
    with pytest.raises(RuntimeError, match="initialize"):
        await TelegramRequest(1).do_request("http://127.0.0.1/", "POST")
