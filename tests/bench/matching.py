"""Matching beside its peers, on the shipped base and its test questions: ``python -m tests.bench.matching``.

Every method gets the same phrasings of one language and names one entry for each question in scope; right is an
entry that cites one of the question's facts. The peers are used as their authors show them: rapidfuzz's scorers
over folded phrasings, bm25s and SQLite's FTS5 over phrasings, a linear SVM on TF-IDF of words and characters.
"""

import sqlite3
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_union
from sklearn.svm import LinearSVC

from bot.config import shipped_knowledge_dir
from bot.evaluating import gather
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.reading import load_knowledge
from bot.matching.evaluation import TestQuestion
from bot.matching.model import Question
from bot.matching.opening import open_matcher
from bot.text import fold

Find = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A curator's phrasing, folded, and its entry."""

    text: str
    entry: str


def wratio_finder(phrasings: Sequence[Phrasing]) -> Find:
    """Return the usual fuzzy bot: the phrasing with the highest WRatio."""
    texts = [phrasing.text for phrasing in phrasings]
    return lambda question: _entry(process.extractOne(fold(question), texts, scorer=fuzz.WRatio), phrasings)


def token_set_finder(phrasings: Sequence[Phrasing]) -> Find:
    """Return the fuzzy bot that looks at sets of words."""
    texts = [phrasing.text for phrasing in phrasings]
    return lambda question: _entry(process.extractOne(fold(question), texts, scorer=fuzz.token_set_ratio), phrasings)


def _entry(best: tuple[str, float, int] | None, phrasings: Sequence[Phrasing]) -> str:
    return phrasings[best[2]].entry if best else ""


def bm25_finder(phrasings: Sequence[Phrasing]) -> Find:
    """Return bm25s over phrasings."""
    index = bm25s.BM25()
    index.index([phrasing.text.split() for phrasing in phrasings], show_progress=False)

    def find(question: str) -> str:
        found, _ = index.retrieve([fold(question).split() or ["?"]], k=1, show_progress=False)
        return phrasings[int(found[0, 0])].entry

    return find


def fts5_finder(phrasings: Sequence[Phrasing]) -> Find:
    """Return SQLite's full-text search over phrasings."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE said USING fts5(text, entry UNINDEXED, tokenize='porter unicode61')")
    database.executemany("INSERT INTO said VALUES (?, ?)", [(item.text, item.entry) for item in phrasings])

    def find(question: str) -> str:
        words = " OR ".join(f'"{word}"' for word in fold(question).split())
        row = database.execute("SELECT entry FROM said WHERE said MATCH ? ORDER BY rank LIMIT 1", (words,)).fetchone()
        return str(row[0]) if row else ""

    return find


def svm_finder(phrasings: Sequence[Phrasing]) -> Find:
    """Return a linear SVM on TF-IDF of words and of characters within words."""
    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
    )
    classifier = LinearSVC(C=1.0)
    classifier.fit(union.fit_transform([item.text for item in phrasings]), [item.entry for item in phrasings])
    return lambda question: str(classifier.predict(union.transform([fold(question)]))[0])


PEERS = {
    "rapidfuzz WRatio": wratio_finder,
    "rapidfuzz token_set_ratio": token_set_finder,
    "bm25s": bm25_finder,
    "SQLite FTS5": fts5_finder,
    "TF-IDF + linear SVM": svm_finder,
}


def measured(find: Find, questions: Sequence[TestQuestion], knowledge: KnowledgeBase) -> tuple[float, float, float]:
    """Return success@1 in per cent, and the median and 99th percentile of the time of one question in ms."""
    right, times = 0, []
    for question in questions:
        started = time.perf_counter()
        entry = find(question.text)
        times.append((time.perf_counter() - started) * 1000)
        right += bool(entry in knowledge.entries and question.facts & set(knowledge.entries[entry].facts))
    return 100 * right / len(questions), median(times), float(np.quantile(times, 0.99))


def rows(knowledge: KnowledgeBase, directory: Path) -> Iterator[str]:
    """Yield a Markdown table: method, then for each language success@1 and times."""
    matcher = open_matcher(knowledge, directory)
    questions = gather((), tuple(knowledge.languages))
    yield "| method | language | success@1 | median ms | p99 ms | build s |"
    yield "|---|---|---|---|---|---|"
    for language in knowledge.languages:
        asked = [item for item in questions if item.language == language and item.facts]
        phrasings = [
            Phrasing(fold(said.text), entry.id)
            for entry in knowledge.entries.values()
            for said in entry.utterances.get(language, ())
        ]
        for name, make in PEERS.items():
            started = time.perf_counter()
            find = make(phrasings)
            built_s = time.perf_counter() - started
            right, middle, slow = measured(find, asked, knowledge)
            yield f"| {name} | {language} | {right:.1f} | {middle:.2f} | {slow:.2f} | {built_s:.1f} |"
        right, middle, slow = measured(lambda text: matcher.search(Question(text)).candidates[0].id, asked, knowledge)
        yield f"| **kzjp** | {language} | **{right:.1f}** | {middle:.2f} | {slow:.2f} | – |"


def main() -> None:
    """Measure and print."""
    directory = shipped_knowledge_dir()
    knowledge = load_knowledge(directory)
    for row in rows(knowledge, directory):
        sys.stdout.write(f"{row}\n")


if __name__ == "__main__":
    main()
