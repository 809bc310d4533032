"""Structured logs: one line an event, secrets redacted, chats named by a keyed hash only."""

import hashlib
import logging
import re
import secrets
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Final, Literal, TextIO

import structlog

_TOKEN: Final = re.compile(r"\b\d{3,12}:[A-Za-z0-9_-]{20,}")
_BOT_PATH: Final = re.compile(r"/bot\d+:[^/\s\"']+")
_HIDDEN: Final = "[hidden]"
_SALT: Final = secrets.token_bytes(16)


def redact(text: str, hidden: Iterable[str] = ()) -> str:
    """Return ``text`` without anything that looks like a bot token, and without each of ``hidden``."""
    for secret in hidden:
        text = text.replace(secret, _HIDDEN)
    return _TOKEN.sub(_HIDDEN, _BOT_PATH.sub(f"/bot{_HIDDEN}", text))


def chat_hash(chat_id: int) -> str:
    """Return a short name for a chat, the same within one run of the process and meaningless outside it."""
    return hashlib.blake2b(str(chat_id).encode(), key=_SALT, digest_size=5).hexdigest()


class Redaction:
    """A structlog processor that hides secrets in every text value of an event, tracebacks included."""

    def __init__(self, hidden: Iterable[str]) -> None:
        self._hidden = tuple(secret for secret in hidden if secret)

    def __call__(self, _logger: object, _method: str, event: MutableMapping[str, object]) -> Mapping[str, object]:
        for key, value in event.items():
            if isinstance(value, str | BaseException):
                event[key] = redact(str(value), self._hidden)
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
    for noisy in ("bot.storage.failures.WatchedPool", "httpx", "apscheduler", "telegram.ext", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    # it writes whole responses, messages and all, where one is not JSON; the error reaches its caller anyway
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
