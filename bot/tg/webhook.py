"""Updates by webhook: Telegram is told 200 only when an update was handled, and 503 when it is to deliver it again.

Telegram delivers the next update of a chat only when the one before got its 200, so the order within a chat is
kept however many replicas there are.
"""

import asyncio
import hmac
import json
import math
from collections.abc import Awaitable, Callable
from typing import Final, NoReturn
from urllib.parse import urlsplit

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Bot, Update

from bot.tg.once import Later, Settled
from bot.tg.receiving import BEYOND_IDS, Json, read_update

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_BODY: Final = 1 << 20
BODY_WITHIN_S: Final = 10.0
MAX_IN_FLIGHT: Final = 100
BUSY_RETRY_S: Final = 1
_log = structlog.stdlib.get_logger(__name__)

Handle = Callable[[Update], Awaitable[Settled | Later]]


class Webhook:
    """The endpoint. Until it is opened, and again once it drains, everything is to come later."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._bot: Bot | None = None
        self._handle: Handle | None = None
        self._in_flight: set[asyncio.Task[Settled | Later]] = set()

    def route(self, url: str) -> Route:
        """Return the route of the path in ``url``."""
        return Route(urlsplit(url).path or "/", self.receive, methods=["POST"])

    def open(self, telegram_bot: Bot, handle: Handle) -> None:
        """Take updates of ``telegram_bot`` in from now on."""
        self._bot, self._handle = telegram_bot, handle

    async def drain(self, within_s: float) -> None:
        """Take nothing in any more and finish what is under way; what takes longer is put off."""
        self._handle = None
        if not self._in_flight:
            return
        _, left = await asyncio.wait(self._in_flight, timeout=within_s)
        for task in left:
            task.cancel()
        if left:
            _log.warning("updates put off", count=len(left))
            await asyncio.wait(left)

    async def receive(self, request: Request) -> Response:
        """Answer one delivery."""
        given = request.headers.get(SECRET_HEADER, "").encode()
        if not hmac.compare_digest(given, self._secret):
            return Response(status_code=403)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            return Response(status_code=415)
        if self._handle is None or len(self._in_flight) >= MAX_IN_FLIGHT:
            return _later(BUSY_RETRY_S)
        body = await _body(request)
        if isinstance(body, int):
            return Response(status_code=body)
        parsed = parse(body)
        if parsed is None:
            return Response(status_code=400)
        update = read_update(parsed, self._bot)
        return Response() if update is None else await self._take(update)

    async def _take(self, update: Update) -> Response:
        if self._handle is None:  # it began to drain while the body came in
            return _later(BUSY_RETRY_S)
        task = asyncio.ensure_future(self._handle(update))
        self._in_flight.add(task)
        task.add_done_callback(self._in_flight.discard)
        await asyncio.wait({task})
        if task.cancelled():
            return _later(BUSY_RETRY_S)
        match task.result():
            case Settled():
                return Response()
            case Later(after_s=after_s):
                return _later(after_s)


def parse(body: bytes) -> Json | None:
    """Return the update in ``body`` as JSON, or None where it is none: no object, or none with a fitting number."""
    try:
        parsed: object = json.loads(body.decode(), parse_constant=_refuse, parse_float=_finite)
    except (ValueError, RecursionError):
        return None
    if not isinstance(parsed, dict):
        return None
    update_id: object = parsed.get("update_id")
    if not isinstance(update_id, int) or isinstance(update_id, bool):
        return None
    return parsed if 0 <= update_id < BEYOND_IDS else None


async def _body(request: Request) -> bytes | int:
    """Return the body, or the status to refuse it with."""
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > MAX_BODY:
        return 413
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > MAX_BODY:
                    return 413
    except TimeoutError:
        return 408
    except ClientDisconnect:
        return 400
    return bytes(body)


def _later(after_s: int) -> Response:
    return Response(status_code=503, headers={"retry-after": str(after_s)})


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("the number is too great")
    return number
