"""The real bot behind its webhook; its Telegram in another process, whose messages are not this one's memory."""

import asyncio
import multiprocessing
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from multiprocessing.connection import Connection
from typing import Final

from starlette.applications import Starlette

from bot.app import Outside, run_inside
from bot.config import read_settings
from bot.playground import PlaygroundServer, World, populate
from bot.web.listening import listening, routed
from tests.e2e.harness import SMALL_KNOWLEDGE, TOKEN

SECRET: Final = "fuzz_secret-1"
URL: Final = "http://127.0.0.1:8/hook"


@asynccontextmanager
async def running_bot() -> AsyncIterator[tuple[Starlette, int]]:
    """Run the real bot behind its webhook; give the application and the port it is served on."""
    stop, is_ready = asyncio.Event(), asyncio.Event()
    with tempfile.TemporaryDirectory() as folder, playground_apart() as base_url:
        given = {
            "BOT_TOKEN": TOKEN,
            "API_BASE_URL": base_url,
            "DATA_DIR": folder,
            "KNOWLEDGE_DIR": str(SMALL_KNOWLEDGE),
            "WEBHOOK_URL": URL,
            "WEBHOOK_SECRET": SECRET,
        }
        settings = read_settings({f"KZJP_{name}": value for name, value in given.items()})
        outside = Outside.of(settings)
        running = asyncio.create_task(run_inside(settings, outside, stop, is_ready.set))
        try:
            await asyncio.wait({running, asyncio.create_task(is_ready.wait())}, return_when=asyncio.FIRST_COMPLETED)
            async with listening("127.0.0.1:0", outside.routes()) as port:
                yield routed(outside.routes()), port
        finally:
            stop.set()
            await running


@contextmanager
def playground_apart() -> Iterator[str]:
    """Serve the demo's playground from another process; give the address of its Bot API."""
    server = multiprocessing.get_context("forkserver")
    ours, theirs = server.Pipe()
    process = server.Process(target=_serve, args=(theirs,))
    process.start()
    theirs.close()
    with ours:
        yield ours.recv()
    process.join()


def _serve(pipe: "Connection[str, None]") -> None:
    asyncio.run(_serve_until_closed(pipe))


async def _serve_until_closed(pipe: "Connection[str, None]") -> None:
    world = World(TOKEN)
    populate(world)
    async with PlaygroundServer(world) as playground:
        pipe.send(playground.base_url)
        await asyncio.to_thread(pipe.poll, None)
