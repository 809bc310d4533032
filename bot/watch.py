"""What readiness and metrics are asked of: the database, the knowledge, and whether Telegram answers."""

import datetime as dt
from collections.abc import Callable
from typing import Final

import structlog

from bot.errors import StorageError
from bot.holdings import Holdings
from bot.live import Live
from bot.metrics import Metrics
from bot.storage.stores import Stores
from bot.tg.reaching import RECENT_S, Reach
from bot.web.watching import Part, Watching

PARTS: Final = ("database", "knowledge", "telegram")
_log = structlog.stdlib.get_logger(__name__)


def watch_database(watching: Watching, metrics: Metrics, stores: Stores, now: Callable[[], dt.datetime]) -> None:
    """Have readiness ask the database, and metrics count its outbox."""

    async def check() -> Part:
        try:
            await stores.ping()
        except StorageError as error:
            return Part(False, str(error))
        return Part(True, stores.engine.dialect.name)

    async def refresh() -> None:
        try:
            outbox = await stores.outbox(now())
        except StorageError as error:
            _log.warning("outbox not counted", reason=error)
            return
        metrics.waiting(outbox.states, outbox.oldest_due_s)

    watching.watch("database", check)
    watching.refresh_with(refresh)


def watch_knowledge(watching: Watching, knowing: Live[Holdings]) -> None:
    """Have readiness tell which knowledge is served; until then there is none."""

    async def check() -> Part:
        return Part(True, knowing.current.digest)

    watching.watch("knowledge", check)


def watch_telegram(watching: Watching, reach: Reach) -> None:
    """Have readiness tell whether Telegram has answered lately."""

    async def check() -> Part:
        silent_s = reach.silent_s
        if silent_s is None:
            return Part(False, "has not answered yet")
        return Part(silent_s < RECENT_S, f"answered {silent_s:.0f} s ago")

    watching.watch("telegram", check)
