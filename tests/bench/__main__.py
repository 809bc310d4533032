"""``python -m tests.bench``: measures the bot beside a bare echo bot, on this machine in this run, as a table."""

import asyncio
import datetime as dt
import os
import platform
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.table import Table

from bot.answering.answerer import Answerer
from bot.answering.opening import open_answerer
from bot.answering.wording import Wording
from bot.config import shipped_knowledge_dir
from bot.evaluating import gather
from bot.knowledge.phrases import load_phrases
from bot.matching.model import Question
from bot.tg.render import render_html
from tests.bench.load import Measured, Timings, measure
from tests.e2e.harness import Home, kzjp

QUESTIONS: Final = 300
AT_ONCE: Final = 32
SEED: Final = 20261122
ECHO: Final = (sys.executable, "-m", "tests.bench.echo_bot")


def sample(count: int = QUESTIONS) -> list[str]:
    """Return different test questions of all languages and kinds, the same ones every time."""
    gathered = gather((), ("en", "ru", "kk", "ja"))
    texts = list(dict.fromkeys(question.text for question in gathered))
    return random.Random(SEED).sample(texts, min(count, len(texts)))  # noqa: S311 - no secrets


def answer_inside(answerer: Answerer, questions: list[str]) -> Timings:
    """Time asking and rendering inside this process, after a warm-up."""
    wording, today, each_ms = Wording(load_phrases(shipped_knowledge_dir())), dt.datetime.now(dt.UTC).date(), []
    for question in questions[:20]:
        answerer.ask(Question(question), today)
    began = time.perf_counter()
    for question in questions:
        started = time.perf_counter()
        render_html(wording.outcome(answerer.ask(Question(question), today)), "…")
        each_ms.append((time.perf_counter() - started) * 1000)
    return Timings(tuple(each_ms), time.perf_counter() - began)


def table_of(cold: Measured, warm: Measured, echo: Measured) -> Table:
    """Return the figures of the two bots and their ratios."""
    table = Table("measure", "bot", "echo bot", "ratio", title="The real bot beside a bare echo bot")
    rows: tuple[tuple[str, float, float], ...] = (
        ("start to first getUpdates, cold, s", cold.start_s, echo.start_s),
        ("start to first getUpdates, warm, s", warm.start_s, echo.start_s),
        ("one person: median, ms", warm.alone.median_ms, echo.alone.median_ms),
        ("one person: p99, ms", warm.alone.p99_ms, echo.alone.p99_ms),
        (f"{AT_ONCE} people: questions a second", warm.crowded.per_s, echo.crowded.per_s),
        (f"{AT_ONCE} people: median, ms", warm.crowded.median_ms, echo.crowded.median_ms),
        (f"{AT_ONCE} people: p99, ms", warm.crowded.p99_ms, echo.crowded.p99_ms),
        ("memory after the first answer, MB", warm.idle_mb, echo.idle_mb),
        ("memory after all answers, MB", warm.loaded_mb, echo.loaded_mb),
    )
    for name, ours, theirs in rows:
        table.add_row(name, f"{ours:.1f}", f"{theirs:.1f}", f"{ours / theirs:.2f}")
    return table


def main() -> None:
    """Measure and print."""
    began, questions = time.perf_counter(), sample()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = Home(folder / "bot", folder / "indexes")
        cold = asyncio.run(measure(kzjp("run"), home, questions[:1], 1))
        warm = asyncio.run(measure(kzjp("run"), home, questions, AT_ONCE))
        echo = asyncio.run(measure(ECHO, Home(folder / "echo", folder / "none"), questions, AT_ONCE))
        inside = answer_inside(open_answerer(shipped_knowledge_dir(), folder / "indexes"), questions)
    console = Console(width=110)
    console.print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, {QUESTIONS} questions"
    )
    console.print(
        f"One answer inside the bot, search to HTML: median {inside.median_ms:.2f} ms, p99 {inside.p99_ms:.2f} ms, "
        f"{inside.per_s:.0f} a second"
    )
    console.print(table_of(cold, warm, echo))
    console.print(f"Taken in {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
