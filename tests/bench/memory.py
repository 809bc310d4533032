"""Memory of one serving process over many questions: ``python -m tests.bench.memory --count 100000 --served 20000``.

The answerer is asked ``count`` questions inside this process, and ``kzjp run`` is asked ``served`` through the
playground, which is this process. Questions are test questions of all languages, each with its words in another order
or a letter missing, doubled or changed places: hardly any is asked twice, so that caches fill.
"""

import asyncio
import datetime as dt
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Console
from rich.table import Table

from bot.answering.opening import open_answerer
from bot.collector import spare_what_lives
from bot.config import shipped_knowledge_dir
from bot.evaluating import gather
from bot.matching.model import Question
from bot.playground import PlaygroundServer, World
from tests.bench.load import Crowd
from tests.bench.serving import Way, cpu_s, running
from tests.e2e.harness import TOKEN, Home, kzjp

SEED: Final = 20261130
AT_ONCE: Final = 16
STEPS: Final = 10
FIRST: Final = 700
_STATUS: Final = {"VmRSS": "all", "RssAnon": "own", "RssFile": "files", "VmHWM": "most"}


@dataclass(frozen=True, slots=True)
class Held:
    """What a process holds after so many questions, in MB; ``own`` is what it shares with nobody."""

    asked: int
    all: float
    own: float
    files: float
    most: float
    cpu_ms: float


def held(pid: int, asked: int, cpu_ms: float) -> Held:
    """Return what a process holds now; ``cpu_ms`` is what a question took since the last look."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    told = dict(line.split(":", 1) for line in status.splitlines())
    mb = {_STATUS[name]: int(told[name].split()[0]) / 1024 for name in _STATUS}
    print(f"{asked} asked, {mb['all']:.0f} MB", file=sys.stderr, flush=True)
    return Held(asked, mb["all"], mb["own"], mb["files"], mb["most"], cpu_ms)


def varied() -> Iterator[str]:
    """Yield test questions without end, each changed a little, the same ones every time."""
    draw = random.Random(SEED)  # noqa: S311 - a sample, no secret
    texts = [question.text for question in gather((), ("en", "ru", "kk", "ja"))]
    while True:
        words = draw.choice(texts).split()
        if draw.random() < 0.5:
            draw.shuffle(words)
        for place in draw.sample(range(len(words)), k=min(len(words), draw.randint(1, 2))):
            words[place] = mistyped(words[place], draw)
        yield " ".join(words)


def mistyped(word: str, draw: random.Random) -> str:
    """Return a word with a letter missing, doubled, or in its neighbour's place."""
    at = draw.randrange(len(word))
    before, letter, after = word[:at], word[at], word[at + 1 :]
    return draw.choice(
        (before + after or word, before + letter + letter + after, before + after[:1] + letter + after[1:])
    )


def steps(count: int) -> list[int]:
    """Return after how many questions to look."""
    return sorted({min(FIRST, count), *(count * step // STEPS for step in range(1, STEPS + 1))})


def ask_inside(count: int, cache: Path) -> Iterator[Held]:
    """Yield what this process holds while it asks an answerer of its own."""
    questions, today = varied(), dt.datetime.now(dt.UTC).date()
    answerer = open_answerer(shipped_knowledge_dir(), cache)
    spare_what_lives()
    asked = 0
    for mark in steps(count):
        began = time.process_time()
        for text in islice(questions, mark - asked):
            answerer.ask(Question(text), today)
        yield held(os.getpid(), mark, (time.process_time() - began) / max(mark - asked, 1) * 1000)
        asked = mark


async def ask_served(count: int, home: Home) -> list[Held]:
    """Return what ``kzjp run`` holds while a crowd asks it."""
    questions, world, found = varied(), World(TOKEN), list[Held]()
    crowd, way = Crowd(world, AT_ONCE), Way("bot, polling, SQLite", kzjp("run"), [{"BROADCAST_RATE": "900"}])
    async with PlaygroundServer(world) as server, crowd.listening(), running(way, home, server.base_url) as programs:
        await crowd.ask([next(questions)], 1)
        found.append(held(programs[0].pid, 1, 0.0))
        for mark in steps(count):
            began, asked = cpu_s(programs), found[-1].asked
            await crowd.ask(list(islice(questions, mark - asked)), AT_ONCE)
            cpu_ms = (cpu_s(programs) - began) / max(mark - asked, 1) * 1000
            found.append(held(programs[0].pid, mark, cpu_ms))
    return found


def table_of(title: str, found: list[Held]) -> Table:
    """Return the figures as a table."""
    table = Table("questions", "resident MB", "own", "of files", "at most so far", "CPU ms a question", title=title)
    for one in found:
        sizes = (f"{size:.0f}" for size in (one.all, one.own, one.files, one.most))
        table.add_row(f"{one.asked:,}", *sizes, f"{one.cpu_ms:.2f}")
    return table


def main(
    count: Annotated[int, typer.Option(min=0, help="Questions to an answerer inside this process.")] = 100_000,
    served: Annotated[int, typer.Option(min=0, help="Questions to a running bot.")] = 20_000,
) -> None:
    """Measure and print."""
    console = Console(width=100)
    with tempfile.TemporaryDirectory() as name:
        cache = Path(os.environ.get("KZJP_INDEX_DIR") or Path(name) / "indexes")
        found = list(ask_inside(count, cache))  # at first, and with 0 too: the bot finds the index built
        if count:
            console.print(table_of("the answerer alone, in the bench's process", found))
        if served:
            home = Home(Path(name) / "bot", cache)
            console.print(table_of("kzjp run", asyncio.run(ask_served(served, home))))


if __name__ == "__main__":
    typer.run(main)
