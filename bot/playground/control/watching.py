"""Control requests that look on: the state, the bot as a user sees it, the calls and the events."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from bot.playground.acting import find_chat
from bot.playground.control import disturbing
from bot.playground.control.asked import Asked
from bot.playground.control.people import find_user
from bot.playground.control.views import bot_view, chat_view, seen_commands, user_view
from bot.playground.events import Event
from bot.playground.render import user_json
from bot.playground.wire import Json, JsonObject, encode
from bot.playground.world import World

PING_S = 15.0
MAX_SHOWN = 500


async def show_state(world: World, asked: Asked) -> Json:
    """Everything the page needs to start; of very many users and chats only the first."""
    limit = asked.number("limit", MAX_SHOWN)
    people = [user for user in world.registry.users.values() if not user.is_bot]
    chats = list(world.registry.chats.values())
    return {
        "seq": world.events.last_seq,
        "bot": user_json(world.bot),
        "users": [user_view(user) for user in people[:limit]],
        "chats": [chat_view(world, chat) for chat in chats[:limit]],
        "settings": await disturbing.show_settings(world, asked),
        "webhook": world.webhook.url,
        "pending_updates": len(world.updates.pending),
    }


async def show_bot(world: World, asked: Asked) -> Json:
    """The bot as a user sees it."""
    user = find_user(world, asked.number("user_id"))
    return bot_view(world, user, find_chat(world, asked.number("chat_id", user.id)))


async def show_commands(world: World, asked: Asked) -> Json:
    """The commands of a user's menu."""
    user = find_user(world, asked.number("user_id"))
    return seen_commands(world, user, find_chat(world, asked.number("chat_id", user.id)))


async def list_calls(world: World, asked: Asked) -> Json:
    """The bot's calls."""
    calls = world.calls.select(
        method=asked.query.get("method", ""),
        chat_id=asked.query.get("chat_id", ""),
        rejected=asked.query.get("rejected", "") in {"1", "true"},
        limit=asked.number("limit"),
    )
    return [call.json() for call in calls]


async def clear_calls(world: World, asked: Asked) -> Json:
    """Forget the calls so far."""
    del asked
    world.calls.clear()
    return True


async def poll_events(world: World, asked: Asked) -> Json:
    """Events after a number, waiting for the first."""
    chat_id, kind = asked.number("chat_id"), asked.query.get("kind", "")

    def is_wanted(event: Event) -> bool:
        return (not chat_id or event.chat_id == chat_id) and (not kind or event.kind == kind)

    found = await world.events.wait_for(is_wanted, asked.number("after"), asked.seconds("timeout"))
    last = found[-1].seq if found else max(asked.number("after"), 0)
    return {"seq": last, "events": [event.json() for event in found]}


async def stream_events(world: World, request: Request) -> Response:
    """Events as a stream, from a number on or from now."""
    given = request.query_params.get("after") or request.headers.get("last-event-id", "")
    seq = int(given) if given.isdecimal() else world.events.last_seq
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_stream(world, seq), media_type="text/event-stream", headers=headers)


async def _stream(world: World, seq: int) -> AsyncIterator[bytes]:
    yield b": hello\n\n"
    while not world.events.closed:
        events = await world.events.after(seq, PING_S)
        if not events:
            yield b": ping\n\n"
        for event in events:
            seq = event.seq
            body: JsonObject = event.json()
            yield b"id: %d\ndata: %s\n\n" % (seq, encode(body))
