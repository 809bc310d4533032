"""Logs: secrets redacted wherever they stand, chats hashed."""

import contextlib
import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
import structlog

from bot.errors import StorageUnavailable
from bot.logs import Outage, Redaction, Redactor, chat_hash, configure_logs

TOKEN = "1234567:AAbbCCddEEffGGhhIIjjKKllMMnn"
URL = f"https://api.telegram.org/bot{TOKEN}/getMe"


@pytest.fixture(autouse=True)
def _logging_restored() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.fixture(params=["text", "json"])
def stream(request: pytest.FixtureRequest) -> io.StringIO:
    """What is logged, in both forms."""
    form: Literal["text", "json"] = request.param
    written = io.StringIO()
    configure_logs(written, form, ("odd secret",))
    return written


def _fetch() -> None:
    raise ValueError(f"cannot fetch {URL}")


@pytest.mark.parametrize(
    ("text", "redacted"),
    [
        pytest.param(f"token {TOKEN}!", "token [hidden]!", id="a token in a sentence"),
        pytest.param(URL, "https://api.telegram.org/bot[hidden]/getMe", id="a token in a URL"),
        pytest.param("http://x/bot42:token/getMe", "http://x/bot[hidden]/getMe", id="a short token in a URL"),
        pytest.param(
            "postgresql://kzjp:hunter2@db/kzjp", "postgresql://kzjp:[hidden]@db/kzjp", id="a password in a URL"
        ),
        pytest.param("https://example.org:80/a@b", "https://example.org:80/a@b", id="a port is no password"),
        pytest.param("at 12:30 in room 123:abc", "at 12:30 in room 123:abc", id="times and short words stay"),
    ],
)
def test_what_looks_like_a_token_is_hidden(text: str, redacted: str) -> None:
    assert Redactor().text(text) == redacted


def test_named_secrets_are_hidden_everywhere() -> None:
    assert Redactor(("pass",)).text("a pass, a pass") == "a [hidden], a [hidden]"


def test_a_token_in_an_event_is_hidden(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("bot.x").warning(f"refused {TOKEN}", url=URL)

    assert "refused" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_a_token_in_a_traceback_is_hidden(stream: io.StringIO) -> None:
    try:
        _fetch()
    except ValueError:
        structlog.stdlib.get_logger("bot.x").exception("failed")

    assert "cannot fetch" in stream.getvalue()
    assert "Traceback" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_a_token_in_an_exception_handed_over_is_hidden(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("bot.x").error("failed", exc_info=ValueError(f"cannot fetch {URL}"))

    assert "cannot fetch" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_a_token_in_a_librarys_log_is_hidden(stream: io.StringIO) -> None:
    logging.getLogger("library").warning("HTTP Request: POST %s", URL)

    assert "HTTP Request" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_a_token_in_a_librarys_traceback_is_hidden(stream: io.StringIO) -> None:
    try:
        _fetch()
    except ValueError:
        logging.getLogger("library").exception("failed")

    assert "cannot fetch" in stream.getvalue()
    assert TOKEN not in stream.getvalue()


def test_a_configured_secret_is_hidden(stream: io.StringIO) -> None:
    structlog.stdlib.get_logger("bot.x").warning("the odd secret is told")

    assert "the [hidden] is told" in stream.getvalue()


def test_json_lines_hold_event_level_time_and_values() -> None:
    written = io.StringIO()
    configure_logs(written, "json")

    structlog.stdlib.get_logger("bot.x").info("answered", entry="visa", ms=1.5, lang="қазақ")

    line = json.loads(written.getvalue())
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "answered", "level": "info", "entry": "visa", "ms": 1.5, "lang": "қазақ"}


def test_noisy_libraries_tell_only_warnings(stream: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request")

    assert stream.getvalue() == ""


def test_values_that_are_no_text_stay_as_they_are() -> None:
    event = Redaction(())(None, "info", {"event": "x", "ms": 1.5, "entry": None})

    assert event == {"event": "x", "ms": 1.5, "entry": None}


def test_values_within_values_are_redacted() -> None:
    event = Redaction(("odd",))(None, "info", {"event": "x", "chat": {"odd": [1, ("an odd one", {"b": {"odd"}})]}})

    assert event == {"event": "x", "chat": {"[hidden]": [1, ["an [hidden] one", {"b": ["[hidden]"]}]]}}


def test_a_value_that_holds_itself_is_written_all_the_same() -> None:
    loop: list[object] = ["odd"]
    loop.append(loop)

    assert "odd" not in str(Redaction(("odd",))(None, "info", {"event": loop}))


def test_a_secret_within_a_longer_one_leaves_nothing_of_it() -> None:
    assert Redactor(("odd", "very odd secret")).text("a very odd secret") == "a [hidden]"


def test_an_empty_secret_hides_nothing() -> None:
    assert Redaction(("",))(None, "info", {"event": "word"}) == {"event": "word"}


def test_an_exception_as_a_value_becomes_redacted_text() -> None:
    assert Redaction(())(None, "info", {"error": ValueError(URL)}) == {
        "error": "https://api.telegram.org/bot[hidden]/getMe"
    }


def test_a_chats_hash_is_short_stable_and_not_the_id() -> None:
    assert chat_hash(123456789) == chat_hash(123456789)
    assert chat_hash(123456789) != chat_hash(123456788)
    assert "123456789" not in chat_hash(123456789)
    assert len(chat_hash(1)) == 10


class Clock:
    """A clock that is set by hand."""

    now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_an_outage_is_told_once_a_second_and_what_was_left_out_counted() -> None:
    clock, told = Clock(), []
    outage = Outage(clock)
    for moment, event in (
        (0.0, "not written"),
        (0.5, "put off"),
        (0.9, "put off"),
        (1.0, "not seen"),
        (2.5, "put off"),
    ):
        clock.now = moment
        with contextlib.suppress(structlog.DropEvent):
            told.append(dict(outage(None, "warning", {"event": event, "reason": StorageUnavailable("it is away")})))

    assert [(line["event"], line.get("left_out")) for line in told] == [
        ("not written", None),
        ("not seen", {"put off": 2}),
        ("put off", None),
    ]


@pytest.mark.parametrize(
    ("method", "reason"),
    [
        pytest.param("error", StorageUnavailable("away"), id="an incident, whose number a reader was shown"),
        pytest.param("warning", "TimedOut", id="another reason"),
    ],
)
def test_nothing_else_is_left_out(method: str, reason: object) -> None:
    outage = Outage(Clock())
    outage(None, "warning", {"event": "not written", "reason": StorageUnavailable("away")})

    assert outage(None, method, {"event": "x", "reason": reason}) == {"event": "x", "reason": reason}


def test_the_reason_of_an_outage_is_written_out(stream: io.StringIO) -> None:
    for _ in range(3):
        structlog.stdlib.get_logger("bot.x").warning("not written", reason=StorageUnavailable("its disk is full"))

    assert stream.getvalue().count("its disk is full") == 1
