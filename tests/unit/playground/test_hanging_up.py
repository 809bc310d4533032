"""Clients that hang up in the middle of a call: a call that never came whole was never made."""

import asyncio

import pytest

from bot.playground import PlaygroundServer, World
from tests.unit.playground.conftest import ALICE, Until

HALVES = {
    "form": (b"application/x-www-form-urlencoded", f"chat_id={ALICE}&text=Hal".encode()),
    "multipart": (
        b"multipart/form-data; boundary=b",
        f'--b\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n{ALICE}\r\n'.encode(),
    ),
}


@pytest.mark.parametrize("form", HALVES)
async def test_half_a_call_is_no_call(server: PlaygroundServer, world: World, until: Until, form: str) -> None:
    content_type, half = HALVES[form]
    host, port = server.url.removeprefix("http://").split(":")
    head = f"POST /bot{world.token}/sendMessage HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1000\r\n".encode()
    calls, messages = world.calls.total, len(world.chat(ALICE).messages)
    before = len(asyncio.all_tasks())

    _reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(head + b"Content-Type: " + content_type + b"\r\n\r\n" + half)
    await writer.drain()
    await until(lambda: len(asyncio.all_tasks()) > before)
    writer.close()
    await writer.wait_closed()
    await until(lambda: len(asyncio.all_tasks()) <= before)

    assert world.calls.total == calls
    assert len(world.chat(ALICE).messages) == messages
