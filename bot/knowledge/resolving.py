"""That every id named in a knowledge base is there: the part of validity no single record can show."""

from bot.knowledge.model import Entry, Fact, KnowledgeBase
from bot.knowledge.nodes import Problems


def check_references(knowledge: KnowledgeBase, problems: Problems) -> None:
    """Note every id that doesn't resolve, and every former id that is taken."""
    for fact in knowledge.facts.values():
        _check_fact(fact, knowledge, problems)
    for entry in knowledge.entries.values():
        _check_entry(entry, knowledge, problems)


def _check_fact(fact: Fact, knowledge: KnowledgeBase, problems: Problems) -> None:
    if fact.topic and fact.topic not in knowledge.topics:
        problems.add(fact.place, f"fact {fact.id!r}: topic {fact.topic!r} does not exist")
    for source in fact.sources:
        if source not in knowledge.sources:
            problems.add(fact.place, f"fact {fact.id!r}: source {source!r} does not exist")
    if fact.superseded_by is not None and not _is_fact(fact.superseded_by, knowledge):
        problems.add(fact.place, f"fact {fact.id!r}: superseded_by {fact.superseded_by!r} does not exist")
    elif _is_circular(fact, knowledge):
        problems.add(fact.place, f"fact {fact.id!r}: is superseded in a circle")
    for former in fact.also:
        if former in knowledge.facts or knowledge.former_facts[former] != fact.id:
            problems.add(fact.place, f"fact {fact.id!r}: former id {former!r} is taken by another fact")


def _is_circular(fact: Fact, knowledge: KnowledgeBase) -> bool:
    seen = {fact.id}
    following = fact.superseded_by
    while following is not None and _is_fact(following, knowledge):
        if following in seen:
            return True
        seen.add(following)
        following = knowledge.fact(following).superseded_by
    return False


def _check_entry(entry: Entry, knowledge: KnowledgeBase, problems: Problems) -> None:
    if entry.topic and entry.topic not in knowledge.topics:
        problems.add(entry.place, f"topic {entry.topic!r} does not exist")
    for related in entry.related:
        if related not in knowledge.entries:
            problems.add(entry.place, f"related entry {related!r} does not exist")
    for language, sentences in entry.answer.items():
        cited = {citation for sentence in sentences for citation in sentence.citations}
        for citation in sorted(cited):
            if not _is_fact(citation, knowledge):
                problems.add(entry.answer_places[language], f"answer.{language}: fact {citation!r} does not exist")


def _is_fact(fact_id: str, knowledge: KnowledgeBase) -> bool:
    return fact_id in knowledge.facts or fact_id in knowledge.former_facts
