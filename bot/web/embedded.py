"""Uvicorn inside a program that has signals, logs and a life of its own."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn


class EmbeddedServer(uvicorn.Server):
    """Uvicorn without signal handlers, that says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepting = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept connections, and say so."""
        await super().startup(sockets)
        self.accepting.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program."""
        yield


@asynccontextmanager
async def serving(server: EmbeddedServer, listener: socket.socket) -> AsyncIterator[None]:
    """Serve on ``listener`` while inside; requests under way on leaving are finished as the server is configured."""
    task = asyncio.create_task(server.serve(sockets=[listener]))
    accepting = asyncio.create_task(server.accepting.wait())
    try:
        await asyncio.wait({task, accepting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
        yield
    finally:
        accepting.cancel()
        server.should_exit = True
        await asyncio.wait({task, accepting})
