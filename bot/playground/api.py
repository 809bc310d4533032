"""The Bot API over HTTP: token, method, faults, flood control, the answer and the call log.

A plain ASGI application, as this is the path that load tests use.
"""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

from starlette.types import Receive, Scope, Send

from bot.playground.faults import Fault
from bot.playground.methods.receiving import get_updates
from bot.playground.methods.registry import COUNTED, METHODS
from bot.playground.params import ClientGoneError, Params, read_params
from bot.playground.refusal import ApiError, too_many_requests
from bot.playground.wire import Json, JsonObject, encode
from bot.playground.world import World

AbortConnection: TypeAlias = Callable[[Scope], bool]
_GARBAGE = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"
_JSON_HEADER = (b"content-type", b"application/json")
_NAMES = {
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}


class BotApi:
    """Serves `/bot<token>/<method>` for one world."""

    def __init__(self, world: World, abort: AbortConnection) -> None:
        self._world = world
        self._abort = abort

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        path: JsonObject = scope["path_params"]
        method = str(path["method"])
        if path["token"] != self._world.token:
            await self._refuse(send, method, "", ApiError(401, "Unauthorized"))
            return
        try:
            params = await read_params(scope, receive)
        except ApiError as error:
            await self._refuse(send, method, "", error)
            return
        except ClientGoneError:
            return
        fault = self._world.faults.strike(method.lower())
        if fault is not None and await self._strikes_first(fault, scope, receive, send, method, params):
            return
        try:
            if method.lower() == "getupdates" and params.integer("timeout") > 0:
                result = await self._call_until_gone(method, params, receive)
            else:
                result = await self.call(method, params)
        except ApiError as error:
            await self._refuse(send, method, params.text("chat_id"), error)
            return
        except ClientGoneError:
            return
        if fault is not None and await self._strikes_after(fault, scope, receive, send):
            return
        await _send(send, 200, b'{"ok":true,"result":' + encode(result) + b"}")

    async def call(self, method: str, params: Params) -> Json:
        """Carry out one method and log it when it succeeds; raises ApiError."""
        world, name = self._world, method.lower()
        if world.is_logged_out:
            raise ApiError(400, "Logged out")
        if name == "getupdates":
            result = await get_updates(world, params)
        else:
            function = METHODS.get(name)
            if function is None:
                raise ApiError(404, "Not Found")
            if world.flood.is_on and name in COUNTED:
                self._check_flood(params)
            result = function(world, params)
        world.calls.record(world.now(), method, params.text("chat_id"))
        return result

    async def _call_until_gone(self, method: str, params: Params, receive: Receive) -> Json:
        """Carry out a long poll unless the client hangs up, which ends it without a trace."""
        call = asyncio.create_task(self.call(method, params))
        gone = asyncio.create_task(_disconnected(receive))
        try:
            await asyncio.wait({call, gone}, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)  # a poll taken over may just have been hung up by the same client
            if gone.done():
                raise ClientGoneError
            return await call
        finally:
            gone.cancel()
            call.cancel()
            await asyncio.gather(call, gone, return_exceptions=True)

    def log_refusal(self, method: str, chat_id: str, error: ApiError, *, injected: bool = False) -> None:
        """Put a refused call into the log."""
        self._world.calls.record(
            self._world.now(),
            method,
            chat_id,
            error_code=error.code,
            description=error.description,
            injected=injected,
        )

    def _check_flood(self, params: Params) -> None:
        chat_id = params.integer("chat_id")
        wait_s = self._world.flood.retry_after(chat_id, self._world.now(), is_group=chat_id < 0)
        if wait_s:
            raise too_many_requests(wait_s)

    async def _strikes_first(
        self, fault: Fault, scope: Scope, receive: Receive, send: Send, method: str, params: Params
    ) -> bool:
        """Whether the fault ended the call before it took effect."""
        match fault.kind:
            case "error":
                error = ApiError(fault.code, _NAMES.get(fault.code, "Internal Server Error"))
            case "flood":
                error = too_many_requests(fault.retry_after_s)
            case "reset_before":
                self.log_refusal(method, params.text("chat_id"), ApiError(0, "connection reset"), injected=True)
                await self._reset(scope, receive, send)
                return True
            case "slow":
                await asyncio.sleep(fault.delay_s)
                return False
            case "reset_after" | "garbage":
                return False
        await self._refuse(send, method, params.text("chat_id"), error, injected=True)
        return True

    async def _strikes_after(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> bool:
        """Whether the fault spoiled the answer of a call that took effect."""
        match fault.kind:
            case "reset_after":
                await self._reset(scope, receive, send)
            case "garbage":
                await _send(send, 200, _GARBAGE)
            case _:
                return False
        return True

    async def _reset(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Break the connection; where that is not possible, by an answer cut short."""
        if self._abort(scope):
            await _disconnected(receive)
            return
        headers = [_JSON_HEADER, (b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})

    async def _refuse(self, send: Send, method: str, chat_id: str, error: ApiError, *, injected: bool = False) -> None:
        self.log_refusal(method, chat_id, error, injected=injected)
        body: JsonObject = {"ok": False, "error_code": error.code, "description": error.description}
        if error.retry_after is not None:
            body["parameters"] = {"retry_after": error.retry_after}
        if error.migrate_to is not None:
            body["parameters"] = {"migrate_to_chat_id": error.migrate_to}
        await _send(send, error.code, encode(body))


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, status: int, body: bytes) -> None:
    headers = [_JSON_HEADER, (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
