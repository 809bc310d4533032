"""Reading the knowledge anew: wishes seen, carried out or refused, told; in virtual time."""

import asyncio
import datetime as dt
import threading
from collections.abc import Sequence

import pytest
from structlog.testing import capture_logs

import bot.reloading
from bot.errors import KnowledgeError, StorageUnavailable
from bot.live import Live
from bot.metrics import Metrics
from bot.reloading import LIVE_EVERY_S, Reader, Reloader
from bot.storage.records import ReloadOutcome, Replica

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


class Board:
    """Wishes and outcomes in memory; fails so many times first."""

    def __init__(self, away: int = 0) -> None:
        self.newest = 0
        self.lived: list[Replica] = []
        self.left: list[str] = []
        self.reports: list[tuple[int, ReloadOutcome]] = []
        self.reported = asyncio.Event()
        self.looked_at = asyncio.Event()
        self._away = away

    async def live(self, replica: Replica, now: dt.datetime) -> None:
        """Note it."""
        assert now == NOW
        self.lived.append(replica)

    async def leave(self, name: str) -> None:
        """Note it."""
        self.left.append(name)

    async def ask_for_reload(self, now: dt.datetime) -> int:
        """Wish."""
        self.newest += 1
        return self.newest

    async def newest_reload(self) -> int:
        """Return the newest wish."""
        self.looked_at.set()
        if self._away:
            self._away -= 1
            raise StorageUnavailable("away")
        return self.newest

    async def report(self, reload_id: int, outcome: ReloadOutcome) -> None:
        """Note it."""
        self.reports.append((reload_id, outcome))
        self.reported.set()


class Shelf:
    """Gives one thing after the other; an exception is raised."""

    def __init__(self, given: Sequence[str | KnowledgeError]) -> None:
        self._given = list(given)

    def read(self) -> str:
        """Return the next thing."""
        thing = self._given.pop(0)
        if isinstance(thing, KnowledgeError):
            raise thing
        return thing


def reloader(board: Board, live: Live[str], *given: str | KnowledgeError) -> Reloader[str]:
    return Reloader("me", board, Reader(Shelf(given).read, str.upper), live, Metrics(), lambda: NOW)


async def carried_out(work: Reloader[str], board: Board, fulfilled: int = 0) -> None:
    """Run until something is reported."""
    task = asyncio.create_task(work.run(fulfilled))
    try:
        async with asyncio.timeout(20):
            await board.reported.wait()
    finally:
        task.cancel()
        await asyncio.wait({task})


async def test_a_wish_exchanges_what_is_in_force_and_is_reported() -> None:
    board, live = Board(), Live("old")
    board.newest = 3

    await carried_out(reloader(board, live, "new"), board, fulfilled=2)

    assert live.current == "new"
    [(wish, outcome)] = board.reports
    assert (wish, outcome.replica, outcome.problems) == (3, Replica("me", "NEW"), ())
    assert board.lived[0] == Replica("me", "OLD")
    assert board.left == ["me"]


async def test_bad_knowledge_is_refused_with_every_problem_and_the_old_serves_on() -> None:
    board, live = Board(), Live("old")
    board.newest = 1

    with capture_logs() as logs:
        await carried_out(reloader(board, live, KnowledgeError(("a:1: bad", "b:2: worse"))), board)

    assert live.current == "old"
    [(_, outcome)] = board.reports
    assert (outcome.replica, outcome.problems) == (Replica("me", "OLD"), ("a:1: bad", "b:2: worse"))
    assert [log["problem"] for log in logs if log["event"] == "knowledge refused"] == ["a:1: bad", "b:2: worse"]


async def test_a_wish_from_inside_is_everyones() -> None:
    board, live = Board(), Live("old")
    work = reloader(board, live, "new")
    work.wish()

    await carried_out(work, board)

    assert (board.newest, live.current) == (1, "new")


async def test_a_process_tells_that_it_lives_while_reading_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    lived_often = threading.Event()

    class Watched(Board):
        async def live(self, replica: Replica, now: dt.datetime) -> None:
            await super().live(replica, now)
            if len(self.lived) == 5:
                lived_often.set()

    board, live = Watched(), Live("old")
    board.newest = 1
    monkeypatch.setattr(bot.reloading, "LIVE_EVERY_S", 0.001)

    def read_slowly() -> str:
        assert lived_often.wait(10)
        return "new"

    work = Reloader("me", board, Reader(read_slowly, str.upper), live, Metrics(), lambda: NOW)
    await carried_out(work, board)

    assert live.current == "new"


async def test_a_wish_waits_for_a_database_that_is_away() -> None:
    board, live = Board(away=1), Live("old")
    board.newest = 1

    with capture_logs() as logs:
        await carried_out(reloader(board, live, "new"), board)

    assert live.current == "new"
    assert logs[0]["event"] == "wishes to reload cannot be seen"


async def test_wishes_fulfilled_before_are_not_fulfilled_again() -> None:
    board, live = Board(), Live("old")
    board.newest = 2
    task = asyncio.create_task(reloader(board, live).run(2))
    async with asyncio.timeout(20):
        await board.looked_at.wait()
    task.cancel()
    await asyncio.wait({task})

    assert (live.current, board.reports) == ("old", [])
    assert LIVE_EVERY_S < 15
