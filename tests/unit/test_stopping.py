"""Work that a stop interrupts."""

import asyncio

import pytest

from bot.stopping import done_before


async def nothing() -> None:
    pass


async def failing() -> None:
    raise KeyError


async def test_work_that_ends_before_the_stop_is_done() -> None:
    assert await done_before(asyncio.Event(), nothing()) is True


async def test_what_the_work_raises_is_raised() -> None:
    with pytest.raises(KeyError):
        await done_before(asyncio.Event(), failing())


async def test_a_stop_cancels_the_work() -> None:
    stop, ended = asyncio.Event(), asyncio.Event()

    async def endless() -> None:
        stop.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    assert await done_before(stop, endless()) is False
    assert ended.is_set()
