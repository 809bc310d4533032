"""`kzjp reload`: has every running bot read its knowledge anew, and gathers what became of it."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bot.config import Settings
from bot.storage.database import migrate, open_engine
from bot.storage.records import ReloadOutcome
from bot.storage.replicas import SqlReplicaStore

LOOK_EVERY_S: Final = 0.2


@dataclass(frozen=True, slots=True)
class Told:
    """What the bots told, and the names of those that did not within the time."""

    outcomes: tuple[ReloadOutcome, ...]
    silent: tuple[str, ...]

    @property
    def all_done(self) -> bool:
        """Whether there are bots, and all serve what they read anew."""
        return bool(self.outcomes) and not self.silent and not any(outcome.problems for outcome in self.outcomes)

    def lines(self) -> Iterator[str]:
        """Yield a line for each bot, and under it the problems for which it refused."""
        for outcome in self.outcomes:
            serves = f"serves {outcome.replica.knowledge[:12]}"
            if outcome.problems:
                yield f"{outcome.replica.name}: refused, still {serves}"
                yield from (f"  {problem}" for problem in outcome.problems)
            else:
                yield f"{outcome.replica.name}: {serves}, read in {outcome.took_s:.1f} s"
        yield from (f"{name}: no answer" for name in self.silent)
        if not self.outcomes and not self.silent:
            yield "no bot runs on this database"


async def reload_all(
    settings: Settings,
    within_s: float,
    now: Callable[[], dt.datetime],
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> Told:
    """Have every running bot on the database of ``settings`` read its knowledge anew, and return what they tell."""
    engine = open_engine(settings.storage_url(), settings.database_pool)
    try:
        await migrate(engine)
        return await _gather(SqlReplicaStore(engine), within_s, now, sleep)
    finally:
        await engine.dispose()


async def _gather(
    store: SqlReplicaStore, within_s: float, now: Callable[[], dt.datetime], sleep: Callable[[float], Awaitable[None]]
) -> Told:
    reload_id = await store.ask_for_reload(now())
    for _ in range(max(1, int(within_s / LOOK_EVERY_S))):
        outcomes = await store.outcomes(reload_id)
        answered = {outcome.replica.name for outcome in outcomes}
        silent = tuple(replica.name for replica in await store.alive(now()) if replica.name not in answered)
        if not silent:
            break
        await sleep(LOOK_EVERY_S)
    return Told(outcomes, silent)
