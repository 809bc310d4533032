"""``python -m tests.fuzz.questions --count N``: hostile questions at the answerer, and the figures of the run."""

import asyncio
import gc
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Annotated, Final

import psutil
import typer

from bot.config import Settings, shipped_knowledge_dir
from bot.evaluating import gather
from tests.fuzz.hostile import Hostile, Stream
from tests.fuzz.trial import Judged, Trial

SEED: Final = 20261129
TENTHS: Final = 10
WARM_TENTHS: Final = 3
MOST_GROWTH_MB: Final = 20.0
_MB: Final = 1024 * 1024


@dataclass(slots=True)
class Figures:
    """What a run came to; memory is the process's, at every tenth of the way."""

    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    took_s: float = 0.0
    memory_mb: list[float] = field(default_factory=list)

    @property
    def growth_mb(self) -> float:
        """How much memory grew once caches were full: from three tenths of the way to the end."""
        return self.memory_mb[-1] - self.memory_mb[WARM_TENTHS]

    def add(self, hostile: Hostile, judged: Judged) -> None:
        """Count one question."""
        self.kinds[hostile.kind] += 1
        self.outcomes[judged.outcome] += 1
        self.wrong += (f"{hostile.kind} {hostile.text[:80]!r}: {problem}" for problem in judged.wrong)
        self.took_s += judged.took_s
        if judged.took_s > self.slowest[0]:
            self.slowest = judged.took_s, f"{hostile.kind} {hostile.text[:40]!r} ({len(hostile.text)} characters)"

    def lines(self) -> Iterator[str]:
        """Return the figures in words."""
        count = sum(self.outcomes.values())
        yield f"questions  {count:,} ({', '.join(f'{kind} {number:,}' for kind, number in sorted(self.kinds.items()))})"
        yield f"outcomes   {', '.join(f'{name} {number:,}' for name, number in self.outcomes.most_common())}"
        yield f"time       {self.took_s / count * 1000:.2f} ms of processor time a question"
        yield f"slowest    {self.slowest[0] * 1000:.0f} ms: {self.slowest[1]}"
        yield f"memory     {' '.join(f'{value:.0f}' for value in self.memory_mb)} MB at each tenth"
        yield f"growth     {self.growth_mb:+.1f} MB from {WARM_TENTHS} tenths of the way to the end"
        yield f"wrong      {len(self.wrong)}"
        yield from self.wrong[:20]


def real_questions() -> tuple[str, ...]:
    """Return the test questions of all languages."""
    return tuple(question.text for question in gather((), ("en", "ru", "kk", "ja")))


async def run(trial: Trial, stream: Stream, count: int) -> Figures:
    """Ask ``count`` questions and return the figures; an exception of the program's ends it with the question."""
    figures = Figures()
    for number, hostile in enumerate(islice(stream, count)):
        if number % max(1, count // TENTHS) == 0:
            figures.memory_mb.append(memory_mb())
            print(f"{number:,} asked, {figures.memory_mb[-1]:.0f} MB", file=sys.stderr)
        try:
            figures.add(hostile, await trial.judge(hostile))
        except Exception as error:
            error.add_note(f"question {number}: {hostile!r}")
            raise
    figures.memory_mb.append(memory_mb())
    return figures


def memory_mb() -> float:
    """Return what this process has in memory, garbage collected."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / _MB


def main(
    count: Annotated[int, typer.Option(min=TENTHS, help="How many questions.")] = 3_000,
    seed: Annotated[int, typer.Option(help="Other seed, other questions.")] = SEED,
) -> None:
    """Ask hostile questions of the shipped knowledge; exit 1 if a reply is wrong or memory grows."""
    started = time.perf_counter()
    trial = Trial.of(shipped_knowledge_dir(), Settings().cache_dir())
    figures = asyncio.run(run(trial, Stream(seed, real_questions()), count))
    print("\n".join((*figures.lines(), f"in all     {time.perf_counter() - started:.0f} s")))
    sys.exit(1 if figures.wrong or figures.growth_mb > MOST_GROWTH_MB else 0)


if __name__ == "__main__":
    typer.run(main)
