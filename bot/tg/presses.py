"""Pressed buttons: the waiting circle is stopped in time, even where earlier updates of the chat are in the way."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Final

import structlog
from telegram.error import BadRequest, TelegramError

IN_TIME_S: Final = 0.5
"""How long a circle turns at most before it is stopped without a notice."""
_REMEMBERED: Final = 10_000
_STALE: Final = "query is too old"
_log = structlog.stdlib.get_logger(__name__)

Close = Callable[[str, str | None], Awaitable[object]]


class Presses:
    """The presses that wait; ``close`` is Telegram's call that stops a circle, with a notice or without."""

    def __init__(self, close: Close) -> None:
        self._close = close
        self._timers: OrderedDict[str, asyncio.TimerHandle] = OrderedDict()
        self._stopped: OrderedDict[str, None] = OrderedDict()
        self._stopping: set[asyncio.Task[None]] = set()

    def arrived(self, press_id: str) -> None:
        """Begin to count: from now the press is to be answered in time."""
        if press_id in self._timers or press_id in self._stopped:
            return
        self._timers[press_id] = asyncio.get_running_loop().call_later(IN_TIME_S, self._stop, press_id)
        if len(self._timers) > _REMEMBERED:
            self._timers.popitem(last=False)[1].cancel()

    async def close(self, press_id: str, notice: str | None = None) -> None:
        """Stop the press's circle, showing ``notice`` (at most 200 characters); nothing where it was stopped before."""
        timer = self._timers.pop(press_id, None)
        if timer is not None:
            timer.cancel()
        if press_id in self._stopped:
            del self._stopped[press_id]
            return
        try:
            await self._close(press_id, notice)
        except BadRequest as error:
            if not is_stale(error):
                raise

    def _stop(self, press_id: str) -> None:
        del self._timers[press_id]
        self._stopped[press_id] = None
        if len(self._stopped) > _REMEMBERED:
            self._stopped.popitem(last=False)
        stopping = asyncio.create_task(self._stop_early(press_id))
        self._stopping.add(stopping)
        stopping.add_done_callback(self._stopping.discard)

    async def _stop_early(self, press_id: str) -> None:
        try:
            await self._close(press_id, None)
        except TelegramError as error:
            _log.warning("press not closed in time", reason=type(error).__name__)


def is_stale(error: BadRequest) -> bool:
    """Say whether Telegram refused an answer because what it answers, a press or an inline query, is too old."""
    return _STALE in error.message.lower()
