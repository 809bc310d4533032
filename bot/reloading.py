"""Reading the knowledge anew while the bot runs, in every process that shares the database.

A wish is a row that each process sees within a second. The new knowledge is read beside the event loop and put in
force in one step; one with problems is refused, each problem told, and the old one serves on.
"""

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Generic, Protocol, TypeVar

import structlog

from bot.errors import KnowledgeError, StorageError
from bot.live import Live
from bot.metrics import Metrics
from bot.storage.records import ReloadOutcome, Replica
from bot.tasks import until_done

LOOK_EVERY_S: Final = 1.0
LIVE_EVERY_S: Final = 5.0
_log = structlog.stdlib.get_logger(__name__)

Holdings = TypeVar("Holdings")


class ReplicaStore(Protocol):
    """Where processes tell of themselves and of what became of a wish."""

    async def live(self, replica: Replica, now: dt.datetime) -> None:
        """Note that a process lives, and what it serves."""
        ...

    async def leave(self, name: str) -> None:
        """Note that a process ends."""
        ...

    async def ask_for_reload(self, now: dt.datetime) -> int:
        """Wish that every process read its knowledge anew, and return the wish's number."""
        ...

    async def newest_reload(self) -> int:
        """Return the number of the newest wish, 0 where there was none."""
        ...

    async def report(self, reload_id: int, outcome: ReloadOutcome) -> None:
        """Note what became of a wish in one process."""
        ...


@dataclass(frozen=True, slots=True)
class Reader(Generic[Holdings]):
    """How to read the knowledge, and how to name what was read."""

    read: Callable[[], Holdings]
    digest_of: Callable[[Holdings], str]


class Reloader(Generic[Holdings]):
    """Sees wishes and carries them out in this process; ``name`` is this process's."""

    def __init__(
        self,
        name: str,
        store: ReplicaStore,
        reader: Reader[Holdings],
        live: Live[Holdings],
        metrics: Metrics,
        now: Callable[[], dt.datetime],
    ) -> None:
        self._name = name
        self._store = store
        self._reader = reader
        self._live = live
        self._metrics = metrics
        self._now = now
        self._wished_here = asyncio.Event()
        self._seen = 0

    def wish(self) -> None:
        """Wish, from inside this process, that all read their knowledge anew."""
        self._wished_here.set()

    async def run(self, fulfilled: int) -> None:
        """Look for wishes newer than number ``fulfilled`` every second until cancelled; then say goodbye."""
        self._seen = fulfilled
        self._metrics.serving(self._reader.digest_of(self._live.current))
        try:
            await until_done(self._look(), (self._keep_telling(),))
        finally:
            await self._leave()

    async def _keep_telling(self) -> None:
        """Tell that this process lives, also while it reads."""
        while True:
            try:
                await self._store.live(self._replica(), self._now())
            except StorageError as error:
                _log.warning("not told that this process lives", reason=error)
            await asyncio.sleep(LIVE_EVERY_S)

    async def _look(self) -> None:
        while True:
            try:
                await self._turn()
            except StorageError as error:
                _log.warning("wishes to reload cannot be seen", reason=error)
            await self._pause()

    async def _pause(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY_S):
                await self._wished_here.wait()
        except TimeoutError:
            return

    async def _turn(self) -> None:
        if self._wished_here.is_set():
            await self._store.ask_for_reload(self._now())
            self._wished_here.clear()
        newest = await self._store.newest_reload()
        if newest > self._seen:
            self._seen = newest
            await self._store.report(newest, await self._reload())
            await self._store.live(self._replica(), self._now())

    async def _reload(self) -> ReloadOutcome:
        started = time.perf_counter()
        problems: tuple[str, ...] = ()
        try:
            self._live.swap(await asyncio.to_thread(self._reader.read))
        except KnowledgeError as error:
            problems = error.problems
            for problem in problems:
                _log.error("knowledge refused", problem=problem)
        self._metrics.reloaded("refused" if problems else "done")
        self._metrics.serving(self._replica().knowledge)
        took_s = time.perf_counter() - started
        _log.info("reloaded" if not problems else "the old knowledge serves on", took_s=round(took_s, 2))
        return ReloadOutcome(self._replica(), problems, took_s)

    async def _leave(self) -> None:
        try:
            await self._store.leave(self._name)
        except StorageError as error:
            _log.warning("goodbye not noted", reason=error)

    def _replica(self) -> Replica:
        return Replica(self._name, self._reader.digest_of(self._live.current))
