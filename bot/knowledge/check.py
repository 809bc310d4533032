"""Editorial rules: what a knowledge base that loads must still satisfy before it is shipped.

Each family of rules has its module: agreement of numbers, ageing, coverage, style. Here are those on how records
relate to each other, and the one list of everything found.
"""

import datetime as dt
from collections.abc import Iterator

from bot.knowledge.ageing import check_ageing
from bot.knowledge.agreement import check_agreement
from bot.knowledge.coverage import check_coverage
from bot.knowledge.model import Entry, Fact, KnowledgeBase, Place, Status, Utterance
from bot.knowledge.nodes import Problem
from bot.knowledge.style import PLACEHOLDER, check_placeholders, check_style, shorten
from bot.text import fold


def check_editorial(knowledge: KnowledgeBase, today: dt.date) -> tuple[Problem, ...]:
    """Return every breach of the editorial rules, each once, by path and line."""
    found = {
        *check_coverage(knowledge),
        *check_style(knowledge),
        *check_placeholders(knowledge),
        *check_agreement(knowledge, today),
        *check_ageing(knowledge, today),
        *(problem for entry in knowledge.entries.values() for problem in _entry(entry, knowledge)),
        *(problem for fact in knowledge.facts.values() for problem in _fact(fact)),
        *_doubled_utterances(knowledge),
    }
    return tuple(sorted(found))


def _problem(place: Place, message: str) -> Problem:
    return Problem(place.path, place.line, message)


def _fact(fact: Fact) -> Iterator[Problem]:
    if fact.status is Status.SUPERSEDED and fact.superseded_by is None:
        yield _problem(fact.place, f"fact {fact.id!r}: is superseded, but 'superseded_by' doesn't say by what")
    if fact.status is not Status.SUPERSEDED and fact.superseded_by is not None:
        yield _problem(fact.place, f"fact {fact.id!r}: has 'superseded_by', but its status is {fact.status}")


def _entry(entry: Entry, knowledge: KnowledgeBase) -> Iterator[Problem]:
    if entry.id in entry.related:
        yield _problem(entry.place, "is related to itself")
    facts = [knowledge.fact(citation) for citation in entry.facts]
    if facts and all(fact.status is Status.SUPERSEDED for fact in facts):
        yield _problem(entry.place, "the answer rests on superseded facts alone")


def _doubled_utterances(knowledge: KnowledgeBase) -> Iterator[Problem]:
    first: dict[str, tuple[str, Utterance]] = {}
    for entry in knowledge.entries.values():
        said = (utterance for utterances in entry.utterances.values() for utterance in utterances)
        for utterance in (written for written in said if written.text != PLACEHOLDER):
            folded = fold(utterance.text)
            owner, earlier = first.setdefault(folded, (entry.id, utterance))
            if earlier is utterance:
                if not folded:
                    yield _problem(utterance.place, "utterance has no words")
            elif owner != entry.id:
                where = f"{earlier.place.path}:{earlier.place.line}"
                yield _problem(utterance.place, f"utterance {shorten(utterance.text)!r} stands in two entries: {where}")
            elif _same_language(entry, earlier, utterance):
                yield _problem(utterance.place, f"utterance {shorten(utterance.text)!r} stands here twice")


def _same_language(entry: Entry, one: Utterance, other: Utterance) -> bool:
    return any(one in said and other in said for said in entry.utterances.values())
