"""Whether Telegram answers: noted with every call, tried where there was none, and a refused token ends the bot."""

import asyncio
import json
from contextlib import suppress

import pytest
from telegram.error import InvalidToken, NetworkError, TimedOut
from telegram.request import BaseRequest

from bot.errors import TelegramError
from bot.metrics import Metrics
from bot.tg.reaching import PROBE_AFTER_S, Reach, WatchedRequest, keep_probing
from tests.unit.tg.fakes import Answer, FakeTelegram, refused

ME = Answer(200, {"ok": True, "result": {"id": 1, "is_bot": True, "first_name": "Bot", "username": "bot"}})


class OverError(Exception):
    """Time is over."""


class Clock:
    """A clock that goes on when someone sleeps; the sleeper is woken so many times."""

    def __init__(self, turns: int) -> None:
        self.now = 0.0
        self._turns = turns

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time go by."""
        if self._turns == 0:
            raise OverError
        self._turns -= 1
        self.now += seconds


async def probed(telegram: FakeTelegram, reach: Reach, clock: Clock) -> None:
    with pytest.raises(OverError):
        await keep_probing(telegram.bot(), reach, clock.sleep)


async def test_a_silent_telegram_is_asked_and_a_talking_one_left_alone() -> None:
    clock = Clock(3)
    reach = Reach(clock)
    telegram = FakeTelegram([ME, ME, ME])

    await probed(telegram, reach, clock)
    assert len(telegram.calls) == 3

    clock = Clock(1)
    talking = Reach(clock)
    clock.now = PROBE_AFTER_S
    talking.note()
    clock.now = 0.5
    await probed(telegram, talking, clock)
    assert len(telegram.calls) == 3


async def test_a_telegram_that_cannot_be_reached_is_asked_again() -> None:
    clock = Clock(2)
    telegram = FakeTelegram([NetworkError("down"), ME])

    await probed(telegram, Reach(clock), clock)

    assert len(telegram.calls) == 2


async def test_a_refused_token_is_told() -> None:
    telegram = FakeTelegram([refused(401, "Unauthorized")])

    with pytest.raises(TelegramError, match="does not accept this token") as raised:
        await keep_probing(telegram.bot(), Reach(), Clock(1).sleep)

    assert isinstance(raised.value.__cause__, InvalidToken)
    assert raised.value.exit_code == 2


class FakeRequest(BaseRequest):
    """Answers every request in the same way."""

    def __init__(self, answer: int | NetworkError) -> None:
        self.answer = answer

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(self, *_args: object, **_timeouts: object) -> tuple[int, bytes]:
        if isinstance(self.answer, int):
            return self.answer, b"{}"
        raise self.answer


@pytest.mark.parametrize(
    ("answer", "result", "is_reached"),
    [
        pytest.param(200, "ok", True, id="sent"),
        pytest.param(429, "flood", True, id="429"),
        pytest.param(403, "refused", True, id="403"),
        pytest.param(502, "error", False, id="502"),
        pytest.param(401, "refused", False, id="401"),
        pytest.param(TimedOut("slow"), "timeout", False, id="time-out"),
        pytest.param(NetworkError("down"), "unreached", False, id="no connection"),
    ],
)
async def test_every_call_that_sends_is_counted(answer: int | NetworkError, result: str, is_reached: bool) -> None:
    reach, metrics = Reach(), Metrics()
    request = WatchedRequest(FakeRequest(answer), reach, metrics)

    for method in ("sendMessage", "getMe"):
        with suppress(NetworkError):
            await request.do_request(f"https://telegram/bot1:x/{method}", "POST")

    assert f'kzjp_sends_total{{result="{result}"}} 1.0' in metrics.exposition().decode()
    assert (reach.silent_s is not None) is is_reached


def test_what_nobody_looks_at_of_a_message_is_not_read() -> None:
    request = WatchedRequest(FakeRequest(200), Reach(), Metrics())
    message = {"message_id": 7, "text": "t", "entities": [], "reply_to_message": {"message_id": 6}}
    payload = json.dumps({"ok": True, "result": message}).encode()
    others = json.dumps({"ok": True, "result": {"id": 1, "from": "kept"}}).encode()

    assert request.parse_json_payload(payload)["result"] == {"message_id": 7, "text": "t"}
    assert request.parse_json_payload(others)["result"] == {"id": 1, "from": "kept"}


async def test_a_call_that_was_refused_has_the_token_looked_at_at_once() -> None:
    reach = Reach()
    reach.note()
    request = WatchedRequest(FakeRequest(401), reach, Metrics())
    await request.do_request("https://telegram/bot1:x/sendMessage", "POST")

    with pytest.raises(TelegramError, match="does not accept this token"):
        await keep_probing(FakeTelegram([refused(401, "Unauthorized")]).bot(), reach, asyncio.sleep)
