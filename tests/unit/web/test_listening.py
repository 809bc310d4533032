"""Listening for real: addresses that can't be listened on are told, and what a connection may cost is bounded."""

import asyncio
import socket
from contextlib import suppress

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.errors import SettingsError
from bot.web.listening import listening


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


ROUTES = (Route("/hello", hello),)


async def answer_to(port: int, host: str, raw: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(raw)
    try:
        return await reader.read()
    except ConnectionResetError:
        return b"hung up"
    finally:
        writer.close()
        with suppress(ConnectionResetError):
            await writer.wait_closed()


@pytest.mark.parametrize(("address", "host"), [("127.0.0.1:0", "127.0.0.1"), ("[::1]:0", "::1"), (":0", "127.0.0.1")])
async def test_what_is_asked_at_the_address_is_answered(address: str, host: str) -> None:
    async with listening(address, ROUTES) as port:
        answer = await answer_to(port, host, b"GET /hello HTTP/1.1\r\nhost: bot\r\nconnection: close\r\n\r\n")

    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"hello")


async def test_headers_without_end_are_refused() -> None:
    async with listening("127.0.0.1:0", ROUTES) as port:
        answer = await answer_to(port, "127.0.0.1", b"GET /hello HTTP/1.1\r\nx: " + b"a" * 200_000)

    assert answer.startswith((b"HTTP/1.1 400", b"hung up"))


async def test_an_address_that_is_taken_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"KZJP_LISTEN: cannot listen on 127.0.0.1:{port}"):
            async with listening(f"127.0.0.1:{port}", ROUTES):
                pass


async def test_a_port_that_there_is_not_is_told() -> None:
    with pytest.raises(SettingsError, match="there is no port 99999"):
        async with listening("127.0.0.1:99999", ROUTES):
            pass
