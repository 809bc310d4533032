"""Serving a world over HTTP: the application, `serve` for the demo, `PlaygroundServer` for tests.

Uvicorn is kept quiet and leaves signals to whoever embeds it.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from types import TracebackType

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.playground.api import BotApi
from bot.playground.control.routes import control_routes
from bot.playground.webhook import WebhookDelivery
from bot.playground.world import World

PAGE = Path(__file__).parent / "page"
STOP_GRACE_S = 2
CONTENT_POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'"


class Connections:
    """The open connections of a running server, so that one can be broken on purpose."""

    def __init__(self) -> None:
        self.server: uvicorn.Server | None = None

    def abort(self, scope: Scope) -> bool:
        """Break the connection a request came in on, without a goodbye; False where it is not known."""
        for protocol in list(self.server.server_state.connections) if self.server else []:
            if isinstance(protocol, H11Protocol) and protocol.client == scope["client"]:
                protocol.transport.abort()
                return True
        return False


def create_app(world: World, connections: Connections | None = None) -> Starlette:
    """The whole application of one world: Bot API, file downloads, control API and page."""
    api = BotApi(world, (connections or Connections()).abort)
    delivery = WebhookDelivery(world, api)

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        del app
        world.open()
        async with delivery.running():
            yield
        world.close()

    async def download(request: Request) -> Response:
        wanted = str(request.path_params["path"])
        if request.path_params["token"] != world.token:
            return Response("Unauthorized", 401)
        for file in world.registry.files.values():
            if file.path == wanted:
                return Response(file.content, media_type="application/octet-stream")
        return Response("Not Found", 404)

    async def page(request: Request) -> Response:
        del request
        headers = {"cache-control": "no-cache", "content-security-policy": CONTENT_POLICY}
        return FileResponse(PAGE / "index.html", headers=headers)

    routes: list[BaseRoute] = [
        Route("/bot{token}/{method}", api),
        Route("/file/bot{token}/{path:path}", download),
        *control_routes(world),
        Route("/", page),
        Mount("/page", StaticFiles(directory=PAGE)),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def serve(
    world: World, host: str, port: int, started: asyncio.Event | Callable[[int], None] | None = None
) -> None:
    """Serve until cancelled; `started` is set, or called with the port, once connections are accepted."""
    with socket.create_server((host, port)) as listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio sets it only where proto is given
        server = _server(world)
        bound_port = int(listener.getsockname()[1])
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        accepting = asyncio.create_task(server.accepting.wait())
        try:
            await asyncio.wait({serving, accepting}, return_when=asyncio.FIRST_COMPLETED)
            if isinstance(started, asyncio.Event) and accepting.done():
                started.set()
            elif callable(started) and accepting.done():
                started(bound_port)
            await asyncio.shield(serving)
        finally:
            accepting.cancel()
            world.close()
            server.should_exit = True
            await serving


class PlaygroundServer:
    """A playground on a free port of this machine, or on a given one, as an async context manager."""

    def __init__(self, world: World, host: str = "127.0.0.1", port: int = 0) -> None:
        self.world = world
        self.host = host
        self.port = port
        self._serving: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """The address of the page and the control API."""
        return f"http://{self.host}:{self.port}"

    @property
    def base_url(self) -> str:
        """The Bot API address as python-telegram-bot wants it: the token comes right after."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The download address as python-telegram-bot wants it."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> "PlaygroundServer":
        """Start serving."""
        accepting = asyncio.Event()

        def note(port: int) -> None:
            self.port = port
            accepting.set()

        self._serving = asyncio.create_task(serve(self.world, self.host, self.port, note))
        accepted = asyncio.create_task(accepting.wait())
        await asyncio.wait({self._serving, accepted}, return_when=asyncio.FIRST_COMPLETED)
        accepted.cancel()
        if self._serving.done():
            self._serving.result()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        if self._serving is not None:
            self._serving.cancel()
            with suppress(asyncio.CancelledError):
                await self._serving


class _EmbeddedServer(uvicorn.Server):
    """Uvicorn without signal handlers, that says when it accepts connections."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.accepting = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.accepting.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _server(world: World) -> _EmbeddedServer:
    connections = Connections()
    config = uvicorn.Config(
        create_app(world, connections),
        log_level="warning",
        access_log=False,
        log_config=None,
        http="h11",
        lifespan="on",
        timeout_graceful_shutdown=STOP_GRACE_S,
        timeout_keep_alive=75,
        date_header=False,
        server_header=False,
    )
    connections.server = _EmbeddedServer(config)
    return connections.server
