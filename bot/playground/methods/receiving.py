"""How the bot gets updates: the parameters of getUpdates, setWebhook, deleteWebhook, getWebhookInfo.

The queue itself is in `updates`, delivery to a webhook in `webhook`.
"""

import ipaddress
import re
from urllib.parse import urlsplit

from bot.playground.params import Params
from bot.playground.refusal import bad_request, conflict
from bot.playground.updates import KINDS
from bot.playground.wire import Json, JsonObject
from bot.playground.world import World

_SECRET = re.compile(r"^[A-Za-z0-9_-]*$")
_WEBHOOK_IS_ACTIVE = (
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
_PORTS = frozenset({443, 80, 88, 8443})


async def get_updates(world: World, params: Params) -> Json:
    """Wait for updates and confirm earlier ones."""
    if world.webhook.url:
        raise conflict(_WEBHOOK_IS_ACTIVE)
    _allow_kinds(world, params)
    return await world.updates.take(params.integer("offset"), params.integer("limit", 100), params.integer("timeout"))


def set_webhook(world: World, params: Params) -> Json:
    """Have updates pushed to a URL; an empty URL ends that."""
    url, secret = params.text("url"), params.text("secret_token")
    if url:
        _check_url(url)
    if len(secret) > 256:
        raise bad_request("secret token is too long")
    if not _SECRET.match(secret):
        raise bad_request("secret token contains unallowed characters")
    _allow_kinds(world, params)
    webhook = world.webhook
    webhook.url = url
    webhook.secret_token = secret
    webhook.max_connections = min(max(params.integer("max_connections", 40), 1), 100)
    return _changed(world, params)


def delete_webhook(world: World, params: Params) -> Json:
    """Stop pushing updates."""
    world.webhook.url = ""
    world.webhook.secret_token = ""
    return _changed(world, params)


def get_webhook_info(world: World, params: Params) -> Json:
    """The webhook and how delivering goes."""
    webhook = world.webhook
    info: JsonObject = {
        "url": webhook.url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    if webhook.url:
        info["max_connections"] = webhook.max_connections
        info["ip_address"] = "127.0.0.1"
    if webhook.last_error_at is not None:
        info["last_error_date"] = int(webhook.last_error_at)
        info["last_error_message"] = webhook.last_error
    if world.updates.allowed:
        info["allowed_updates"] = list(world.updates.allowed)
    return info


def _changed(world: World, params: Params) -> Json:
    webhook = world.webhook
    webhook.version += 1
    webhook.last_error_at, webhook.last_error = None, ""
    if params.flag("drop_pending_updates"):
        world.updates.drop_all()
    world.updates.added.set()
    return True


def _allow_kinds(world: World, params: Params) -> None:
    kinds = params.json("allowed_updates", "can't parse allowed updates JSON object")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad_request("allowed_updates must be an Array of String")
    world.updates.allowed = [kind for kind in kinds if isinstance(kind, str) and kind in KINDS]


def _check_url(url: str) -> None:
    """Telegram's rules for webhook addresses, but for plain HTTP and any port on this machine."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise bad_request("bad webhook: invalid URL specified") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise bad_request("bad webhook: invalid URL specified")
    if _is_local(parts.hostname):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_private
    except ValueError:
        return False
