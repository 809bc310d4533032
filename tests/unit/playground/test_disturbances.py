"""Flood control and faults on purpose."""

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError

from bot.playground import World
from bot.playground.faults import Fault, read_fault
from bot.playground.flood import FloodControl, FloodLimits

ALICE = 100_001


def _passed(flood: FloodControl, calls: int, now: float, chat_id: int = 1, *, is_group: bool = False) -> int:
    return sum(flood.retry_after(chat_id, now, is_group=is_group) == 0 for _ in range(calls))


def _flood() -> FloodControl:
    flood = FloodControl()
    flood.switch(FloodLimits())
    return flood


def test_switched_off_it_lets_everything_pass() -> None:
    assert _passed(FloodControl(), 500, 0.0) == 500


def test_a_chat_takes_a_small_burst_and_then_one_a_second() -> None:
    flood = _flood()

    assert [_passed(flood, 10, now) for now in (0.0, 0.5, 1.0, 2.0, 60.0)] == [3, 0, 1, 1, 3]


def test_all_chats_together_take_thirty_a_second() -> None:
    flood = _flood()

    assert sum(_passed(flood, 1, 0.0, chat_id) for chat_id in range(100)) == 30
    assert sum(_passed(flood, 1, 0.5, chat_id) for chat_id in range(100, 200)) == 15


def test_a_group_takes_twenty_a_minute() -> None:
    flood = _flood()

    assert sum(_passed(flood, 1, 2.0 * step, -1, is_group=True) for step in range(30)) == 20
    assert flood.retry_after(-1, 58.0, is_group=True) == 2
    assert flood.retry_after(-1, 60.0, is_group=True) == 0


async def test_too_fast_a_bot_is_told_to_wait(bot: Bot, control: httpx.AsyncClient) -> None:
    await control.put("flood", json={"on": True, "chat_burst": 1, "chat_per_s": 0.2})
    await bot.send_message(ALICE, "a")

    with pytest.raises(RetryAfter, match="Retry in 0:00:05"):
        await bot.send_message(ALICE, "b")
    await control.put("flood", json={"on": False})

    assert (await bot.send_message(ALICE, "c")).message_id == 2


async def test_meaningless_limits_are_refused(control: httpx.AsyncClient) -> None:
    assert (await control.put("flood", json={"chat_per_s": 0})).status_code == 400


async def test_a_429_has_telegrams_form(api: httpx.AsyncClient, world: World) -> None:
    world.faults.set(script=[Fault("flood", retry_after_s=9)])

    answer = await api.get("getMe")

    assert answer.status_code == 429
    assert answer.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 9",
        "parameters": {"retry_after": 9},
    }


@pytest.mark.parametrize(
    ("kind", "error", "effects"),
    [
        ("500", NetworkError, 0),
        ("502", NetworkError, 0),
        ("reset_before", NetworkError, 0),
        ("reset_after", NetworkError, 1),
        ("garbage", TelegramError, 1),
        ("429", RetryAfter, 0),
    ],
)
async def test_a_scripted_fault_strikes_once(
    bot: Bot, control: httpx.AsyncClient, world: World, kind: str, error: type[TelegramError], effects: int
) -> None:
    await control.put("faults", json={"script": [{"kind": kind, "methods": ["sendMessage"]}]})

    await bot.get_me()
    with pytest.raises(error):
        await bot.send_message(ALICE, "a")
    assert len(world.chat(ALICE).messages) == effects

    assert (await bot.send_message(ALICE, "b")).text == "b"
    assert world.calls.select(rejected=True) == []


async def test_a_slow_answer_comes_in_the_end(bot: Bot, world: World) -> None:
    world.faults.set(script=[Fault("slow", delay_s=0.0)])

    assert (await bot.send_message(ALICE, "a")).text == "a"
    assert not world.faults.script


async def test_faults_are_shown_and_ended(control: httpx.AsyncClient) -> None:
    rule = {"kind": "503", "methods": ["sendMessage", "getMe"], "probability": 0.25}

    shown = (await control.put("faults", json={"rules": [rule]})).json()

    assert shown["rules"][0]["kind"] == "error"
    assert shown["rules"][0]["code"] == 503
    assert shown["rules"][0]["methods"] == ["getme", "sendmessage"]
    assert (await control.put("faults", json={})).json() == {"rules": [], "script": []}
    assert (await control.put("faults", json={"rules": [{"kind": "earthquake"}]})).status_code == 400


def test_chance_is_seeded() -> None:
    def struck(seed: int) -> list[bool]:
        faults = World("1:a", seed=seed).faults
        faults.set(rules=[Fault("error", probability=0.3)])
        return [faults.strike("getme") is not None for _ in range(200)]

    assert struck(1) == struck(1) != struck(2)
    assert 30 < sum(struck(1)) < 90


def test_a_fault_keeps_to_its_methods() -> None:
    faults = World("1:a").faults
    faults.set(rules=[read_fault({"kind": "garbage", "methods": ["getMe"]})])

    assert faults.strike("sendmessage") is None
    assert faults.strike("getme") is not None
