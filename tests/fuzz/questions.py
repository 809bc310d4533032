"""``python -m tests.fuzz.questions --count N``: hostile questions at the answerer, and the figures of the run."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Annotated, Final

import typer

from bot.config import Settings, shipped_knowledge_dir
from bot.evaluating import gather
from tests.fuzz.hostile import Hostile, Stream
from tests.fuzz.memory import TENTHS, Memory
from tests.fuzz.trial import Judged, Trial

SEED: Final = 20261129


@dataclass(slots=True)
class Figures:
    """What a run came to."""

    memory: Memory
    outcomes: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")
    took_s: float = 0.0

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
        yield from self.memory.lines()
        yield f"wrong      {len(self.wrong)}"
        yield from self.wrong[:20]


def real_questions() -> tuple[str, ...]:
    """Return the test questions of all languages."""
    return tuple(question.text for question in gather((), ("en", "ru", "kk", "ja")))


async def run(trial: Trial, stream: Stream, count: int) -> Figures:
    """Ask ``count`` questions and return the figures; an exception of the program's ends it with the question."""
    figures = Figures(Memory(count))
    for number, hostile in enumerate(islice(stream, count)):
        figures.memory.look(number)
        try:
            figures.add(hostile, await trial.judge(hostile))
            await asyncio.sleep(0)  # a loop that never has its turn keeps the timers that were cancelled
        except Exception as error:
            error.add_note(f"question {number}: {hostile!r}")
            raise
    figures.memory.look(count)
    return figures


def main(
    count: Annotated[int, typer.Option(min=TENTHS, help="How many questions.")] = 3_000,
    seed: Annotated[int, typer.Option(help="Other seed, other questions.")] = SEED,
) -> None:
    """Ask hostile questions of the shipped knowledge; exit 1 if a reply is wrong or memory grows."""
    started = time.perf_counter()
    trial = Trial.of(shipped_knowledge_dir(), Settings().cache_dir())
    figures = asyncio.run(run(trial, Stream(seed, real_questions()), count))
    print("\n".join((*figures.lines(), f"in all     {time.perf_counter() - started:.0f} s")))
    sys.exit(1 if figures.wrong or figures.memory.grew else 0)


if __name__ == "__main__":
    typer.run(main)
