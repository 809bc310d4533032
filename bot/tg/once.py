"""Each update handled once, whoever delivers it, how often, and to how many processes.

An update is settled when its handler is through, also where the handler failed and its user was told so. Where the
database was away, or Telegram refused the token, it is not settled and is to come again.
"""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Protocol

import structlog
from telegram import Update
from telegram.error import InvalidToken

from bot.errors import StorageError, StorageUnavailable
from bot.metrics import Metrics
from bot.storage.records import Claim

AGAIN_AFTER_S: Final = 2
MOST_TRIES: Final = 5
"""With a database that answers; while it doesn't, tries are not counted."""
_log = structlog.stdlib.get_logger(__name__)

Process = Callable[[Update], Awaitable[None]]


class HandledUpdates(Protocol):
    """Where it is kept which updates were handled."""

    async def begin(self, update_id: int) -> Claim:
        """Say what may be done with an update, and hold it if it is to be handled."""
        ...

    def done(self, update_id: int, now: dt.datetime) -> None:
        """Note that an update was handled."""
        ...

    async def release(self, update_id: int) -> None:
        """Give an update back: it was not handled."""
        ...


@dataclass(frozen=True, slots=True)
class Settled:
    """The update was handled, now or before."""


@dataclass(frozen=True, slots=True)
class Later:
    """The update is to come again after so many seconds."""

    after_s: int


class Postponed:
    """Updates whose handler could not do its work now; whoever handles an update asks for it afterwards."""

    def __init__(self) -> None:
        self._tries: dict[int, int] = {}
        self._ids: set[int] = set()

    def postpone(self, update_id: int, error: BaseException | None) -> bool:
        """Have an update that failed come again; False where nothing would come of that."""
        if not isinstance(error, StorageUnavailable | InvalidToken):
            return False
        tries = self._tries[update_id] = self._tries.get(update_id, 0) + 1
        if tries > MOST_TRIES:
            return False
        self._ids.add(update_id)
        return True

    def take(self, update_id: int) -> bool:
        """Say whether an update is to come again."""
        if update_id in self._ids:
            self._ids.discard(update_id)
            return True
        self._tries.pop(update_id, None)
        return False


class Once:
    """Handles what was not handled before; ``process`` swallows its handlers' failures and tells their users."""

    def __init__(
        self,
        process: Process,
        handled: HandledUpdates,
        postponed: Postponed,
        metrics: Metrics,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._process = process
        self._handled = handled
        self._postponed = postponed
        self._metrics = metrics
        self._now = now

    async def handle(self, update: Update) -> Settled | Later:
        """Handle ``update`` unless that was done before or is being done."""
        try:
            claim = await self._handled.begin(update.update_id)
        except StorageError as error:
            _log.warning("update put off", reason=error)
            return Later(AGAIN_AFTER_S)
        match claim:
            case Claim.DONE:
                return Settled()
            case Claim.ELSEWHERE:
                return Later(AGAIN_AFTER_S)
            case Claim.MINE:
                return await self._carry_out(update)

    async def handle_at_last(self, update: Update, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        """Handle ``update``, trying again for as long as it has to come later."""
        await settle(self.handle, update, sleep)

    async def _carry_out(self, update: Update) -> Settled | Later:
        is_settled = False
        try:
            self._metrics.took_in(kind_of(update))
            await self._process(update)
            is_settled = not self._postponed.take(update.update_id)
        except Exception:
            # nothing comes of delivering again what no handler can take
            _log.exception("update failed", update_id=update.update_id)
            is_settled = True
        finally:
            if is_settled:
                self._handled.done(update.update_id, self._now())
            else:
                await self._handled.release(update.update_id)
        return Settled() if is_settled else Later(AGAIN_AFTER_S)


async def settle(
    handle: Callable[[Update], Awaitable[Settled | Later]],
    update: Update,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Have ``update`` handled, again and again for as long as it has to come later."""
    while isinstance(settled := await handle(update), Later):
        await sleep(settled.after_s)


def kind_of(update: Update) -> str:
    """Return the kind of an update as Telegram calls it, ``other`` where the bot asks for no such kind."""
    for kind in KINDS:
        if getattr(update, kind) is not None:
            return kind
    return "other"


KINDS: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)
