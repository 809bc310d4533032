"""Control requests that change the rules: settings, flood control, faults, raw updates."""

from dataclasses import asdict

from bot.playground.control.asked import Asked
from bot.playground.faults import Fault, read_fault
from bot.playground.flood import FloodLimits
from bot.playground.refusal import ControlError
from bot.playground.wire import Json, JsonObject, get_bool, get_float, get_int, get_list, get_object
from bot.playground.world import World


async def show_settings(world: World, asked: Asked) -> Json:
    """The settings."""
    del asked
    settings = world.settings
    return {
        "privacy_mode": settings.privacy_mode,
        "inline_mode": settings.inline_mode,
        "inline_feedback": settings.inline_feedback,
        "callback_expiry_s": settings.callback_expiry_s,
        "inline_expiry_s": settings.inline_expiry_s,
    }


async def change_settings(world: World, asked: Asked) -> Json:
    """Change the settings that are named."""
    settings, body = world.settings, asked.body
    settings.privacy_mode = get_bool(body, "privacy_mode", settings.privacy_mode)
    settings.inline_mode = get_bool(body, "inline_mode", settings.inline_mode)
    settings.inline_feedback = get_bool(body, "inline_feedback", settings.inline_feedback)
    settings.callback_expiry_s = get_float(body, "callback_expiry_s", settings.callback_expiry_s)
    settings.inline_expiry_s = get_float(body, "inline_expiry_s", settings.inline_expiry_s)
    return await show_settings(world, asked)


async def show_flood(world: World, asked: Asked) -> Json:
    """Flood control: on or off, and its limits."""
    del asked
    limits: JsonObject = asdict(world.flood.limits)
    return {"on": world.flood.is_on, **limits}


async def change_flood(world: World, asked: Asked) -> Json:
    """Switch flood control on with limits, or off."""
    body, usual = asked.body, FloodLimits()
    limits = FloodLimits(
        get_float(body, "overall_per_s", usual.overall_per_s),
        get_int(body, "overall_burst", usual.overall_burst),
        get_float(body, "chat_per_s", usual.chat_per_s),
        get_int(body, "chat_burst", usual.chat_burst),
        get_int(body, "group_per_minute", usual.group_per_minute),
    )
    if min(limits.overall_per_s, limits.chat_per_s) <= 0 or min(limits.overall_burst, limits.chat_burst) < 1:
        raise ControlError("rates are above 0 and bursts at least 1")
    world.flood.switch(limits if get_bool(body, "on", True) else None)
    return await show_flood(world, asked)


async def show_faults(world: World, asked: Asked) -> Json:
    """The faults in force and those still to come."""
    del asked
    return {
        "rules": [fault.json() for fault in world.faults.rules],
        "script": [fault.json() for fault in world.faults.script],
    }


async def change_faults(world: World, asked: Asked) -> Json:
    """Replace all faults; an empty object ends them."""
    world.faults.set(_faults(asked.body, "rules"), _faults(asked.body, "script"))
    return await show_faults(world, asked)


async def inject_update(world: World, asked: Asked) -> Json:
    """Pass a raw update on to the bot."""
    if not asked.body:
        raise ControlError("the update is empty")
    message = get_object(asked.body, "message")
    key = get_int(get_object(message, "chat"), "id")
    return {"update_id": world.updates.inject(asked.body, key)}


async def show_updates(world: World, asked: Asked) -> Json:
    """How many updates wait for the bot."""
    del asked
    return {"pending": len(world.updates.pending), "next_id": world.updates.next_id}


def _faults(body: JsonObject, name: str) -> list[Fault]:
    return [read_fault(source) for source in get_list(body, name) if isinstance(source, dict)]
