"""Editorial rules: what a knowledge base that loads must still satisfy before it is shipped."""

from collections.abc import Iterator
from typing import Final

from bot.knowledge.citations import split_sentences
from bot.knowledge.model import Entry, Fact, KnowledgeBase, Localized, Place, Status, Utterance
from bot.knowledge.nodes import Problem
from bot.text import fold

FEWEST_UTTERANCES: Final = 6


def check_editorial(knowledge: KnowledgeBase) -> tuple[Problem, ...]:
    """Return every breach of the editorial rules, by path and line."""
    found = [
        *_languages(knowledge),
        *(problem for entry in knowledge.entries.values() for problem in _entry(entry, knowledge)),
        *(problem for fact in knowledge.facts.values() for problem in _fact(fact)),
        *_doubled_utterances(knowledge),
        *_unused_sources(knowledge),
    ]
    return tuple(sorted(found))


def _problem(place: Place, message: str) -> Problem:
    return Problem(place.path, place.line, message)


def _languages(knowledge: KnowledgeBase) -> Iterator[Problem]:
    for topic in knowledge.topics.values():
        yield from _missing(topic.title, f"topic {topic.id!r}: title", topic.place, knowledge)
    for fact in knowledge.facts.values():
        yield from _missing(fact.statement, f"fact {fact.id!r}: statement", fact.place, knowledge)


def _missing(localized: Localized, what: str, place: Place, knowledge: KnowledgeBase) -> Iterator[Problem]:
    for language in knowledge.languages:
        if language not in localized:
            yield _problem(place, f"{what} has no {language!r}")


def _fact(fact: Fact) -> Iterator[Problem]:
    if fact.status is Status.SUPERSEDED and fact.superseded_by is None:
        yield _problem(fact.place, f"fact {fact.id!r}: is superseded, but 'superseded_by' doesn't say by what")
    if fact.status is not Status.SUPERSEDED and fact.superseded_by is not None:
        yield _problem(fact.place, f"fact {fact.id!r}: has 'superseded_by', but its status is {fact.status}")


def _entry(entry: Entry, knowledge: KnowledgeBase) -> Iterator[Problem]:
    for language in knowledge.languages:
        if language not in entry.answer:
            yield _problem(entry.place, f"answer has no {language!r}")
        said = len(entry.utterances.get(language, ()))
        if said < FEWEST_UTTERANCES:
            yield _problem(entry.place, f"utterances.{language}: {said}, at least {FEWEST_UTTERANCES} are needed")
    if entry.id in entry.related:
        yield _problem(entry.place, "is related to itself")
    for language, place in entry.answer_places.items():
        yield from _answer(entry, language, place)
    facts = [knowledge.fact(citation) for citation in entry.facts]
    if facts and all(fact.status is Status.SUPERSEDED for fact in facts):
        yield _problem(entry.place, "the answer rests on superseded facts alone")


def _answer(entry: Entry, language: str, place: Place) -> Iterator[Problem]:
    for sentence in entry.answer[language]:
        if not sentence.citations:
            yield _problem(place, f"answer.{language}: no citation after {_short(sentence.text)!r}")
        if not sentence.text:
            yield _problem(place, f"answer.{language}: citations without a sentence before them")
        elif len(split_sentences(sentence.text)) > 1:
            yield _problem(
                place, f"answer.{language}: a sentence without its own citation in {_short(sentence.text)!r}"
            )


def _doubled_utterances(knowledge: KnowledgeBase) -> Iterator[Problem]:
    first: dict[str, tuple[str, Utterance]] = {}
    for entry in knowledge.entries.values():
        for utterance in (said for utterances in entry.utterances.values() for said in utterances):
            folded = fold(utterance.text)
            owner, earlier = first.setdefault(folded, (entry.id, utterance))
            if earlier is utterance:
                if not folded:
                    yield _problem(utterance.place, "utterance has no words")
            elif owner != entry.id:
                where = f"{earlier.place.path}:{earlier.place.line}"
                yield _problem(utterance.place, f"utterance {_short(utterance.text)!r} stands in two entries: {where}")
            elif _same_language(entry, earlier, utterance):
                yield _problem(utterance.place, f"utterance {_short(utterance.text)!r} stands here twice")


def _same_language(entry: Entry, one: Utterance, other: Utterance) -> bool:
    return any(one in said and other in said for said in entry.utterances.values())


def _unused_sources(knowledge: KnowledgeBase) -> Iterator[Problem]:
    used = {source for fact in knowledge.facts.values() for source in fact.sources}
    for source in knowledge.sources.values():
        if source.id not in used:
            yield _problem(source.place, f"source {source.id!r} is used by no fact")


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}…"
