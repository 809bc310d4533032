"""No secret gets into a log, whatever it is made of and whichever way it is logged."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Literal
from urllib.parse import quote, quote_plus

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.logs import configure_logs

MARK = "pw-"  # so that a secret is not found by chance in a time or a word
secrets = st.text(st.characters(codec="utf-8"), max_size=20).map(lambda text: MARK + text) | st.builds(
    lambda parts: MARK + "".join(parts), st.lists(st.sampled_from(["'", '"', "\\", "\n", "%", "@", "/", "ж", " "]))
)


@dataclass(frozen=True)
class Holding:
    """An object whose repr shows what it holds."""

    password: str


def _log() -> structlog.stdlib.BoundLogger:
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("bot.x")
    return logger


def _refuse(secret: str) -> None:
    raise ConnectionError(secret)


def _raised(secret: str) -> None:
    try:
        _refuse(secret)
    except ConnectionError as error:
        error.add_note(f"while using {secret}")
        raise ExceptionGroup(f"several with {secret}", [error, KeyError(secret)]) from error


def _log_traceback(secret: str) -> None:
    try:
        _raised(secret)
    except ExceptionGroup:
        _log().exception("failed", password=secret)


def _log_librarys_traceback(secret: str) -> None:
    try:
        _raised(secret)
    except ExceptionGroup:
        logging.getLogger("library").exception("failed with %s", secret)


WAYS: dict[str, Callable[[str], None]] = {
    "in the event": lambda secret: _log().warning(f"using {secret}!"),
    "as a value": lambda secret: _log().warning("using", password=secret),
    "as a key": lambda secret: _log().warning("using", **{secret: 1}),
    "as an argument": lambda secret: _log().warning("using %s", secret),
    "as a bound value": lambda secret: _log().bind(password=secret).warning("using"),
    "in a list": lambda secret: _log().warning("using", all=["a", [secret]]),
    "in a tuple": lambda secret: _log().warning("using", all=("a", (secret,))),
    "in a set": lambda secret: _log().warning("using", all={secret}),
    "in a dictionary": lambda secret: _log().warning("using", all={"a": {"password": secret}}),
    "as a dictionary's key": lambda secret: _log().warning("using", all={"a": {secret: 1}}),
    "as bytes": lambda secret: _log().warning("using", password=secret.encode()),
    "in an object": lambda secret: _log().warning("using", all=Holding(secret)),
    "in a namespace": lambda secret: _log().warning("using", all=[SimpleNamespace(password=secret)]),
    "in a repr": lambda secret: _log().warning(f"using {secret!r} of {[secret]} and {secret!a}"),
    "in a repr with quotes": lambda secret: _log().warning(f"using {secret + chr(34) + chr(39)!r}"),
    "in JSON": lambda secret: _log().warning(f"using {json.dumps({'password': secret})}"),
    "in readable JSON": lambda secret: _log().warning(json.dumps({"password": secret}, ensure_ascii=False)),
    "in a URL": lambda secret: _log().warning("using", url=f"https://x/?p={quote(secret)}&q={quote_plus(secret)}"),
    "in a database URL": lambda secret: _log().warning("using", url=f"postgresql://u:{quote(secret, safe='')}@db/d"),
    "as an exception": lambda secret: _log().warning("using", error=KeyError(secret)),
    "in exceptions": lambda secret: _log().warning("using", errors=[ValueError(secret), OSError(2, secret, secret)]),
    "in a traceback": _log_traceback,
    "in a library's event": lambda secret: logging.getLogger("library").warning(f"using {secret}"),
    "in a library's arguments": lambda secret: logging.getLogger("library").warning("%s %r", secret, [secret]),
    "in a library's dictionary": lambda secret: logging.getLogger("library").warning("%(p)s", {"p": secret}),
    "in a library's object": lambda secret: logging.getLogger("library").warning(Holding(secret)),
    "in a library's traceback": _log_librarys_traceback,
}


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("way", WAYS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(secret=secrets)
def test_no_secret_is_logged(way: str, form: Literal["text", "json"], secret: str) -> None:
    written = io.StringIO()
    configure_logs(written, form, (secret,))

    WAYS[way](secret)

    assert "[hidden]" in written.getvalue()
    assert secret not in written.getvalue()
    assert quote(secret, safe="") not in written.getvalue()
    if form == "json":
        assert not any(secret in text for text in _texts(json.loads(written.getvalue())))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from (*_texts(key), *_texts(each))
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
