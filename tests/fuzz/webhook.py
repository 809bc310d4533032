"""``python -m tests.fuzz.webhook --count N``: bad requests at the webhook, and the figures of the run.

They are handed to the application as ASGI hands them over; garbled bytes go to a real server besides. What is well
formed reaches the real handlers, whose calls a playground answers or refuses over HTTP.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Annotated, Final

import structlog
import typer
from starlette.applications import Starlette
from starlette.types import Message, Scope

from tests.fuzz.bad_requests import BadRequests, Request
from tests.fuzz.memory import Memory
from tests.fuzz.serving import SECRET, running_bot

SEED: Final = 20261130
AT_ONCE: Final = 64
ALLOWED: Final = frozenset({200, 400, 403, 404, 405, 408, 413, 415, 503})


@dataclass(slots=True)
class Figures:
    """What a run came to."""

    memory: Memory
    statuses: Counter[int] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    over_sockets: int = 0
    wrong: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.perf_counter)

    def add(self, request: Request, status: int) -> None:
        """Count one request."""
        self.kinds[request.kind] += 1
        self.statuses[status] += 1
        if status not in ALLOWED:
            self.wrong.append(f"{status} for {request.kind}: {request.body[:200]!r}")

    def lines(self) -> Iterator[str]:
        """Return the figures in words."""
        count, took_s = sum(self.statuses.values()), time.perf_counter() - self.began
        yield f"requests  {count:,} ({', '.join(f'{kind} {number:,}' for kind, number in sorted(self.kinds.items()))})"
        yield f"answers   {', '.join(f'{status}: {number:,}' for status, number in sorted(self.statuses.items()))}"
        yield f"sockets   {self.over_sockets:,} broken connections more"
        yield f"time      {took_s:.0f} s, {count / took_s:.0f} requests a second"
        yield from self.memory.lines()
        yield f"wrong     {len(self.wrong)}"
        yield from self.wrong[:20]


async def hand_over(application: Starlette, request: Request) -> int:
    """Hand a request to the application as a server does, and return the status it answers with."""
    given = [request.body[:100], request.body[100:]]
    statuses: list[int] = []

    async def receive() -> Message:
        body = given.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(given)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(int(message["status"]))

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method.decode(),
        "scheme": "http",
        "path": request.path.decode("latin-1"),
        "raw_path": request.path,
        "root_path": "",
        "query_string": b"",
        "headers": list(request.headers),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 2),
    }
    await application(scope, receive, send)
    return statuses[0]


async def send_raw(port: int, raw: bytes) -> bytes:
    """Send bytes, hang up, and return what came back."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw)
        writer.write_eof()
        async with asyncio.timeout(30):
            return await reader.read(65_536)
    except ConnectionError:
        return b""
    finally:
        writer.close()


async def run(count: int, sockets: float, readable: float, seed: int = SEED) -> Figures:
    """Make ``count`` bad requests, garbling the share ``sockets`` over a socket besides, and return the figures."""
    stream, figures = BadRequests(seed, SECRET, readable), Figures(Memory(count))
    left, chance = islice(stream, count), Random(seed)  # noqa: S311 - a sample, no secret
    async with running_bot() as (application, port):

        async def work() -> None:
            for request in left:
                figures.memory.look(figures.statuses.total())
                figures.add(request, await hand_over(application, request))
                if chance.random() < sockets:
                    await _garbled(port, stream, figures)

        await asyncio.gather(*(work() for _ in range(AT_ONCE)))
        figures.memory.look(figures.statuses.total())
        if await hand_over(application, Request("health", b"GET", b"/healthz", (), b"")) != 200:
            figures.wrong.append("it no longer says that it lives")
    return figures


async def _garbled(port: int, stream: BadRequests, figures: Figures) -> None:
    answer = await send_raw(port, stream.garbled())
    figures.over_sockets += 1
    status = int(answer[9:12]) if answer[:5] == b"HTTP/" and answer[9:12].isdigit() else 0
    if status >= 500 and status != 503:
        figures.wrong.append(f"over a socket: {answer[:200]!r}")


def main(
    count: Annotated[int, typer.Option(help="How many requests.")] = 5_000,
    sockets: Annotated[float, typer.Option(help="Share of garbled bytes sent to a real server, besides.")] = 0.02,
    readable: Annotated[float, typer.Option(help="Share of JSON objects that handlers may get to see.")] = 0.3,
) -> None:
    """Make bad requests and print the figures; exit 1 where anything was wrong or memory grew."""
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    figures = asyncio.run(run(count, sockets, readable))
    for line in figures.lines():
        print(line)
    raise typer.Exit(1 if figures.wrong or figures.memory.grew else 0)


if __name__ == "__main__":
    typer.run(main)
