"""Load: people who ask a bot process through a playground in this process, and what was measured of it."""

import asyncio
import itertools
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.playground import PlaygroundServer, World
from bot.playground.acting import say
from bot.playground.wire import get_object
from tests.e2e.harness import TOKEN, Home, Program

REPLY_S: Final = 60.0
PEOPLE: Final = 1_000
"""So many that nobody asks more than a chat may be answered; the echo bot keeps no such limit."""
_EVENTS_S: Final = 5.0


@dataclass(frozen=True, slots=True)
class Timings:
    """Durations in milliseconds, and how long all of it took in seconds."""

    each_ms: tuple[float, ...]
    total_s: float

    @property
    def median_ms(self) -> float:
        """The duration that half of them stay under."""
        return statistics.median(self.each_ms)

    @property
    def p99_ms(self) -> float:
        """The duration that 99 in 100 stay under."""
        return statistics.quantiles(self.each_ms, n=100, method="inclusive")[98]

    @property
    def per_s(self) -> float:
        """How many were done a second."""
        return len(self.each_ms) / self.total_s


class Crowd:
    """People with private chats, who notice when the bot has answered them."""

    def __init__(self, world: World, count: int = PEOPLE) -> None:
        self._world = world
        self._ids = [world.add_user(f"Person {number}", language_code="en").id for number in range(count)]
        self._waiting: dict[int, asyncio.Future[None]] = {}

    async def ask(self, questions: Sequence[str], at_once: int) -> Timings:
        """Ask every question of the next person who has none under way, ``at_once`` of them at any time."""
        left, free, each_ms = iter(questions), self._free(), list[float]()

        async def ask_on() -> None:
            for question in left:
                await self._ask_next(free, question, each_ms)

        started = time.perf_counter()
        await asyncio.gather(*(ask_on() for _ in range(at_once)))
        return Timings(tuple(each_ms), time.perf_counter() - started)

    async def ask_at(self, questions: Sequence[str], per_s: float) -> Timings:
        """Ask ``per_s`` questions a second, each of the next person who has none under way."""
        free, each_ms = self._free(), list[float]()
        asking, began = list[asyncio.Task[None]](), time.perf_counter()
        for number, question in enumerate(questions):
            await asyncio.sleep(max(0.0, began + number / per_s - time.perf_counter()))
            asking.append(asyncio.create_task(self._ask_next(free, question, each_ms)))
        await asyncio.gather(*asking)
        return Timings(tuple(each_ms), time.perf_counter() - began)

    def _free(self) -> asyncio.Queue[int]:
        """Return the people in the order of their turns: whoever asked last asks again last."""
        free: asyncio.Queue[int] = asyncio.Queue()
        for chat_id in self._ids:
            free.put_nowait(chat_id)
        return free

    async def _ask_next(self, free: asyncio.Queue[int], question: str, each_ms: list[float]) -> None:
        chat_id = await free.get()
        started = time.perf_counter()
        answered = self._waiting[chat_id] = asyncio.get_running_loop().create_future()
        say(self._world, chat_id, chat_id, question)
        await asyncio.wait_for(answered, REPLY_S)
        each_ms.append((time.perf_counter() - started) * 1000)
        free.put_nowait(chat_id)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """Notice answers while inside."""
        task = asyncio.create_task(self._listen())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _listen(self) -> None:
        seen = self._world.events.last_seq
        while True:
            for event in await self._world.events.after(seen, _EVENTS_S):
                seen = event.seq
                sender = get_object(get_object(event.body, "message"), "from")
                if event.kind == "message" and sender.get("is_bot") is True:
                    waiting = self._waiting.get(event.chat_id)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(None)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one bot process."""

    start_s: float
    alone: Timings
    crowded: Timings
    idle_mb: float
    loaded_mb: float


async def measure(command: Sequence[str], home: Home, questions: Sequence[str], at_once: int) -> Measured:
    """Start a bot, ask it ``questions`` one by one and then many at once, and stop it.

    The start lasts until the first request for updates.
    """
    world = World(TOKEN)
    crowd = Crowd(world)
    async with PlaygroundServer(world) as server, crowd.listening():
        environment = home.environment(BOT_TOKEN=TOKEN, API_BASE_URL=server.base_url)
        started = time.time()
        with Program.of(command, environment) as program:
            await crowd.ask(questions[:1], 1)
            start_s = world.calls.select(method="getUpdates")[0].at - started
            idle_mb = memory_mb(program.pid)
            if not questions[1:]:
                nothing = Timings((0.0, 0.0), 1.0)
                return Measured(start_s, nothing, nothing, idle_mb, idle_mb)
            alone = await crowd.ask(questions[: len(questions) // 3], 1)
            crowded = await crowd.ask([*itertools.islice(itertools.cycle(questions), 2 * len(questions))], at_once)
            loaded_mb = memory_mb(program.pid)
            await asyncio.to_thread(program.terminate)
    return Measured(start_s, alone, crowded, idle_mb, loaded_mb)


def memory_mb(pid: int) -> float:
    """Return the resident memory of a process in megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
