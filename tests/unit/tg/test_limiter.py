"""Repeating requests to Telegram: what is repeated, after which waits, and what never is."""

import datetime as dt
import os
from collections.abc import Callable, Sequence

import pytest
from aiohttp import ConnectionTimeoutError, SocketTimeoutError
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.tg.limiter import DELAYS_S, Json, Limiter, Result, seconds

Fail = Callable[[], TelegramError]


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PTB_TIMEDELTA", "1")


class FakeTelegram:
    """Fails as told, then succeeds; keeps what it was called with."""

    def __init__(self, failures: Sequence[TelegramError]) -> None:
        self._failures = list(failures)
        self.calls: list[tuple[object, object]] = []
        self.waits: list[float] = []

    async def request(self, one: object, *, two: object) -> Result:
        """Fail or return True."""
        self.calls.append((one, two))
        if self._failures:
            raise self._failures.pop(0)
        return True

    async def sleep(self, wait_s: float) -> None:
        """Note the wait."""
        self.waits.append(wait_s)

    async def run(self) -> Result:
        """Make one request through the limiter."""
        kwargs: Json = {"two": 2}
        return await Limiter(sleep=self.sleep).process_request(self.request, (1,), kwargs, "sendMessage", {}, None)


def timed_out(cause: Exception) -> TimedOut:
    """Return a time-out as python-telegram-bot raises it."""
    error = TimedOut()
    error.__cause__ = cause
    return error


async def test_a_request_that_succeeds_is_made_once_at_once() -> None:
    telegram = FakeTelegram([])

    assert await telegram.run() is True
    assert (telegram.calls, telegram.waits) == ([(1, 2)], [])


@pytest.mark.parametrize(
    ("fail", "wait_s"),
    [
        pytest.param(lambda: RetryAfter(7), 7.0, id="told to wait"),
        pytest.param(lambda: RetryAfter(dt.timedelta(seconds=120)), 120.0, id="told to wait two minutes"),
        pytest.param(lambda: NetworkError("Bad Gateway"), DELAYS_S[0], id="Telegram's 502"),
        pytest.param(lambda: NetworkError("aiohttp.ServerDisconnectedError"), DELAYS_S[0], id="a dropped connection"),
        pytest.param(lambda: timed_out(ConnectionTimeoutError()), DELAYS_S[0], id="no connection in time"),
    ],
)
async def test_what_did_not_get_through_is_repeated_after_a_wait(fail: Fail, wait_s: float) -> None:
    telegram = FakeTelegram([fail()])

    assert await telegram.run() is True
    assert (telegram.calls, telegram.waits) == ([(1, 2), (1, 2)], [wait_s])


@pytest.mark.parametrize(
    "fail",
    [
        pytest.param(lambda: BadRequest("chat not found"), id="a bad request"),
        pytest.param(lambda: Forbidden("bot was blocked by the user"), id="a blocked bot"),
        pytest.param(lambda: timed_out(SocketTimeoutError()), id="no reply in time"),
        pytest.param(lambda: timed_out(TimeoutError()), id="not sent in time"),
        pytest.param(TimedOut, id="an unexplained time-out"),
        pytest.param(lambda: RetryAfter(121), id="told to wait too long"),
    ],
)
async def test_what_may_have_been_done_or_never_will_be_is_not_repeated(fail: Fail) -> None:
    error = fail()
    telegram = FakeTelegram([error])

    with pytest.raises(type(error)) as raised:
        await telegram.run()

    assert raised.value is error
    assert (len(telegram.calls), telegram.waits) == (1, [])


async def test_waits_grow_until_they_are_used_up() -> None:
    telegram = FakeTelegram([NetworkError("Bad Gateway")] * (len(DELAYS_S) + 1))

    with pytest.raises(NetworkError):
        await telegram.run()

    assert telegram.waits == list(DELAYS_S)
    assert len(telegram.calls) == len(DELAYS_S) + 1


async def test_the_last_try_may_still_succeed() -> None:
    telegram = FakeTelegram([NetworkError("Bad Gateway")] * len(DELAYS_S))

    assert await telegram.run() is True


async def test_each_failure_is_judged_by_itself() -> None:
    telegram = FakeTelegram([NetworkError("x"), RetryAfter(3), NetworkError("x"), BadRequest("y")])

    with pytest.raises(BadRequest):
        await telegram.run()

    assert telegram.waits == [DELAYS_S[0], 3.0, DELAYS_S[2]]


async def test_opening_and_closing_do_nothing() -> None:
    limiter = Limiter()

    await limiter.initialize()
    await limiter.shutdown()


@pytest.mark.parametrize("value", [dt.timedelta(minutes=1), 60, 60.0])
def test_seconds_of_either_type(value: dt.timedelta | float) -> None:
    assert seconds(value) == 60.0
