"""That numbers and dates are the same in every language, and that an answer's stand in the facts it cites."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from bot.knowledge.dates import NamedDate, day_date
from bot.knowledge.model import Entry, Fact, KnowledgeBase, Place, Sentence
from bot.knowledge.nodes import Problem
from bot.knowledge.quantities import Amount, Quantities, read_quantities

STAMPS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("as of", "As of"),
    "ru": ("о состоянию на",),
    "kk": ("жағдай бойынша",),
    "ja": ("時点",),
}
"""Words of a sentence that tells on which day the knowledge was checked."""


def check_agreement(knowledge: KnowledgeBase, today: dt.date) -> Iterator[Problem]:
    """Yield a problem for each number or date that a language leaves out, or that no cited fact holds."""
    for fact in knowledge.facts.values():
        said = {language: read_quantities(text, language) for language, text in fact.statement.items()}
        for message, _ in _differences(said):
            yield Problem(fact.place.path, fact.place.line, f"fact {fact.id!r}: statement: {message}")
    for entry in knowledge.entries.values():
        whole = {
            language: read_quantities(" ".join(sentence.text for sentence in sentences), language)
            for language, sentences in entry.answer.items()
        }
        for message, languages in _differences(whole):
            place = _place(entry, languages[0])
            yield Problem(place.path, place.line, f"answer: {message}")
        yield from _unfounded(entry, knowledge, today)


def _place(entry: Entry, language: str) -> Place:
    return entry.answer_places.get(language, entry.place)


def _differences(said: Mapping[str, Quantities]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what some languages say and others don't, as a message and the languages that lack it."""
    seen: list[Amount | NamedDate] = []
    for quantities in said.values():
        for item in _claims(quantities):
            if any(_same(item, earlier) for earlier in seen):
                continue
            seen.append(item)
            lacking = tuple(language for language, other in said.items() if not _says(other, item))
            if lacking:
                saying = tuple(language for language in said if language not in lacking)
                yield f"{item} is in {', '.join(saying)} but not in {', '.join(lacking)}", lacking


def _claims(quantities: Quantities) -> tuple[Amount | NamedDate, ...]:
    """Return what others must say too: a date's year counts by itself, since a language may name it elsewhere."""
    dates = tuple(date for date in quantities.dates if not date.is_bare_month)
    years = tuple(Amount(frozenset({Decimal(date.year)})) for date in dates if date.year is not None)
    return (*dates, *years, *quantities.amounts)


def _same(one: Amount | NamedDate, other: Amount | NamedDate) -> bool:
    if isinstance(one, NamedDate):
        return isinstance(other, NamedDate) and one.agrees(other)
    return isinstance(other, Amount) and bool(one.readings & other.readings)


def _says(quantities: Quantities, item: Amount | NamedDate) -> bool:
    if isinstance(item, NamedDate):
        return any(date.agrees(item) for date in quantities.dates)
    return bool(item.readings & quantities.values)


def _unfounded(entry: Entry, knowledge: KnowledgeBase, today: dt.date) -> Iterator[Problem]:
    found: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for language, sentences in entry.answer.items():
        for sentence in sentences:
            facts = tuple(knowledge.fact(citation) for citation in sentence.citations)
            for item in _unsaid(sentence, language, facts, today if _may_be_stamped(entry, sentence, language) else None):
                languages = found[str(item), tuple(fact.id for fact in facts)]
                if language not in languages:
                    languages.append(language)
    for (item, ids), languages in found.items():
        place = _place(entry, languages[0])
        message = f"answer ({', '.join(languages)}): {item} stands in none of the facts cited after it: {', '.join(ids)}"
        yield Problem(place.path, place.line, message)


def _may_be_stamped(entry: Entry, sentence: Sentence, language: str) -> bool:
    return not entry.known or any(stamp in sentence.text for stamp in STAMPS.get(language, ()))


def _unsaid(
    sentence: Sentence, language: str, facts: Sequence[Fact], today: dt.date | None
) -> Iterator[Amount | NamedDate]:
    """Yield what ``sentence`` says and no fact does; ``today`` is given where the day of checking may be named."""
    said = read_quantities(sentence.text, language)
    backing = [read_quantities(text, spoken) for fact in facts for spoken, text in fact.statement.items()]
    dated = [day_date(fact.as_of) for fact in facts]
    latest = max((fact.as_of for fact in facts), default=dt.date.min)
    if today is not None:
        dated += [date for date in said.dates if _is_check_day(date, latest, today)]
    days = [*dated, *(date for quantities in backing for date in quantities.dates)]
    years = {Decimal(date.year) for date in dated if date.year is not None}
    values = years.union(*(quantities.values for quantities in backing))
    for date in said.dates:
        if not date.is_bare_month and not any(day.covers(date) for day in days):
            yield date
        if date.year is not None and Decimal(date.year) not in values:
            yield Amount(frozenset({Decimal(date.year)}))
    yield from (amount for amount in said.amounts if not amount.readings & values)


def _is_check_day(date: NamedDate, latest: dt.date, today: dt.date) -> bool:
    """Say whether ``date`` can be the day the knowledge was checked: a full date after the facts, not in the future."""
    if date.year is None or date.day is None:
        return False
    try:
        return latest <= dt.date(date.year, date.month, date.day) <= today
    except ValueError:
        return False
