"""Turns: one after the other for a key, side by side for several, and nothing kept of those that are over."""

import asyncio

import pytest

from bot.tg.turns import Turns


async def test_a_key_has_one_turn_at_a_time_in_the_order_asked_and_others_do_not_wait() -> None:
    turns, began, ended = Turns[str](), list[str](), list[str]()
    go = asyncio.Event()

    async def take(key: str, name: str) -> None:
        async with turns.of(key):
            began.append(name)
            if name != "b1":
                await go.wait()
            ended.append(name)

    taken = [asyncio.create_task(take(name[0], name)) for name in ("a1", "a2", "b1", "a3")]
    await taken[2]
    before = tuple(began)
    go.set()
    await asyncio.gather(*taken)

    assert (before, ended) == (("a1", "b1"), ["b1", "a1", "a2", "a3"])


async def test_nothing_is_kept_of_turns_that_are_over_failed_or_given_up() -> None:
    turns = Turns[int]()
    async with turns.of(1):
        waiting = asyncio.create_task(_take(turns, 1))
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait({waiting})
        assert len(turns) == 1
    with pytest.raises(ValueError, match="broken"):
        await _fail(turns)

    assert len(turns) == 0


async def _take(turns: Turns[int], key: int) -> None:
    async with turns.of(key):
        pass


async def _fail(turns: Turns[int]) -> None:
    async with turns.of(2):
        raise ValueError("broken")
