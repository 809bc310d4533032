"""Matching at size: ``python -m tests.bench.scale [UTTERANCES…]``, on made-up entries, beside the same run's peers.

An entry has a few words of its own among many that all share, as FAQ entries do; a question is a phrasing of an
entry that isn't in the index. The linear SVM and WRatio are left out where one build or question takes too long.
"""

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import numpy as np

from bot.knowledge.reading import load_knowledge
from bot.matching.model import Question
from bot.matching.opening import open_matcher
from bot.text import fold
from tests.bench.matching import PEERS, Find, Phrasing
from tests.bench.public import Labelled, write_directory

SIZES: Final = ((1_500, 150), (15_000, 150), (100_000, 1_000))
ASKED: Final = 200
SEED: Final = 20261130
_SYLLABLES: Final = (
    *("ka", "re", "mi", "so", "tu", "la", "ne", "po", "vi", "da"),
    *("sho", "ri", "ban", "mo", "lek", "tar", "zen", "qu", "or", "el"),
)
_LARGEST_SVM: Final = 15_000


def made_up(utterances: int, entries: int) -> tuple[Labelled, Labelled]:
    """Return phrasings with their entries to learn from, and ``ASKED`` others to ask."""
    draw = random.Random(SEED)  # noqa: S311 - a sample, no secret
    words = sorted({"".join(draw.choices(_SYLLABLES, k=draw.randint(2, 3))) for _ in range(6_000)})
    draw.shuffle(words)
    shared, own = words[:600], {entry: draw.sample(words[600:], 12) for entry in range(entries)}

    def phrasing(entry: int) -> tuple[str, str]:
        said = draw.sample(own[entry], 3) + draw.choices(shared, k=draw.randint(2, 6))
        draw.shuffle(said)
        return " ".join(said), f"e{entry}"

    train = [phrasing(number % entries) for number in range(utterances)]
    return train, [phrasing(draw.randrange(entries)) for _ in range(ASKED)]


def timed(find: Find, asked: Labelled) -> tuple[float, float, float]:
    """Return success@1 in per cent, and the median and 99th percentile of one question's time in ms."""
    right, times = 0, []
    for text, label in asked:
        started = time.perf_counter()
        right += find(text) == label
        times.append((time.perf_counter() - started) * 1000)
    return 100 * right / len(asked), median(times), float(np.quantile(times, 0.99))


def rows(utterances: int, entries: int) -> Iterator[str]:
    """Yield Markdown rows of one size: ours, then the peers."""
    train, asked = made_up(utterances, entries)
    with tempfile.TemporaryDirectory() as folder:
        classes = write_directory(Path(folder), train, None)
        started = time.perf_counter()
        matcher = open_matcher(load_knowledge(Path(folder)), Path(folder))
        built_s = time.perf_counter() - started

    def ours(text: str) -> str:
        return classes[matcher.search(Question(text)).candidates[0].id]

    yield _row("**kzjp**", utterances, built_s, timed(ours, asked))
    phrasings = [Phrasing(fold(text), label) for text, label in train]
    for name, make in PEERS.items():
        if name == "TF-IDF + linear SVM" and utterances > _LARGEST_SVM:
            continue
        started = time.perf_counter()
        find = make(phrasings)
        yield _row(name, utterances, time.perf_counter() - started, timed(find, asked))


def _row(name: str, utterances: int, built_s: float, figures: tuple[float, float, float]) -> str:
    right, middle, slow = figures
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"| {name} | {utterances:,} | {right:.1f} | {middle:.2f} | {slow:.2f} | {built_s:.1f} | {memory} |"


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    chosen = {int(size) for size in arguments}
    sys.stdout.write("| method | utterances | success@1 | median ms | p99 ms | build s | peak memory so far, MB |\n")
    sys.stdout.write("|---|---|---|---|---|---|---|\n")
    for utterances, entries in SIZES:
        for line in rows(utterances, entries) if not chosen or utterances in chosen else ():
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
