"""One request to the control API, read; and how its handlers become routes."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.refusal import ApiError, ControlError
from bot.playground.wire import Json, JsonObject, as_int, decode, encode
from bot.playground.world import World

MAX_WAIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Path, query string and body of a control request."""

    path: Mapping[str, str]
    query: Mapping[str, str]
    body: JsonObject

    def id(self, name: str) -> int:
        """A whole number of the path; raises ControlError when it is none."""
        try:
            return int(self.path[name])
        except ValueError as error:
            raise ControlError(f"{name} is not a number", 404) from error

    def number(self, name: str, default: int = 0) -> int:
        """A whole number of the query string."""
        return as_int(self.query.get(name), default)

    @property
    def wait_s(self) -> float:
        """How long to wait for the bot, in seconds; 0 for not at all."""
        return self.seconds("wait")

    def seconds(self, name: str) -> float:
        """A duration of the query string, at most a minute."""
        try:
            return min(max(float(self.query.get(name, "0")), 0.0), MAX_WAIT_S)
        except ValueError as error:
            raise ControlError(f"{name} is not a number") from error


Handler: TypeAlias = Callable[[World, Asked], Awaitable[Json]]


def control_route(world: World, verb: str, path: str, handler: Handler) -> Route:
    """A route under /playground that answers with what the handler gives."""

    async def endpoint(request: Request) -> Response:
        try:
            asked = Asked(request.path_params, request.query_params, await _body(request))
            return _json_response(await handler(world, asked))
        except ControlError as error:
            return _json_response({"ok": False, "description": error.description}, error.status)
        except (ValueError, ApiError) as error:
            return _json_response({"ok": False, "description": str(error)}, 400)

    return Route(f"/playground{path}", endpoint, methods=[verb])


async def _body(request: Request) -> JsonObject:
    raw = await request.body()
    if not raw:
        return {}
    value = decode(raw)
    if not isinstance(value, dict):
        raise ControlError("expected a JSON object")
    return value


def _json_response(value: Json, status: int = 200) -> Response:
    return Response(encode(value), status, media_type="application/json", headers={"cache-control": "no-store"})
