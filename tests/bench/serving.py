"""Serving beside a bare echo bot, on this machine in this run: ``python -m tests.bench.serving``.

Both polling and behind a webhook, ours with SQLite, and two replicas of ours with PostgreSQL behind a balancer:
throughput, times at full and at half load, processor time for each question, memory. Every question is new at first,
then all come again as most of what people ask does. Ratios to the echo bot hold where nothing else uses the machine;
processor time is the steadier figure where something does.
"""

import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import psutil
import typer
from rich.console import Console
from rich.table import Table

from bot.answering.opening import open_answerer
from bot.answering.wording import Wording
from bot.charting.reading import read_charts
from bot.charting.studio import Studio
from bot.charting.wording import ChartWording
from bot.config import shipped_knowledge_dir
from bot.knowledge.phrases import load_phrases
from bot.playground import PlaygroundServer, World
from tests.bench.__main__ import ECHO, sample
from tests.bench.load import Crowd, Timings, memory_mb
from tests.e2e.harness import TOKEN, Home, Program, kzjp
from tests.e2e.replicas import SECRET, Balancer, free_port
from tests.postgresql import running_postgresql

AT_ONCE: Final = 32
WARM_UP: Final = 64


@dataclass(frozen=True, slots=True)
class Served:
    """What was measured of one way to serve."""

    name: str
    new: "Load"
    again: "Load"
    half: Timings
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Load:
    """Full load: its times, and the processor time of each question in milliseconds."""

    timings: Timings
    cpu_ms: float


@dataclass(frozen=True, slots=True)
class Way:
    """One way to serve: a command, how often it is started, and the settings of each start."""

    name: str
    command: Sequence[str]
    settings: Sequence[Mapping[str, str]]


def cpu_s(programs: Sequence[Program]) -> float:
    """Return the processor time that programs have used."""
    times = [psutil.Process(program.pid).cpu_times() for program in programs]
    return sum(time.user + time.system for time in times)


async def measure(way: Way, home: Home, questions: Sequence[str]) -> Served:
    """Start the programs of a way and stop them; ask new questions, the same ones again, and others at half load."""
    world = World(TOKEN)
    crowd = Crowd(world)
    warm_up, asked = questions[:WARM_UP], questions[WARM_UP:]
    full, others = asked[: len(asked) * 2 // 3], asked[len(asked) * 2 // 3 :]
    async with PlaygroundServer(world) as server, crowd.listening(), running(way, home, server.base_url) as programs:
        await crowd.ask(warm_up, AT_ONCE)
        new = await loaded(crowd, programs, full)
        again = await loaded(crowd, programs, full)
        half = await crowd.ask_at(others, new.timings.per_s / 2)
        used_mb = max(memory_mb(program.pid) for program in programs)
    return Served(way.name, new, again, half, used_mb)


async def loaded(crowd: Crowd, programs: Sequence[Program], questions: Sequence[str]) -> Load:
    """Ask as much as ``programs`` can answer."""
    before = cpu_s(programs)
    timings = await crowd.ask(questions, AT_ONCE)
    return Load(timings, (cpu_s(programs) - before) / len(questions) * 1000)


@asynccontextmanager
async def running(way: Way, home: Home, base_url: str) -> AsyncIterator[list[Program]]:
    """Run the programs of a way against a Bot API server."""
    with ExitStack() as stack:
        programs = [
            stack.enter_context(
                Program.of(way.command, home.environment(BOT_TOKEN=TOKEN, API_BASE_URL=base_url, **settings))
            )
            for settings in way.settings
        ]
        yield programs
        for program in programs:
            await asyncio.to_thread(program.terminate)


async def prepare(cache: Path) -> None:
    """Build the index and draw every chart, which a bot does once for each knowledge: no way waits for that."""
    directory = shipped_knowledge_dir()
    knowledge = open_answerer(directory, cache).knowledge
    charts, _ = read_charts(directory, knowledge)
    wording, studio = ChartWording(knowledge, Wording(load_phrases(directory))), Studio(cache / "charts")
    shown = ((chart, language) for chart in charts.all() for language in knowledge.languages)
    await asyncio.gather(*(studio.picture(wording.drawing(chart, language)) for chart, language in shown))


def ways(stack: ExitStack) -> list[Way]:
    """Return every way to serve; what they need besides lives as long as ``stack``."""
    alone, echo, ports = free_port(), free_port(), [free_port(), free_port()]
    balancer = stack.enter_context(Balancer(ports))
    postgresql = stack.enter_context(running_postgresql())
    url = asyncio.run(postgresql.new_database())
    hook = {"WEBHOOK_SECRET": SECRET}
    shared = hook | {"WEBHOOK_URL": f"http://127.0.0.1:{balancer.port}/hook", "DATABASE_URL": url}
    single = hook | {"WEBHOOK_URL": f"http://127.0.0.1:{alone}/hook", "LISTEN": f"127.0.0.1:{alone}"}
    echoing = {"WEBHOOK_URL": f"http://127.0.0.1:{echo}/hook", "LISTEN": f"127.0.0.1:{echo}"}
    return [
        Way("echo bot, polling", ECHO, [{}]),
        Way("echo bot, webhook", ECHO, [echoing]),
        Way("bot, polling, SQLite", kzjp("run"), [{}]),
        Way("bot, webhook, SQLite", kzjp("run"), [single]),
        Way("two bots, webhook, PostgreSQL", kzjp("run"), [shared | {"LISTEN": f"127.0.0.1:{port}"} for port in ports]),
    ]


def table_of(served: Sequence[Served]) -> Table:
    """Return the figures, and each way's throughput as a ratio to the first's."""
    table = Table(
        "way", "new/s", "ratio", "CPU ms", "again/s", "ratio", "CPU ms", "median ms", "p99 ms", "half: p99/median", "MB"
    )
    echo = served[0]
    for item in served:
        table.add_row(
            item.name,
            f"{item.new.timings.per_s:.1f}",
            f"{item.new.timings.per_s / echo.new.timings.per_s:.2f}",
            f"{item.new.cpu_ms:.2f}",
            f"{item.again.timings.per_s:.1f}",
            f"{item.again.timings.per_s / echo.again.timings.per_s:.2f}",
            f"{item.again.cpu_ms:.2f}",
            f"{item.half.median_ms:.0f}",
            f"{item.half.p99_ms:.0f}",
            f"{item.half.p99_ms / item.half.median_ms:.1f}",
            f"{item.memory_mb:.0f}",
        )
    return table


def main(
    names: Annotated[list[str] | None, typer.Argument(help="Words of the ways to measure; all without any.")] = None,
    count: Annotated[int, typer.Option(help="How many different questions.")] = 2_000,
) -> None:
    """Measure and print; the ratios are to the first way."""
    questions = sample(count)
    served: list[Served] = []
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        asyncio.run(prepare(folder / "indexes"))
        chosen = [way for way in ways(stack) if not names or any(name in way.name for name in names)]
        for number, way in enumerate(chosen):
            served.append(asyncio.run(measure(way, Home(folder / str(number), folder / "indexes"), questions)))
            print(f"{way.name} measured", file=sys.stderr)
    console = Console(width=120)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    console.print(f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, load {load}")
    console.print(f"{count} questions, {AT_ONCE} at once; two thirds at full load, new and again, the others at half")
    console.print(table_of(served))


if __name__ == "__main__":
    typer.run(main)
