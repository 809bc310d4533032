"""Which links Telegram accepts, in texts and on buttons."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

_SCHEME = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*):(?://)?")
_DOMAIN = re.compile(r"^(?=.{4,253}$)(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]*$")
_MENTION = re.compile(r"^tg://user\?id=(\d{1,19})$", re.IGNORECASE)


def mentioned_user(url: str) -> int | None:
    """The user that a tg://user?id=… link points to."""
    found = _MENTION.match(url)
    return int(found.group(1)) if found else None


def checked_link(url: str) -> str | None:
    """The link as Telegram stores it (scheme added, empty path made "/"), or None where it drops the link."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme and scheme.group(1).lower() in {"tg", "ton", "tonsite"}:
        return url
    if not scheme or not url[scheme.end(1) :].startswith("://"):
        url = f"http://{url}"
    try:
        parts = urlsplit(url)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not port_is_valid or not _is_public_host(parts):
        return None
    return url if parts.path or parts.query or parts.fragment else f"{url}/"


def _is_public_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if any(character.isspace() for character in parts.netloc):
        return False
    try:
        return bool(ipaddress.ip_address(host))
    except ValueError:
        return _DOMAIN.match(host) is not None
