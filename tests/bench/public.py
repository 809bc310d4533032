"""Matching on public sets, where their files are: ``KZJP_BENCH_DATA=folder python -m tests.bench.public``.

Looks in the folder for ``data_full.json`` (CLINC150) and for ``train.csv`` with ``test.csv`` (Banking77: text,
category). Each becomes a knowledge directory, an entry a class, and is asked its test questions; out of scope
are CLINC150's. OOS@2: share of questions out of scope that are declined where the threshold costs 2 points of
accuracy in scope.
"""

import csv
import json
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import yaml

from bot.knowledge.reading import load_knowledge
from bot.matching.model import Question
from bot.matching.opening import open_matcher

SHOTS = (5, 10, None)
_SEED = 20261122
_ENTRY = {"topic": "all", "answer": {"en": "Answer.[^fact]"}}
_FILES = {
    "topics.yaml": "- {id: all, title: {en: All}}\n",
    "sources.yaml": '- {id: source, title: T, publisher: P, url: "https://example.org", published: "2020-01-01",'
    " language: en, kind: news}\n",
    "facts/all.yaml": '- {id: fact, topic: all, as_of: "2020-01-01", status: in-force, sources: [source],'
    " statement: {en: Statement}}\n",
}

Labelled = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class PublicSet:
    """Texts with their classes to learn from and to ask, and texts of no class."""

    name: str
    train: Labelled
    asked: Labelled
    strangers: Sequence[str]


def sets_in(folder: Path) -> Iterator[PublicSet]:
    """Yield each set whose files are there."""
    clinc = folder / "data_full.json"
    if clinc.exists():
        splits = json.loads(clinc.read_text(encoding="utf-8"))
        train = [(text, label) for text, label in splits["train"]]
        asked = [(text, label) for text, label in splits["test"]]
        yield PublicSet("CLINC150", train, asked, [text for text, _ in splits["oos_test"]])
    if (folder / "train.csv").exists() and (folder / "test.csv").exists():
        yield PublicSet("Banking77", _csv(folder / "train.csv"), _csv(folder / "test.csv"), [])


def _csv(path: Path) -> Labelled:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]


def write_directory(directory: Path, train: Labelled, shots: int | None) -> dict[str, str]:
    """Write a knowledge directory with ``shots`` utterances a class; return each entry's class."""
    for name, text in _FILES.items():
        (directory / name).parent.mkdir(parents=True, exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")
    by_class: dict[str, list[str]] = defaultdict(list)
    for text, label in train:
        by_class[label].append(text)
    (directory / "faq").mkdir()
    classes: dict[str, str] = {}
    for number, (label, texts) in enumerate(sorted(by_class.items())):
        random.Random(_SEED).shuffle(texts)  # noqa: S311 - a sample, no secret
        entry = {"id": f"class-{number}", "utterances": {"en": texts[:shots]}, **_ENTRY}
        (directory / "faq" / f"class-{number}.yaml").write_text(yaml.safe_dump(entry, allow_unicode=True))
        classes[f"class-{number}"] = label
    return classes


def row(public: PublicSet, shots: int | None) -> str:
    """Return a Markdown row of figures for one set and number of utterances a class."""
    with tempfile.TemporaryDirectory() as folder:
        directory = Path(folder)
        classes = write_directory(directory, public.train, shots)
        started = time.perf_counter()
        matcher = open_matcher(load_knowledge(directory), directory)
        built_s = time.perf_counter() - started
    right: list[tuple[float, bool]] = []
    times: list[float] = []
    for text, label in public.asked:
        started = time.perf_counter()
        best = matcher.search(Question(text)).candidates[0]
        times.append((time.perf_counter() - started) * 1000)
        right.append((best.score, classes[best.id] == label))
    outside = [matcher.search(Question(text)).candidates[0].score for text in public.strangers]
    accuracy = 100 * sum(hit for _, hit in right) / len(right)
    auroc, declined = separation(right, outside) if outside else (float("nan"), float("nan"))
    return (
        f"| {public.name} | {shots or 'all'} | {accuracy:.1f} | {100 * auroc:.1f} | {100 * declined:.1f} "
        f"| {median(times):.2f} | {built_s:.1f} |"
    )


def separation(right: Sequence[tuple[float, bool]], outside: Sequence[float]) -> tuple[float, float]:
    """Return AUROC of in scope against out of scope, and the share declined at two points' loss of accuracy."""
    inside = sorted(score for score, _ in right)
    above = sum(sum(score > other for score in inside) for other in outside)
    hits = sum(hit for _, hit in right)
    lost, threshold = 0, 0.0
    for score, hit in sorted(right):
        lost += hit
        if lost > 0.02 * len(right) or lost >= hits:
            threshold = score
            break
    declined = sum(score < threshold for score in outside) / len(outside)
    return above / (len(inside) * len(outside)), declined


def main() -> None:
    """Measure and print."""
    folder = os.environ.get("KZJP_BENCH_DATA")
    if not folder:
        sys.exit("KZJP_BENCH_DATA names no folder with the public sets' files")
    lines = [
        "| set | utterances a class | success@1 | AUROC | OOS@2 | median ms | build s |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [row(public, shots) for public in sets_in(Path(folder)) for shots in SHOTS]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
