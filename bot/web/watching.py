"""What watches the bot: ``/healthz`` (it lives), ``/readyz`` (it can serve, part by part) and ``/metrics``."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.metrics import CONTENT_TYPE, Metrics

CHECK_WITHIN_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class Part:
    """The state of one thing that serving needs; ``detail`` is for operators and holds no secret."""

    is_ready: bool
    detail: str


Check = Callable[[], Awaitable[Part]]


class Watching:
    """The routes. The ``parts`` are named from the start and not ready until there is a check for them."""

    def __init__(self, metrics: Metrics, parts: Iterable[str]) -> None:
        self._metrics = metrics
        self._checks: dict[str, Check] = dict.fromkeys(parts, _not_yet)
        self._refresh: Callable[[], Awaitable[None]] | None = None

    def watch(self, name: str, check: Check) -> None:
        """Have readiness depend on ``check`` for this part."""
        self._checks[name] = check

    def refresh_with(self, refresh: Callable[[], Awaitable[None]]) -> None:
        """Have ``refresh`` called before metrics are given."""
        self._refresh = refresh

    def routes(self) -> list[BaseRoute]:
        """Return the three routes."""
        return [
            Route("/healthz", self._healthz),
            Route("/readyz", self._readyz),
            Route("/metrics", self._metrics_page),
        ]

    async def _healthz(self, _request: Request) -> Response:
        """Say that the process lives: whoever gets this was answered by its event loop."""
        return JSONResponse({"status": "ok"})

    async def _readyz(self, _request: Request) -> Response:
        """Say whether it can serve: 200, or 503 where any part can't."""
        names = list(self._checks)
        parts = await asyncio.gather(*(_checked(self._checks[name]) for name in names))
        is_ready = all(part.is_ready for part in parts)
        shown = {name: {"ready": part.is_ready, "detail": part.detail} for name, part in zip(names, parts, strict=True)}
        return JSONResponse({"ready": is_ready, "parts": shown}, 200 if is_ready else 503)

    async def _metrics_page(self, _request: Request) -> Response:
        if self._refresh is not None:
            await self._refresh()
        return Response(self._metrics.exposition(), headers={"content-type": CONTENT_TYPE})


async def _not_yet() -> Part:
    return Part(False, "not there yet")


async def _checked(check: Check) -> Part:
    try:
        async with asyncio.timeout(CHECK_WITHIN_S):
            return await check()
    except TimeoutError:
        return Part(False, f"no answer within {CHECK_WITHIN_S:.0f} s")
