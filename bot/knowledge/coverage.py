"""That nothing is missing and nothing lies idle: languages, enough utterances, facts and sources in use."""

from collections.abc import Iterator
from typing import Final

from bot.knowledge.model import Entry, KnowledgeBase, Localized, Place, Status
from bot.knowledge.nodes import Problem

FEWEST_UTTERANCES: Final = 15


def check_coverage(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Yield a problem for each language left out, each entry with few utterances, each unused fact and source."""
    for topic in knowledge.topics.values():
        yield from _missing(topic.title, f"topic {topic.id!r}: title", topic.place, knowledge)
    for fact in knowledge.facts.values():
        yield from _missing(fact.statement, f"fact {fact.id!r}: statement", fact.place, knowledge)
    for entry in knowledge.entries.values():
        yield from _entry(entry, knowledge)
    yield from _unreachable_facts(knowledge)
    yield from _unused_sources(knowledge)


def _missing(localized: Localized, what: str, place: Place, knowledge: KnowledgeBase) -> Iterator[Problem]:
    for language in knowledge.languages:
        if language not in localized:
            yield Problem(place.path, place.line, f"{what} has no {language!r}")


def _entry(entry: Entry, knowledge: KnowledgeBase) -> Iterator[Problem]:
    for language in knowledge.languages:
        if language not in entry.answer:
            yield Problem(entry.place.path, entry.place.line, f"answer has no {language!r}")
        said = entry.utterances.get(language, ())
        place = said[0].place if said else entry.place
        if not said:
            yield Problem(place.path, place.line, f"utterances have no {language!r}")
        elif len(knowledge.languages) > 1 and len(said) < FEWEST_UTTERANCES:
            message = f"utterances.{language}: {len(said)}, at least {FEWEST_UTTERANCES} are needed"
            yield Problem(place.path, place.line, message)


def _unreachable_facts(knowledge: KnowledgeBase) -> Iterator[Problem]:
    cited = {knowledge.fact(fact).id for entry in knowledge.entries.values() for fact in entry.facts}
    for fact in knowledge.facts.values():
        if fact.status is Status.SUPERSEDED and fact.id not in cited:
            message = f"fact {fact.id!r}: nobody can come to it: it is superseded and no answer cites it"
            yield Problem(fact.place.path, fact.place.line, message)


def _unused_sources(knowledge: KnowledgeBase) -> Iterator[Problem]:
    used = {source for fact in knowledge.facts.values() for source in fact.sources}
    for source in knowledge.sources.values():
        if source.id not in used:
            yield Problem(source.place.path, source.place.line, f"source {source.id!r} is used by no fact")
