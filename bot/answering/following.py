"""Follow-ups: a question that makes no sense alone is searched together with the one before it.

A follow-up is short and gives itself away by its first or last words, curated in ``follow-ups.yaml``. It must
change what is found: a search that merely finds the previous answer again has understood nothing of it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.config import shipped_knowledge_dir
from bot.knowledge.nodes import Problem, Problems, Table, read_file
from bot.knowledge.record import Record
from bot.matching.model import Candidate, Decision, Search
from bot.text import fold

FILE_NAME: Final = "follow-ups.yaml"
LONGEST_WORDS: Final = 7
LONGEST_UNSPACED: Final = 20
LIFT: Final = 1.4
DOMINANT: Final = 2.5
MOST_OFFERED: Final = 3
LIKELY_ENOUGH: Final = 0.1
_FAINT: Final = 0.003
"""Taken for the score of a candidate that one of the searches doesn't list."""
_UNSPACED: Final = re.compile(r"[ぁ-ゟ゠-ヿ一-鿿]")


@dataclass(frozen=True, slots=True)
class FollowUpSigns:
    """Folded words that begin, end or stand anywhere in a follow-up, of every language."""

    begins: frozenset[str]
    ends: frozenset[str]
    holds: frozenset[str]

    def show_in(self, text: str) -> bool:
        """Say whether ``text`` looks like a follow-up."""
        folded = fold(text)
        words = folded.split()
        if _UNSPACED.search(folded):
            run = "".join(words)
            return 0 < len(run) <= LONGEST_UNSPACED and (
                run.startswith(tuple(self.begins)) or run.endswith(tuple(self.ends))
            )
        if not 0 < len(words) <= LONGEST_WORDS:
            return False
        framed = f" {folded} "
        return (
            any(framed.startswith(f" {sign} ") for sign in self.begins)
            or any(framed.endswith(f" {sign} ") for sign in self.ends)
            or not self.holds.isdisjoint(words)
        )


NO_SIGNS: Final = FollowUpSigns(frozenset(), frozenset(), frozenset())


def read_follow_ups(directory: Path) -> tuple[FollowUpSigns, tuple[Problem, ...]]:
    """Return the signs in ``directory``, or the shipped ones where it has none, and every problem of the file.

    The file is ``{begins, ends, holds}``, each a mapping from a language to a list of words.
    """
    problems, path = Problems(), directory / FILE_NAME
    if not path.exists():
        path = shipped_knowledge_dir() / FILE_NAME
    node = read_file(path, path.read_bytes(), problems)
    if not isinstance(node, Table):
        if node is not None:
            problems.add(node.place, "must be a mapping with begins, ends and holds")
        return NO_SIGNS, problems.all()
    record = Record(node, problems)
    begins, ends, holds = (_signs(record, key, problems) for key in ("begins", "ends", "holds"))
    record.finish()
    return FollowUpSigns(begins, ends, holds), problems.all()


def _signs(record: Record, key: str, problems: Problems) -> frozenset[str]:
    table = record.table(key)
    if table is None:
        return frozenset()
    languages = Record(table, problems)
    return frozenset(fold(text) for language in table.items for text in languages.texts(language)) - {""}


@dataclass(frozen=True, slots=True)
class Searches:
    """The three searches that a follow-up is judged by: itself, the previous question, and both together."""

    alone: Search
    previous: Search
    together: Search


def judge(searches: Searches) -> Search | None:
    """Return what the follow-up means together with the previous question, or None if it must stand alone."""
    together, known = searches.together, searches.previous.candidates[:1]
    if not together.candidates:
        return None
    first, alone = together.candidates[0], searches.alone
    if alone.decision is Decision.ANSWER and alone.candidates[0].score >= first.score:
        return None
    renewed = not known or _name(first) != _name(known[0])
    if together.decision is Decision.ANSWER and renewed:
        return together
    if alone.decision is Decision.ANSWER:
        return None
    return _offer(_lifted(searches), searches)


def _lifted(searches: Searches) -> list[tuple[float, Candidate]]:
    """Return the candidates that the follow-up made likelier, best first, each with the product of its scores."""
    alone, before = _scores(searches.alone), _scores(searches.previous)
    known = {_name(candidate) for candidate in searches.previous.candidates[:1]}
    faint = min(before.values(), default=_FAINT)
    found: list[tuple[float, Candidate]] = []
    for candidate in searches.together.candidates:
        name = _name(candidate)
        if name in known or (searches.alone.decision is Decision.DECLINE and name not in alone):
            continue
        if candidate.score >= LIFT * before.get(name, min(faint, _FAINT)):
            found.append((candidate.score * max(alone.get(name, 0.0), _FAINT), candidate))
    return sorted(found, key=lambda scored: -scored[0])


def _offer(lifted: list[tuple[float, Candidate]], searches: Searches) -> Search | None:
    if not lifted:
        return None
    language = searches.alone.language
    candidates = tuple(candidate for _, candidate in lifted[:MOST_OFFERED])
    alone = _scores(searches.alone)
    ahead = len(lifted) == 1 or lifted[0][0] >= DOMINANT * lifted[1][0]
    likeliest = max(candidate.score for candidate in candidates)
    if ahead and _name(candidates[0]) in alone and candidates[0].score == likeliest >= LIKELY_ENOUGH:
        return Search(language, candidates, Decision.ANSWER)
    if len(candidates) == 1:
        others = [one for one in searches.together.candidates if one not in candidates]
        candidates = (*candidates, *sorted(others, key=searches.previous.candidates[:1].__contains__)[:1])
    return Search(language, candidates, Decision.OFFER, len(candidates))


def _scores(search: Search) -> Mapping[tuple[str, str], float]:
    return {_name(candidate): candidate.score for candidate in search.candidates}


def _name(candidate: Candidate) -> tuple[str, str]:
    return candidate.kind, candidate.id
