"""Drafts out of what changed in the knowledge: new and changed facts of a topic become an announcement to be reviewed.

Nothing is worded anew: the text is the facts' own statements, each with its citation.
"""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml

from bot.announcing.files import FOLDER
from bot.knowledge.difference import compare
from bot.knowledge.model import Fact, KnowledgeBase, Status
from bot.knowledge.phrases import Phrases

MOST_FACTS: Final = 10
_SAID: Final = frozenset({"statement", "status"})
_REVIEW: Final = (
    "# Drafted from what changed in the knowledge. Review every language before it is approved:\n"
    "#   kzjp check, then kzjp announce show {id}\n"
)


def new_facts(old: KnowledgeBase, new: KnowledgeBase) -> dict[str, tuple[Fact, ...]]:
    """Return by topic the facts that are new or say something else than before, the newest first.

    A superseded fact is no news; what superseded it is.
    """
    found: dict[str, list[Fact]] = {}
    for change in compare(old, new).facts:
        if change.kind == "removed":
            continue
        fact = new.facts[change.id]
        says_more = change.kind == "new" or any(one.field.split(".")[0] in _SAID for one in change.fields)
        if says_more and fact.status is not Status.SUPERSEDED:
            found.setdefault(fact.topic, []).append(fact)
    return {topic: tuple(sorted(facts, key=lambda fact: fact.as_of, reverse=True)) for topic, facts in found.items()}


def write_drafts(
    directory: Path, old: KnowledgeBase, new: KnowledgeBase, phrases: Phrases, today: dt.date
) -> Iterator[Path]:
    """Write a file for each topic with news and yield its path; one that is there already is left alone."""
    for topic, facts in new_facts(old, new).items():
        name = f"{today.isoformat()}-{topic}"
        path = directory / FOLDER / f"{name}.yaml"
        if path.exists():
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_REVIEW.format(id=name) + _file(name, topic, facts[:MOST_FACTS], new, phrases), "utf-8")
        yield path


def _file(name: str, topic: str, facts: tuple[Fact, ...], knowledge: KnowledgeBase, phrases: Phrases) -> str:
    languages = [language for language in knowledge.languages if all(language in fact.statement for fact in facts)] or [
        next(iter(facts[0].statement))
    ]
    titles = {
        language: phrases.say(language, "draft-title", topic=knowledge.pick(knowledge.topics[topic].title, language)[1])
        for language in languages
    }
    texts = {
        language: phrases.say(language, "sentence-gap").join(
            f"{knowledge.pick(fact.statement, language)[1]}[^{fact.id}]" for fact in facts
        )
        for language in languages
    }
    record = {"id": name, "topic": topic, "title": titles, "text": texts}
    return yaml.safe_dump(record, allow_unicode=True, sort_keys=False, width=110, default_style=None)
