"""New records to be filled in: an entry's file, or a fact at the end of its topic's file."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.errors import KnowledgeError, UsageError
from bot.knowledge.coverage import FEWEST_UTTERANCES
from bot.knowledge.model import Confidence, KnowledgeBase, Place, Status
from bot.knowledge.nodes import Problems, Scalar, Table
from bot.knowledge.reading import read_knowledge
from bot.knowledge.record import MAX_ID_LENGTH, Record
from bot.knowledge.style import LONGEST_QUESTION, PLACEHOLDER

_ITEM: Final = re.compile(r"^( *)- ", re.MULTILINE)


def new_entry(directory: Path, topic: str, entry_id: str) -> Path:
    """Write the skeleton of an entry in every language of the base, and return its file.

    Raises:
        UsageError: if the topic doesn't exist, or the id is taken or is none.
        KnowledgeError: if too little of the directory can be read.
    """
    knowledge = _read(directory, topic, entry_id)
    path = directory / "faq" / topic / f"{entry_id}.yaml"
    if entry_id in knowledge.entries:
        raise UsageError(f"entry {entry_id!r} exists already: {knowledge.entries[entry_id].place.path}")
    if path.exists():
        raise UsageError(f"{path} exists already")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_entry(topic, entry_id, tuple(knowledge.languages)), encoding="utf-8")
    return path


def new_fact(directory: Path, topic: str, fact_id: str) -> Path:
    """Append the skeleton of a fact in every language of the base to its topic's file, and return the file.

    Raises:
        UsageError: if the topic doesn't exist, or the id is taken or is none.
        KnowledgeError: if too little of the directory can be read.
    """
    knowledge = _read(directory, topic, fact_id)
    if fact_id in knowledge.facts or fact_id in knowledge.former_facts:
        taken = knowledge.fact(fact_id)
        raise UsageError(f"fact {fact_id!r} exists already: {taken.place.path}:{taken.place.line}")
    path = directory / "facts" / f"{topic}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8").rstrip() if path.exists() else ""
    item = _ITEM.search(before)
    if before and item is None:
        raise UsageError(f"{path} is no list of facts, each starting with '- id: …'")
    indent = item[1] if item else ""
    lines = (f"{indent}{line}".rstrip() for line in _fact(topic, fact_id, tuple(knowledge.languages)))
    path.write_text((f"{before}\n\n" if before else "") + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def _read(directory: Path, topic: str, record_id: str) -> KnowledgeBase:
    place, problems_of_id = Place("id", 1), Problems()
    table = Table({"id": Scalar(record_id, place)}, {"id": place}, place)
    if Record(table, problems_of_id).identifier("id") != record_id or problems_of_id.all():
        raise UsageError(f"an id is at most {MAX_ID_LENGTH} of a-z, 0-9 and single - or _: {record_id!r}")
    knowledge, problems = read_knowledge(directory)
    if knowledge is None or not knowledge.topics:
        raise KnowledgeError(tuple(map(str, problems)) or (f"{directory}: has no topics",))
    if topic not in knowledge.topics:
        raise UsageError(f"topic {topic!r} does not exist; there are: {', '.join(knowledge.topics)}")
    return knowledge


def _entry(topic: str, entry_id: str, languages: Iterable[str]) -> str:
    lines = [
        f"id: {entry_id}",
        f"topic: {topic}",
        'known: true  # false: the honest answer is "no source states it"',
        f"# At least {FEWEST_UTTERANCES} phrasings a language, as people type them: short, long, careless.",
        f"# The first is the canonical question, shown on buttons: at most {LONGEST_QUESTION} characters.",
        "utterances:",
        *(line for language in languages for line in (f"  {language}:", f'    - "{PLACEHOLDER}"')),
        "# Near misses that must not lead here; take the three lines away or uncomment them.",
        "# not_utterances:",
        *(f'#   {language}: ["{PLACEHOLDER}"]' for language in languages),
        "# Each sentence ends in the facts it stands on: Text.[^fact-id][^other-id]",
        "# Numbers and dates are those of the cited facts, the same in every language.",
        "answer:",
        *(f'  {language}: "{PLACEHOLDER}"' for language in languages),
        "related: []  # ids of two or three entries to offer next",
    ]
    return "\n".join(lines) + "\n"


def _fact(topic: str, fact_id: str, languages: Iterable[str]) -> list[str]:
    return [
        f"- id: {fact_id}",
        f"  topic: {topic}",
        f'  as_of: "{PLACEHOLDER}"  # the day the sources are from: YYYY-MM-DD',
        f"  status: {Status.IN_FORCE}  # {' | '.join(Status)}",
        f"  confidence: {Confidence.MEDIUM}  # {' | '.join(Confidence)}; high: official or two independent sources",
        '  # review_by: "YYYY-MM-DD"  # when to look again, for what may change',
        f'  sources: ["{PLACEHOLDER}"]  # ids of sources.yaml, at least one',
        "  # One sentence that stands by itself: who, what, when. Numbers and dates the same in every language.",
        "  statement:",
        *(f'    {language}: "{PLACEHOLDER}"' for language in languages),
    ]
