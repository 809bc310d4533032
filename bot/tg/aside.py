"""Updates put aside: confirmed to Telegram before they are handled, kept in the database until they are.

Telegram gives at most a hundred updates that are not confirmed, the oldest first. One that takes long, because its
chat may get no message yet or a chart is being drawn, would keep all others from coming once a hundred were handled
after it.
"""

import json
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Final, Protocol

import structlog
from telegram import Bot, Update

from bot.errors import StorageError
from bot.storage.records import UpdateAside
from bot.tg.once import Later, Settled, settle
from bot.tg.receiving import read_update

_NAMES: Final = frozenset({"last_name", "username"})
_log = structlog.stdlib.get_logger(__name__)


class AsideStore(Protocol):
    """Where updates put aside are kept."""

    async def keep(self, updates: Sequence[UpdateAside]) -> None:
        """Keep these updates; raises StorageError where the database takes nothing."""
        ...

    async def drop(self, update_ids: Collection[int]) -> None:
        """Delete these updates; raises StorageError where the database takes nothing."""
        ...

    async def all(self) -> tuple[UpdateAside, ...]:
        """Return what is kept, oldest first; raises StorageError where the database cannot tell."""
        ...


class Aside:
    """Puts updates aside, and takes up those that an earlier process left there."""

    def __init__(self, store: AsideStore, telegram_bot: Bot) -> None:
        self._store = store
        self._bot = telegram_bot
        self._handled: set[int] = set()

    async def put(self, updates: Sequence[Update]) -> bool:
        """Keep these updates; False where that was not possible now."""
        try:
            await self._store.keep([_kept(update) for update in updates])
        except StorageError as error:
            _log.warning("updates not put aside", reason=error)
            return False
        return True

    async def left(self) -> tuple[Update, ...]:
        """Return what an earlier process could not handle; nothing where the database cannot tell."""
        try:
            kept = await self._store.all()
        except StorageError as error:
            _log.warning("updates put aside stay there", reason=error)
            return ()
        read = {one.update_id: read_update(json.loads(one.body), self._bot) for one in kept}
        self._handled.update(update_id for update_id, update in read.items() if update is None)
        return tuple(update for update in read.values() if update is not None)

    async def drop(self, update_ids: Collection[int]) -> None:
        """Delete these updates, which are handled; where that is not possible now, with the next ones."""
        self._handled.update(update_ids)
        if not self._handled:
            return
        try:
            await self._store.drop(self._handled)
        except StorageError as error:
            _log.warning("updates put aside stay there", reason=error)
        else:
            self._handled.clear()


async def take_up(aside: Aside, handle: Callable[[Update], Awaitable[Settled | Later]]) -> None:
    """Handle what an earlier process put aside, where this one doesn't poll."""
    for update in await aside.left():
        await settle(handle, update)
        await aside.drop((update.update_id,))


def _kept(update: Update) -> UpdateAside:
    chat = update.effective_chat
    body = json.dumps(_without_names(update.to_dict()))
    return UpdateAside(update.update_id, None if chat is None else chat.id, body)


def _without_names(value: object) -> object:
    """Return JSON without the names of people, which nothing here needs and nobody wants to be kept."""
    if isinstance(value, list | tuple):
        return [_without_names(item) for item in value]
    if not isinstance(value, dict):
        return value
    bare = {name: _without_names(item) for name, item in value.items()}
    if "first_name" in bare and bare.get("is_bot") is not True:
        bare = {name: item for name, item in bare.items() if name not in _NAMES} | {"first_name": ""}
    return bare
