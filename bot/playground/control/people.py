"""Control requests about users: creating, changing, opening and blocking the bot."""

from bot.playground import acting
from bot.playground.control.asked import Asked
from bot.playground.control.views import user_view
from bot.playground.model import User
from bot.playground.refusal import ControlError
from bot.playground.wire import Json, get_bool, get_int, get_str, get_strs
from bot.playground.world import World

MAX_BULK = 1_000_000


async def list_users(world: World, asked: Asked) -> Json:
    """All people."""
    del asked
    return [user_view(user) for user in world.registry.users.values() if not user.is_bot]


async def create_user(world: World, asked: Asked) -> Json:
    """Create a person."""
    body = asked.body
    first_name = get_str(body, "first_name").strip()
    if not first_name:
        raise ControlError("first_name is empty")
    user = world.add_user(
        first_name,
        user_id=get_int(body, "id") or None,
        username=get_str(body, "username") or None,
        language_code=get_str(body, "language_code") or None,
        last_name=get_str(body, "last_name") or None,
        started=get_bool(body, "started"),
    )
    world.events.publish("user", user.id, {"user": user_view(user)})
    return user_view(user)


async def create_users(world: World, asked: Asked) -> Json:
    """Create many people at once, languages taking turns; gives the first id and the count."""
    body = asked.body
    count = get_int(body, "count")
    if not 1 <= count <= MAX_BULK:
        raise ControlError(f"count is 1 to {MAX_BULK}")
    languages = get_strs(body, "language_codes")
    wanted_id = get_int(body, "first_id") or None
    first_id: int | None = None
    for number in range(count):
        user = world.add_user(
            f"User {number + 1}",
            user_id=wanted_id + number if wanted_id is not None else None,
            language_code=languages[number % len(languages)] if languages else None,
            started=get_bool(body, "started", True),
        )
        first_id = first_id or user.id
    world.events.publish("users", 0, {"count": count})
    return {"first_id": first_id, "count": count}


async def change_user(world: World, asked: Asked) -> Json:
    """Change a person's name, language or whether the account still exists."""
    user = find_user(world, asked.id("user_id"))
    body = asked.body
    user.first_name = get_str(body, "first_name") or user.first_name
    if "username" in body:
        user.username = get_str(body, "username") or None
    if "language_code" in body:
        user.language_code = get_str(body, "language_code") or None
    user.deactivated = get_bool(body, "deactivated", user.deactivated)
    world.events.publish("user", user.id, {"user": user_view(user)})
    return user_view(user)


async def open_bot(world: World, asked: Asked) -> Json:
    """Press START or follow a deep link."""
    return acting.open_bot(world, find_user(world, asked.id("user_id")).id, get_str(asked.body, "payload"))


async def block(world: World, asked: Asked) -> Json:
    """Block the bot."""
    acting.block(world, find_user(world, asked.id("user_id")).id)
    return True


async def unblock(world: World, asked: Asked) -> Json:
    """Unblock the bot."""
    acting.unblock(world, find_user(world, asked.id("user_id")).id)
    return True


def find_user(world: World, user_id: int) -> User:
    """A person of the world; raises ControlError when there is none."""
    user = world.registry.users.get(user_id)
    if user is None or user.is_bot:
        raise ControlError("no such user", 404)
    return user
