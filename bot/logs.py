"""Structured logs: one line an event, secrets redacted, chats named by a keyed hash only.

While the database fails, everybody who needs it would say so; a line a second tells it for all of them.
"""

import hashlib
import json
import logging
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from typing import Final, Literal, TextIO
from urllib.parse import quote, quote_plus

import structlog

from bot.errors import StorageError

OUTAGE_EVERY_S: Final = 1.0
_TOKEN: Final = re.compile(r"\b\d{3,12}:[A-Za-z0-9_-]{20,}")
_BOT_PATH: Final = re.compile(r"/bot\d+:[^/\s\"'\\]+")
_URL_PASSWORD: Final = re.compile(r"(://[^\s:/@]*:)[^\s/]+(?=@)")
_HIDDEN: Final = "[hidden]"
_DEEPEST: Final = 8
_INTERNAL: Final = frozenset({"_record", "_from_structlog"})  # the formatter's own, gone before anything is written
_SALT: Final = secrets.token_bytes(16)


class Redactor:
    """Hides secrets in text: the ``hidden`` ones, and whatever looks like a bot token or a password in a URL."""

    def __init__(self, hidden: Iterable[str] = ()) -> None:
        forms = {form for secret in hidden if secret for form in _written(secret)}
        longest_first = sorted(forms, key=len, reverse=True)  # or a secret within a secret would leave the rest
        self._hidden = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")

    def text(self, text: str) -> str:
        """Return ``text`` with every secret hidden."""
        text = _BOT_PATH.sub(f"/bot{_HIDDEN}", self._hidden.sub(_HIDDEN, text))
        return _URL_PASSWORD.sub(rf"\1{_HIDDEN}", _TOKEN.sub(_HIDDEN, text))

    def value(self, value: object, depth: int = 0) -> object:
        """Return ``value`` with every secret hidden: numbers as they are, containers of such, all else as text."""
        if value is None or isinstance(value, bool | int | float):
            return value
        if isinstance(value, str | BaseException):
            return self.text(str(value))
        if isinstance(value, Mapping) and depth < _DEEPEST:
            return {self.text(str(key)): self.value(each, depth + 1) for key, each in value.items()}
        if isinstance(value, list | tuple | set | frozenset) and depth < _DEEPEST:
            return [self.value(each, depth + 1) for each in value]
        return self.text(repr(value))


def _written(secret: str) -> set[str]:
    """Return the forms in which a secret may stand in a text: as it is, in a URL, quoted in Python or in JSON."""
    in_bytes = secret.encode("utf-8", "surrogatepass")
    quoted = {repr(secret)[1:-1], ascii(secret)[1:-1], repr(in_bytes)[2:-1]}
    # Python escapes an apostrophe only where the text around it holds both kinds of quotes
    quoted |= {form.replace("'", "\\'") for form in quoted}
    in_url = {quote(in_bytes, safe=""), quote(in_bytes), quote_plus(in_bytes)}
    return {secret, *in_url, *quoted, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]}


def chat_hash(chat_id: int) -> str:
    """Return a short name for a chat, the same within one run of the process and meaningless outside it."""
    return hashlib.blake2b(str(chat_id).encode(), key=_SALT, digest_size=5).hexdigest()


class Redaction:
    """A structlog processor that hides secrets in every value of an event, however deep, tracebacks included."""

    def __init__(self, hidden: Iterable[str]) -> None:
        self._redactor = Redactor(hidden)

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, object]) -> Mapping[str, object]:
        internal = {key: value for key, value in event.items() if key in _INTERNAL}
        told = {key: value for key, value in event.items() if key not in _INTERNAL}
        return {self._redactor.text(key): self._redactor.value(value) for key, value in told.items()} | internal


class Outage:
    """A structlog processor that lets one warning a second pass whose reason is the database.

    It tells in ``left_out`` what it held back since the one before, each event with its count. ``clock`` tells seconds
    that only ever grow.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told_at: float | None = None
        self._left_out: Counter[str] = Counter()

    def __call__(self, _logger: object, method: str, event: MutableMapping[str, object]) -> MutableMapping[str, object]:
        if method != "warning" or not isinstance(event.get("reason"), StorageError):
            return event
        now = self._clock()
        if self._told_at is not None and now - self._told_at < OUTAGE_EVERY_S:
            self._left_out[str(event["event"])] += 1
            raise structlog.DropEvent
        self._told_at = now
        if self._left_out:
            event["left_out"] = dict(self._left_out)
            self._left_out.clear()
        return event


def configure_logs(stream: TextIO, form: Literal["text", "json"], hidden: Iterable[str] = ()) -> None:
    """Send every log line of this process, the libraries' included, to ``stream``; call once at start."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        Redaction(hidden),
    ]
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, sort_keys=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for noisy in ("bot.storage.failures.WatchedPool", "httpx", "aiohttp", "apscheduler", "telegram.ext", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # it writes whole responses, messages and all, where one is not JSON; the error reaches its caller anyway
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    # they write whole updates, people's words and all, where one cannot be read; ``bot.tg.receiving`` says so instead
    for reader in ("telegram.Bot", "telegram.ext.ExtBot"):
        logging.getLogger(reader).setLevel(logging.CRITICAL + 1)
    structlog.configure(
        processors=[Outage(), *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
