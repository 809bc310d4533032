"""Listening on ``KZJP_LISTEN``: the address, the limits of a connection, and the routes put together."""

import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.errors import SettingsError
from bot.web.embedded import EmbeddedServer, serving

DEFAULT_LISTEN: Final = "127.0.0.1:8081"
LAST_PORT: Final = 65_535
MAX_CONNECTIONS: Final = 1_000
STOP_GRACE_S: Final = 1
KEEP_ALIVE_S: Final = 75
_log = structlog.stdlib.get_logger(__name__)


@asynccontextmanager
async def listening(address: str, routes: Sequence[BaseRoute]) -> AsyncIterator[int]:
    """Serve ``routes`` on ``address`` (``host:port``) while inside, and give the port.

    Raises:
        SettingsError: if the address cannot be listened on.
    """
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if int(port) > LAST_PORT:
        raise SettingsError((f"KZJP_LISTEN: there is no port {port}",))
    try:
        listener = socket.create_server((host, int(port)), family=family, backlog=2048)
    except OSError as error:
        raise SettingsError((f"KZJP_LISTEN: cannot listen on {address}: {error}",)) from error
    with listener:
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # asyncio sets it only where proto is given
        bound_port = int(listener.getsockname()[1])
        async with serving(_server(routes), listener):
            _log.info("listening", port=bound_port)
            yield bound_port


def routed(routes: Sequence[BaseRoute]) -> Starlette:
    """Return the application of ``routes``: exactly these paths and no others."""
    application = Starlette(routes=routes)
    application.router.redirect_slashes = False
    return application


def _server(routes: Sequence[BaseRoute]) -> EmbeddedServer:
    config = uvicorn.Config(
        routed(routes),
        log_level="error",  # strangers' broken requests are none of ours
        access_log=False,
        http="h11",  # the parser that bounds what a header may hold
        log_config=None,
        lifespan="off",
        limit_concurrency=MAX_CONNECTIONS,
        timeout_graceful_shutdown=STOP_GRACE_S,
        timeout_keep_alive=KEEP_ALIVE_S,
        date_header=False,
        server_header=False,
    )
    return EmbeddedServer(config)
