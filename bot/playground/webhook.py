"""Delivery of updates to the bot's webhook: in order per chat, several chats at once, retried until accepted.

One task owns everything that runs here; it lives as long as the server.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from aiohttp import ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from bot.playground.api import BotApi
from bot.playground.params import json_params
from bot.playground.refusal import ApiError
from bot.playground.updates import Update
from bot.playground.wire import JsonObject, decode, encode, get_str
from bot.playground.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header
MAX_RETRY_AFTER_S = 3600.0
FIRST_RETRY_S = 1.0
MAX_RETRY_S = 60.0
ANSWER_WITHIN_S = 60.0


class WebhookDelivery:
    """Pushes pending updates while a webhook is set; `pause` waits between attempts."""

    def __init__(self, world: World, api: BotApi, pause: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._world = world
        self._api = api
        self._pause = pause
        self._under_way: dict[int, asyncio.Task[None]] = {}

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Deliver while the context is open."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _run(self) -> None:
        added = self._world.updates.added
        try:
            while True:
                await added.wait()
                added.clear()
                if self._world.webhook.url:
                    await self._deliver_all(self._world.webhook.version)
        finally:
            await self._stop_all()

    async def _deliver_all(self, version: int) -> None:
        """Deliver with one setting of the webhook, until it is set anew."""
        connector = TCPConnector(limit=self._world.webhook.max_connections)
        timeout = ClientTimeout(total=ANSWER_WITHIN_S)
        async with ClientSession(connector=connector, timeout=timeout, cookie_jar=DummyCookieJar()) as session:
            while self._world.webhook.version == version:
                self._start_deliveries(session)
                await self._world.updates.added.wait()
                self._world.updates.added.clear()
            await self._stop_all()
        self._world.updates.added.set()

    def _start_deliveries(self, session: ClientSession) -> None:
        """Start the next delivery of every chat that has none under way."""
        free = self._world.webhook.max_connections - len(self._under_way)
        for update in self._world.updates.pending:
            if free <= 0:
                return
            if update.key not in self._under_way:
                self._under_way[update.key] = asyncio.create_task(self._deliver(session, update))
                free -= 1

    async def _deliver(self, session: ClientSession, update: Update) -> None:
        delay_s = FIRST_RETRY_S
        try:
            while True:
                retry_after_s = await self._attempt(session, update)
                if retry_after_s is None:
                    break
                await self._pause(retry_after_s or delay_s)
                delay_s = min(delay_s * 2, MAX_RETRY_S)
            if update in self._world.updates.pending:
                self._world.updates.remove(update)
        finally:
            self._under_way.pop(update.key, None)
            self._world.updates.added.set()

    async def _attempt(self, session: ClientSession, update: Update) -> float | None:
        """Deliver once; None when accepted, else the seconds the bot asked to wait (0 for no wish)."""
        webhook = self._world.webhook
        headers = {"content-type": "application/json"}
        if webhook.secret_token:
            headers[SECRET_HEADER] = webhook.secret_token
        try:
            async with session.post(
                webhook.url, data=encode(update.body), headers=headers, allow_redirects=False
            ) as answer:
                body = await answer.read()
        except (ClientError, TimeoutError) as error:
            self._note_failure(f"Connection failed: {type(error).__name__}")
            return 0.0
        if 200 <= answer.status < 300:
            await self._carry_out(body)
            return None
        self._note_failure(f"Wrong response from the webhook: {answer.status} {answer.reason}")
        return _retry_after_s(answer.headers.get("retry-after", ""))

    def _note_failure(self, reason: str) -> None:
        self._world.webhook.last_error_at = self._world.now()
        self._world.webhook.last_error = reason

    async def _carry_out(self, body: bytes) -> None:
        """A webhook may answer with a method to call."""
        call = _method_call(body)
        method = get_str(call, "method")
        if not method:
            return
        params = json_params({name: value for name, value in call.items() if name != "method"})
        try:
            await self._api.call(method, params)
        except ApiError as error:
            self._api.log_refusal(method, params.text("chat_id"), error)

    async def _stop_all(self) -> None:
        under_way = list(self._under_way.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        self._under_way.clear()


def _method_call(body: bytes) -> JsonObject:
    try:
        value = decode(body) if body else None
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _retry_after_s(header: str) -> float:
    return min(float(header), MAX_RETRY_AFTER_S) if header.isdecimal() else 0.0
