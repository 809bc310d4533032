"""The typing sign: shown only where an answer takes long, and gone with it."""

import asyncio

from telegram.error import TimedOut

from bot.tg.typing import AFTER_S, AGAIN_S, shown_when_slow


class Show:
    """Counts how often the sign was shown; fails where ``fails`` says so."""

    def __init__(self, *, fails: bool = False) -> None:
        self.times = 0
        self._fails = fails

    async def __call__(self) -> None:
        self.times += 1
        if self._fails:
            raise TimedOut


class Sleep:
    """Sleeps no time, ``naps`` times; then for ever."""

    def __init__(self, naps: int) -> None:
        self.waited_s: list[float] = []
        self._naps = naps

    async def __call__(self, wait_s: float) -> None:
        self.waited_s.append(wait_s)
        if len(self.waited_s) > self._naps:
            await asyncio.Event().wait()


async def pause() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_quick_answer_shows_nothing() -> None:
    show, sleep = Show(), Sleep(0)

    async with shown_when_slow(show, sleep):
        await pause()

    assert (show.times, sleep.waited_s) == (0, [AFTER_S])


async def test_a_slow_answer_shows_it_again_and_again() -> None:
    show, sleep = Show(), Sleep(2)

    async with shown_when_slow(show, sleep):
        await pause()

    assert (show.times, sleep.waited_s) == (2, [AFTER_S, AGAIN_S, AGAIN_S])


async def test_a_refused_sign_does_not_keep_the_answer_away() -> None:
    show = Show(fails=True)

    async with shown_when_slow(show, Sleep(5)):
        await pause()

    assert show.times == 1


async def test_a_call_under_way_when_the_answer_comes_is_not_broken_off() -> None:
    begun, answered, ended = asyncio.Event(), asyncio.Event(), []

    async def show() -> None:
        begun.set()
        await answered.wait()
        await asyncio.sleep(0)
        ended.append(True)

    async def no_sleep(_seconds: float) -> None:
        await asyncio.sleep(0)

    async with shown_when_slow(show, no_sleep):
        await begun.wait()
        answered.set()

    assert ended == [True]
