"""Announcing beside a bare loop, in this run: ``python -m tests.bench.announcing [NAME]…``.

The sizes come from the environment, so that a short run is possible: ``KZJP_BENCH_PACED`` (messages at the configured
rate), ``KZJP_BENCH_UNLIMITED``, ``KZJP_BENCH_FROZEN``, ``KZJP_BENCH_MEMORY``, ``KZJP_BENCH_ANSWERS``.
"""

import asyncio
import datetime as dt
import itertools
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import sqlalchemy as sa
import telegram
from rich.console import Console
from rich.table import Table
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.announcing.delivering import AT_ONCE
from bot.playground import PlaygroundServer, World
from bot.playground.flood import FloodLimits
from bot.playground.render import message_json
from bot.playground.wire import JsonObject
from bot.storage.announcement_records import Announcement, AuditEntry, Content, Origin
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.database import migrate, open_engine
from bot.storage.schema import SUBSCRIBERS, SUBSCRIPTIONS
from bot.subscribing.timing import due_at
from tests.bench.load import Crowd, memory_mb
from tests.e2e.announcing import ANNOUNCEMENT, knowledge_with
from tests.e2e.harness import TOKEN, Home, Program, kzjp
from tests.postgresql import running_postgresql

FIRST_CHAT: Final = 1_000_000
_BATCH: Final = 20_000
_POLL_S: Final = 0.1
_LOGGED: Final = 90_000
_TURNS: Final = 3


def size(name: str, usual: int) -> int:
    """Return how large a measurement is to be."""
    return int(os.environ.get(f"KZJP_BENCH_{name}", usual))


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, beside what is wanted."""

    name: str
    value: str
    wanted: str


async def fill(engine: AsyncEngine, count: int) -> None:
    """Subscribe so many chats to everything."""
    now = dt.datetime.now(dt.UTC)
    plain = {"language": "en", "state": "active", "time_zone": "UTC", "subscribed_at": now, "changed_at": now}
    for start in range(0, count, _BATCH):
        chats = range(FIRST_CHAT + start, FIRST_CHAT + min(start + _BATCH, count))
        async with engine.begin() as connection:
            await connection.execute(sa.insert(SUBSCRIBERS), [{"chat_id": chat, **plain} for chat in chats])
            await connection.execute(sa.insert(SUBSCRIPTIONS), [{"chat_id": chat, "topic": "*"} for chat in chats])


async def approve(engine: AsyncEngine, announcement_id: str = ANNOUNCEMENT) -> float:
    """Approve an announcement and return the seconds that took."""
    now, store = dt.datetime.now(dt.UTC), SqlAnnouncementStore(engine)
    content = Content({"en": "A new rule"}, {"en": "Japanese nationals enter without a visa for up to 30 days."})
    await store.add(Announcement(announcement_id, "visas", Origin.CHAT, content, 0, now))
    started = time.perf_counter()
    await store.approve(announcement_id, AuditEntry(now, 0, "approve", announcement_id), None, due_at)
    return time.perf_counter() - started


async def frozen(url: str, count: int) -> float:
    """Return the seconds that freezing so large an audience takes."""
    engine = open_engine(url)
    try:
        await migrate(engine)
        await fill(engine, count)
        return await approve(engine)
    finally:
        await engine.dispose()


class Delivery:
    """A bot process that delivers to people of a playground in this process."""

    def __init__(self, world: World, program: Program, engine: AsyncEngine) -> None:
        self.world = world
        self.program = program
        self.engine = engine

    async def until(self, count: int) -> None:
        """Wait until so many messages have been sent; the log is searched only when it can hold so many calls."""
        for _ in itertools.count():
            calls = self.world.calls
            if calls.total >= count and (count > _LOGGED or len(calls.select(method="sendMessage")) >= count):
                return
            await asyncio.sleep(_POLL_S)


def _home(folder: Path) -> Home:
    folder.mkdir(exist_ok=True)
    return Home(folder / "data", folder / "indexes", knowledge_with(folder))


@asynccontextmanager
async def delivering(folder: Path, count: int, rate: float, limits: FloodLimits | None) -> AsyncIterator[Delivery]:
    """Run the real bot with ``count`` subscribers and nothing approved yet."""
    home = _home(folder)
    world = World(TOKEN)
    for number in range(count):
        world.add_user(f"User {number}", user_id=FIRST_CHAT + number, started=True)
    engine = open_engine(f"sqlite:///{home.folder / 'kzjp.db'}")
    try:
        await migrate(engine)
        await fill(engine, count)
        async with PlaygroundServer(world) as server:
            world.flood.switch(limits)
            environment = home.environment(BOT_TOKEN=TOKEN, API_BASE_URL=server.base_url, BROADCAST_RATE=str(rate))
            with Program.of(kzjp("run"), environment) as program:
                await asyncio.to_thread(program.wait_for_line, "serving")
                yield Delivery(world, program, engine)
                await asyncio.to_thread(program.terminate)
    finally:
        await engine.dispose()


async def paced(folder: Path, count: int, rate: float = 25.0) -> Figure:
    """Measure how much of the configured rate is kept while the server enforces Telegram's limits."""
    async with delivering(folder, count, rate, FloodLimits()) as delivery:
        await approve(delivery.engine)
        await delivery.until(count)
        calls = delivery.world.calls.select(method="sendMessage")
        refused = sum(call.error_code == 429 for call in calls)
        share = (count - 1) / (calls[-1].at - calls[0].at) / rate
    return Figure(f"share of {rate:g}/s kept over {count}, 429s", f"{share:.1%}, {refused}", "≥ 99 %, 0")


async def bare_loop(count: int, message: JsonObject) -> float:
    """Return how many times a second a bare loop of ``send_message`` sends a message, as many at once as the bot."""
    read = telegram.Message.de_json(message, None)
    html, buttons = read.text_html, read.reply_markup.to_json() if read.reply_markup is not None else "{}"
    world = World(TOKEN)
    for number in range(count):
        world.add_user(f"User {number}", user_id=FIRST_CHAT + number, started=True)
    async with PlaygroundServer(world) as server:
        script = (
            sys.executable,
            "-m",
            "tests.bench.bare_loop",
            server.base_url,
            str(FIRST_CHAT),
            str(count),
            html,
            buttons,
        )
        with Program.of(script, {**os.environ, "KZJP_BOT_TOKEN": TOKEN, "KZJP_AT_ONCE": str(AT_ONCE)}) as program:
            await asyncio.to_thread(program.wait, 600.0)
            assert "done" in program.output, program.output
        calls = world.calls.select(method="sendMessage")
    return (count - 1) / (calls[-1].at - calls[0].at)


async def unlimited(folder: Path, count: int) -> Figure:
    """Measure how fast the loop is beside a bare one when nothing limits it, in turns: a machine's pace varies."""
    rates: list[tuple[float, float]] = []
    for turn in range(_TURNS):
        async with delivering(folder / str(turn), count, 1000.0, None) as delivery:
            await approve(delivery.engine)
            await delivery.until(count)
            calls = delivery.world.calls.select(method="sendMessage")
            rate = (count - 1) / (calls[-1].at - calls[0].at)
            sent = next(iter(delivery.world.registry.chats[FIRST_CHAT].messages.values()))
            message = message_json(delivery.world, sent)
        rates.append((rate, await bare_loop(count, message)))
    told = ", ".join(f"{rate:.0f} : {bare:.0f}" for rate, bare in rates)
    ratio = statistics.median(rate / bare for rate, bare in rates)
    return Figure(f"unlimited: loop : bare loop, messages/s, {count}; median", f"{told}; {ratio:.2f}", "≥ 0.9")


async def memory(folder: Path, count: int) -> Figure:
    """Measure by how much the process grows between the first tenth of the deliveries and the last."""
    async with delivering(folder, count, 1000.0, None) as delivery:
        await approve(delivery.engine)
        await delivery.until(count // 10)
        early = memory_mb(delivery.program.pid)
        await delivery.until(count)
        late = memory_mb(delivery.program.pid)
    return Figure(f"growth over {count} deliveries, MB", f"{late - early:.1f} (from {early:.0f})", "≤ 30")


async def answers(folder: Path, count: int) -> Figure:
    """Measure answers with and without an announcement running at the usual rate."""
    question = "are there direct flights"
    async with delivering(
        folder, 25 * 120, 25.0, FloodLimits(overall_per_s=1000, overall_burst=1000, chat_per_s=1000)
    ) as one:
        crowd = Crowd(one.world, 8)
        async with crowd.listening():
            await crowd.ask([question] * 8, 8)
            alone = await ask_slowly(crowd, question, count)
            await approve(one.engine)
            await one.until(30)
            meanwhile = await ask_slowly(crowd, question, count)
    ratio = meanwhile / alone
    return Figure(f"answer p95 without and with, ms, {count}", f"{alone:.0f}, {meanwhile:.0f}: {ratio:.2f}", "≤ 1.5")


async def ask_slowly(crowd: Crowd, question: str, count: int) -> float:
    """Ask about twice a second and return the 95th percentile in milliseconds."""
    each: list[float] = []
    for _ in range(count):
        timings = await crowd.ask([question], 1)
        each += timings.each_ms
        await asyncio.sleep(1.1)  # a person is not answered more often than once a second
    return statistics.quantiles(each, n=20, method="inclusive")[18]


async def measure(only: Sequence[str]) -> AsyncIterator[Figure]:
    """Measure everything, or what is named."""
    count = size("FROZEN", 1_000_000)
    if not only or "frozen" in only:
        with tempfile.TemporaryDirectory() as name:
            took = await frozen(f"sqlite:///{Path(name) / 'kzjp.db'}", count)
        yield Figure(f"{count} frozen on SQLite, s", f"{took:.1f}", "< 20")
        took = await asyncio.to_thread(_frozen_on_postgresql, count)
        yield Figure(f"{count} frozen on PostgreSQL, s", f"{took:.1f}", "< 20")
    sized = {
        "paced": (paced, size("PACED", 1000)),
        "unlimited": (unlimited, size("UNLIMITED", 5000)),
        "answers": (answers, size("ANSWERS", 40)),
        "memory": (memory, size("MEMORY", 20_000)),
    }
    for name, (function, wanted) in sized.items():
        if not only or name in only:
            with tempfile.TemporaryDirectory() as folder:
                yield await function(Path(folder), wanted)


def _frozen_on_postgresql(count: int) -> float:
    with running_postgresql() as server:
        return asyncio.run(frozen(asyncio.run(server.new_database()), count))


async def main() -> None:
    """Measure and print."""
    table = Table("measure", "found", "wanted", title="Announcing")
    only = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    async for figure in measure(only):
        table.add_row(figure.name, figure.value, figure.wanted)
        Console(stderr=True).print(f"{figure.name}: {figure.value}")
    Console(width=110).print(table)


if __name__ == "__main__":
    asyncio.run(main())
