"""Updates: each handled once, a chat's in the order they came, and confirmed to Telegram when handled or put aside.

A crash between fetching and handling loses nothing: what was not confirmed is delivered again, what was put aside is in
the database.
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

import structlog
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

import bot.errors
from bot.tg.aside import Aside
from bot.tg.limiter import seconds
from bot.tg.receiving import UNREADABLE
from bot.tg.turns import Turns

POLL_TIMEOUT_S: Final = 25
BUSY_POLL_S: Final = (0.05, 0.1, 0.2)
"""How long to wait between polls while some updates are being handled: the more, the longer nothing has come."""
MAX_IN_FLIGHT: Final = 100
LONG_S: Final = 3.0
"""What is under way for longer is put aside."""
RATHER_LONG_S: Final = 0.5
BEHIND: Final = 30
"""So many updates after one that is under way rather long, it is put aside already."""
DRAIN_S: Final = 5.0
"""How long a stop waits for what is under way: no longer than any one call to Telegram may take."""
_FIRST_DELAY_S: Final = 0.5
_LONGEST_DELAY_S: Final = 30.0
_log = structlog.stdlib.get_logger(__name__)

TOKEN_REFUSED_MESSAGE: Final = "Telegram does not accept this token (401): it is wrong or revoked"  # noqa: S105 - a message, no token
Done = TypeVar("Done")


class ChatOrder(Generic[Done]):
    """Runs a chat's updates one after the other and different chats' side by side.

    All ``arrived`` are told of each update before it waits for those before it.
    """

    def __init__(self, process: Callable[[Update], Awaitable[Done]], *arrived: Callable[[Update], None]) -> None:
        self._process = process
        self._arrived = arrived
        self._turns: Turns[int] = Turns()

    async def handle(self, update: Update) -> Done:
        """Handle ``update`` after every earlier one of its chat; returns when it is handled."""
        for tell in self._arrived:
            try:
                tell(update)
            except UNREADABLE as error:
                # of an update that is none; whoever handles it says what becomes of it
                _log.error("update not noted", update_id=update.update_id, reason=type(error).__name__)
        key = _chat_key(update)
        if key is None:
            return await self._process(update)
        async with self._turns.of(key):
            return await self._process(update)


def _chat_key(update: Update) -> int | None:
    if update.effective_chat is not None:
        return update.effective_chat.id
    return update.effective_user.id if update.effective_user is not None else None


@dataclass(frozen=True, slots=True)
class _UnderWay:
    update: Update
    task: asyncio.Task[None]
    began: float


class Reading(Protocol):
    """How answers to polls are read."""

    def look(self) -> None:
        """Look at every update of the next answer."""
        ...

    def leave_out(self, seen: int) -> None:
        """Leave out the updates up to number ``seen`` of every answer from now on."""
        ...


class Poller:
    """Long polling that confirms an update only after it was handled, or put ``aside`` because that takes long.

    ``reading`` is told what was seen, and where an answer could not be read, so that it is read with more care when it
    comes again.
    """

    def __init__(
        self,
        telegram_bot: Bot,
        order: ChatOrder[None],
        allowed_updates: tuple[str, ...],
        reading: Reading,
        aside: Aside,
    ) -> None:
        self._aside = aside
        self._put_aside: set[int] = set()
        self._reading = reading
        self._bot = telegram_bot
        self._order = order
        self._allowed = allowed_updates
        self._in_flight: dict[int, _UnderWay] = {}
        self._last_seen = -1
        self._delay_s = _FIRST_DELAY_S
        self._idle_polls = 0

    async def run(self, stop: asyncio.Event) -> None:
        """Fetch and handle updates until ``stop`` is set; then finish and confirm what was begun.

        Raises:
            TelegramError: (of ``bot.errors``) if Telegram no longer accepts the bot's token.
        """
        stopping = asyncio.create_task(stop.wait())
        for update in await self._aside.left():
            self._put_aside.add(update.update_id)
            self._begin(update)
        try:
            while not stop.is_set():
                await self._turn(stopping)
        finally:
            stopping.cancel()
            await self._finish()
        await self._confirm()

    async def _finish(self) -> None:
        """Finish what is in flight; what takes longer than anyone should wait for a stop is left to come again."""
        if not self._in_flight:
            return
        _, left = await asyncio.wait([one.task for one in self._in_flight.values()], timeout=DRAIN_S)
        await self._reap()
        for task in left:
            task.cancel()
        if left:
            _log.warning("updates put off", count=len(left))
            await asyncio.wait(left)
            self._see(self._first_to_come() - 1)

    async def _turn(self, stopping: asyncio.Task[bool]) -> None:
        await self._put_long_ones_aside()
        fetching = asyncio.create_task(self._fetch())
        await asyncio.wait({fetching, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not fetching.done():
            fetching.cancel()
            await asyncio.wait({fetching})
            return
        try:
            updates = fetching.result()
        except InvalidToken as error:
            raise bot.errors.TelegramError(TOKEN_REFUSED_MESSAGE) from error
        except TelegramError as error:
            await self._back_off(error, stopping)
            return
        except UNREADABLE:
            self._reading.look()
            return
        self._delay_s = _FIRST_DELAY_S
        self._idle_polls = 0 if updates else self._idle_polls + 1
        for update in updates:
            self._see(update.update_id)
            self._begin(update)
        await self._settle(stopping)
        await self._reap()

    def _begin(self, update: Update) -> None:
        task = asyncio.create_task(self._order.handle(update))
        self._in_flight[update.update_id] = _UnderWay(update, task, asyncio.get_running_loop().time())

    async def _put_long_ones_aside(self) -> None:
        now = asyncio.get_running_loop().time()
        long = [
            one.update
            for update_id, one in self._in_flight.items()
            if update_id not in self._put_aside
            and now - one.began > (RATHER_LONG_S if update_id <= self._last_seen - BEHIND else LONG_S)
        ]
        if long and await self._aside.put(long):
            self._put_aside.update(update.update_id for update in long)

    async def _settle(self, stopping: asyncio.Task[bool]) -> None:
        """Wait a moment for what is in flight, so that most of it is confirmed by the next fetch, not sent again.

        Where there is too much of it, wait until there no longer is.
        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + BUSY_POLL_S[min(self._idle_polls, len(BUSY_POLL_S) - 1)]
        while waiting := {one.task for one in self._in_flight.values() if not one.task.done()}:
            left_s = POLL_TIMEOUT_S if len(waiting) >= MAX_IN_FLIGHT else deadline - loop.time()
            if left_s <= 0 or stopping.done() or (len(waiting) < MAX_IN_FLIGHT and not self._unconfirmed()):
                return
            watched: set[asyncio.Task[None] | asyncio.Task[bool]] = {*waiting, stopping}
            await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED, timeout=left_s)

    def _unconfirmed(self) -> set[int]:
        """Return the numbers of what is under way and not put aside: Telegram gives it again with every fetch."""
        return self._in_flight.keys() - self._put_aside

    def _first_to_come(self) -> int:
        """Return the number of the first update that Telegram is to give with the next fetch."""
        return min(self._unconfirmed(), default=self._last_seen + 1)

    def _see(self, update_id: int) -> None:
        self._last_seen = update_id
        self._reading.leave_out(update_id)

    async def _fetch(self) -> list[Update]:
        """Return updates not seen before; asks at once where some are still being handled."""
        updates = await self._bot.get_updates(
            offset=self._first_to_come() if self._last_seen >= 0 else None,
            timeout=0 if self._unconfirmed() else POLL_TIMEOUT_S,
            allowed_updates=self._allowed,
        )
        return [update for update in updates if update.update_id > self._last_seen]

    async def _reap(self) -> None:
        for update_id, one in list(self._in_flight.items()):
            if one.task.done():
                del self._in_flight[update_id]
                if not one.task.cancelled() and (error := one.task.exception()) is not None:
                    _log.error("update failed", update_id=update_id, exc_info=error)
        handled = self._put_aside - self._in_flight.keys()
        self._put_aside -= handled
        await self._aside.drop(handled)

    async def _back_off(self, error: TelegramError, stopping: asyncio.Task[bool]) -> None:
        wait_s = seconds(error.retry_after) if isinstance(error, RetryAfter) else self._delay_s
        self._delay_s = min(self._delay_s * 2, _LONGEST_DELAY_S)
        if isinstance(error, Conflict):
            _log.error("another process polls with this token, or a webhook is set; only one may", retry_s=wait_s)
        elif isinstance(error, NetworkError):
            _log.warning("Telegram cannot be reached", reason=type(error).__name__, retry_s=wait_s)
        else:
            _log.warning("getUpdates was refused", reason=error.message, retry_s=wait_s)
        await asyncio.wait({stopping}, timeout=wait_s)

    async def _confirm(self) -> None:
        if self._last_seen < 0:
            return
        try:
            await self._bot.get_updates(offset=self._last_seen + 1, limit=1, timeout=0)
        except TelegramError as error:
            _log.warning("the last updates could not be confirmed and will come again", reason=type(error).__name__)
