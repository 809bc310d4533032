"""The routes of the control API; what each one takes and gives is listed in `bot.playground.control`."""

from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.playground.control import chats, disturbing, people, talking, watching
from bot.playground.control.asked import Handler, control_route
from bot.playground.world import World

_HANDLERS: tuple[tuple[str, str, Handler], ...] = (
    ("GET", "/state", watching.show_state),
    ("GET", "/bot", watching.show_bot),
    ("GET", "/commands", watching.show_commands),
    ("GET", "/calls", watching.list_calls),
    ("DELETE", "/calls", watching.clear_calls),
    ("GET", "/events/poll", watching.poll_events),
    ("GET", "/users", people.list_users),
    ("POST", "/users", people.create_user),
    ("POST", "/users/bulk", people.create_users),
    ("PATCH", "/users/{user_id}", people.change_user),
    ("POST", "/users/{user_id}/open", people.open_bot),
    ("POST", "/users/{user_id}/block", people.block),
    ("POST", "/users/{user_id}/unblock", people.unblock),
    ("GET", "/chats", chats.list_chats),
    ("POST", "/chats", chats.create_chat),
    ("GET", "/chats/{chat_id}", chats.show_chat),
    ("POST", "/chats/{chat_id}/members", chats.change_member),
    ("POST", "/chats/{chat_id}/topics", chats.create_topic),
    ("PATCH", "/chats/{chat_id}/topics/{topic_id}", chats.change_topic),
    ("POST", "/chats/{chat_id}/migrate", chats.migrate_chat),
    ("POST", "/chats/{chat_id}/dissolve", chats.dissolve_chat),
    ("GET", "/chats/{chat_id}/messages", talking.list_messages),
    ("POST", "/chats/{chat_id}/messages", talking.post_message),
    ("PATCH", "/chats/{chat_id}/messages/{message_id}", talking.edit_message),
    ("DELETE", "/chats/{chat_id}/messages/{message_id}", talking.delete_message),
    ("POST", "/chats/{chat_id}/messages/{message_id}/press", talking.press),
    ("POST", "/inline", talking.ask_inline),
    ("POST", "/inline/{query_id}/choose", talking.choose_result),
    ("GET", "/settings", disturbing.show_settings),
    ("PATCH", "/settings", disturbing.change_settings),
    ("GET", "/flood", disturbing.show_flood),
    ("PUT", "/flood", disturbing.change_flood),
    ("GET", "/faults", disturbing.show_faults),
    ("PUT", "/faults", disturbing.change_faults),
    ("GET", "/updates", disturbing.show_updates),
    ("POST", "/updates", disturbing.inject_update),
)


def control_routes(world: World) -> list[BaseRoute]:
    """All routes under /playground."""
    routes: list[BaseRoute] = [control_route(world, verb, path, handler) for verb, path, handler in _HANDLERS]
    routes.append(Route("/playground/events", partial(watching.stream_events, world)))
    routes.append(Route("/playground/files/{file_id}", partial(_download, world)))
    return routes


async def _download(world: World, request: Request) -> Response:
    file = world.registry.files.get(str(request.path_params["file_id"]))
    if file is None:
        return Response("no such file", 404)
    return Response(file.content, media_type=file.mime_type, headers={"x-content-type-options": "nosniff"})
