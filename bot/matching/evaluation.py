"""Evaluation: how well questions that no curator wrote are understood, in the measures of search evaluation.

success@k: a right candidate stands among the first k, whatever was decided. MRR: mean of 1/rank of the first
right candidate. Coverage: share of questions in scope that were answered. Precision: share of the answers given
to questions in scope that were right. Helped: answered rightly or the right one offered. False answers: share
of questions out of scope that were answered. AUROC: probability that a question in scope scores above one out
of it. Intervals are Wilson's, 95 %.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.nodes import Problems, Table, read_file
from bot.knowledge.nodes import Sequence as ListNode
from bot.knowledge.record import Record
from bot.matching.model import Candidate, Decision, Question, Search

_Z: Final = 1.96


class Searcher(Protocol):
    """What is evaluated."""

    def search(self, question: Question) -> Search:
        """Return candidates and a decision."""
        ...


@dataclass(frozen=True, slots=True)
class TestQuestion:
    """A question with what answers it: ``facts``, or with ``unknown`` an honest entry, or nothing at all."""

    text: str
    language: str
    kind: str
    facts: frozenset[str]
    unknown: bool

    @property
    def in_scope(self) -> bool:
        """Say whether the knowledge base answers it."""
        return self.unknown or bool(self.facts)


@dataclass(frozen=True, slots=True)
class Trial:
    """One question asked: the decision, the candidates, and the rank (from 1) of the first right one."""

    question: TestQuestion
    search: Search
    rank: int | None

    @property
    def answered(self) -> bool:
        """Say whether an answer was given."""
        return self.search.decision is Decision.ANSWER

    @property
    def score(self) -> float:
        """The first candidate's score."""
        return self.search.candidates[0].score if self.search.candidates else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """A share of ``count`` with its 95 % interval; ``value`` is None where there is nothing to share."""

    value: float | None
    low: float
    high: float
    count: int


@dataclass(frozen=True, slots=True)
class Measures:
    """The measures of one group of trials."""

    group: str
    questions: int
    success_at_1: Share
    success_at_3: Share
    helped: Share
    mrr: float
    coverage: Share
    precision: Share
    false_answers: Share
    language_right: Share
    auroc: float | None


def read_questions(path: Path, language: str) -> tuple[TestQuestion, ...]:
    """Return the test questions in a YAML file: ``{question, kind, facts?}``; ``facts: []`` means honestly unknown.

    Raises:
        KnowledgeError: with every problem of the file.
    """
    problems = Problems()
    node = read_file(path, path.read_bytes(), problems)
    questions: list[TestQuestion] = []
    if node is not None and not isinstance(node, ListNode):
        problems.add(node.place, "must be a list of questions")
    for item in node.items if isinstance(node, ListNode) else ():
        if not isinstance(item, Table):
            problems.add(item.place, "must be a question with its kind")
            continue
        record = Record(item, problems)
        facts = frozenset(record.texts("facts"))
        unknown = record.has("facts") and not facts
        questions.append(TestQuestion(record.text("question"), language, record.text("kind"), facts, unknown))
        record.finish()
    if found := problems.all():
        raise KnowledgeError(tuple(map(str, found)))
    return tuple(questions)


def ask_all(searcher: Searcher, knowledge: KnowledgeBase, questions: Iterable[TestQuestion]) -> tuple[Trial, ...]:
    """Ask every question, without any hint of its language."""
    trials = []
    for question in questions:
        search = searcher.search(Question(question.text))
        right = (place for place, item in enumerate(search.candidates, 1) if is_right(item, question, knowledge))
        trials.append(Trial(question, search, next(right, None)))
    return tuple(trials)


def measure(group: str, trials: Sequence[Trial]) -> Measures:
    """Return the measures of ``trials``."""
    inside = [trial for trial in trials if trial.question.in_scope]
    outside = [trial for trial in trials if not trial.question.in_scope]
    answered = [trial for trial in inside if trial.answered]
    return Measures(
        group=group,
        questions=len(trials),
        success_at_1=share([trial.rank == 1 for trial in inside]),
        success_at_3=share([trial.rank is not None and trial.rank <= 3 for trial in inside]),
        helped=share([_helped(trial) for trial in inside]),
        mrr=sum(1 / trial.rank for trial in inside if trial.rank) / max(len(inside), 1),
        coverage=share([trial.answered for trial in inside]),
        precision=share([trial.rank == 1 for trial in answered]),
        false_answers=share([trial.answered for trial in outside]),
        language_right=share([trial.search.language == trial.question.language for trial in trials]),
        auroc=_auroc([trial.score for trial in inside], [trial.score for trial in outside]),
    )


def share(hits: Sequence[bool]) -> Share:
    """Return the share of true values with Wilson's 95 % interval."""
    count = len(hits)
    if not count:
        return Share(None, 0.0, 1.0, 0)
    part = sum(hits) / count
    middle = (part + _Z * _Z / (2 * count)) / (1 + _Z * _Z / count)
    width = _Z * math.sqrt(part * (1 - part) / count + _Z * _Z / (4 * count * count)) / (1 + _Z * _Z / count)
    return Share(part, max(0.0, middle - width), min(1.0, middle + width), count)


def confusions(trials: Iterable[Trial]) -> tuple[tuple[str, str, int], ...]:
    """Return pairs (what stood first, what was right) of wrongly ranked questions with how often, most first."""
    counts: dict[tuple[str, str], int] = {}
    for trial in trials:
        if trial.rank is not None and trial.rank > 1:
            pair = trial.search.candidates[0].id, trial.search.candidates[trial.rank - 1].id
            counts[pair] = counts.get(pair, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple((first, right, count) for (first, right), count in ranked)


def _helped(trial: Trial) -> bool:
    if trial.rank is None:
        return False
    offered = 1 if trial.answered else trial.search.offered
    return trial.rank <= offered


def is_right(candidate: Candidate, question: TestQuestion, knowledge: KnowledgeBase) -> bool:
    """Say whether a candidate answers a question: it cites one of its facts, or honestly says that none is known."""
    if candidate.kind == "fact":
        return candidate.id in question.facts
    entry = knowledge.entries[candidate.id]
    if question.unknown:
        return not entry.known
    cited = {knowledge.fact(fact).id for fact in entry.facts} | set(entry.facts)
    return bool(question.facts & cited)


def _auroc(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    if not inside or not outside:
        return None
    above = sum((one > other) + 0.5 * (one == other) for one in inside for other in outside)
    return above / (len(inside) * len(outside))
