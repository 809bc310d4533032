"""That numbers and dates are the same in every language, and that an answer's stand in the facts it cites.

Digits must be found again, as digits or spelled; a spelled number asks nothing of the other languages.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.knowledge.dates import NamedDate, day_date
from bot.knowledge.model import Entry, Fact, KnowledgeBase, Place, Sentence
from bot.knowledge.nodes import Problem
from bot.knowledge.quantities import Amount, Quantities, read_quantities

Claim = Amount | NamedDate

STAMPS: Final[Mapping[str, tuple[str, ...]]] = {
    "en": ("s of ",),
    "ru": ("о состоянию на ",),
    "kk": ("ғы жағдай бойынша",),
    "ja": ("時点",),
}
"""Words of a sentence that may tell on which day the knowledge was checked: as of 21 November 2026."""
_ONE: Final = frozenset({Decimal(1)})  # often said by the singular alone: an hour, за поездку


def check_agreement(knowledge: KnowledgeBase, today: dt.date) -> Iterator[Problem]:
    """Yield a problem for each number or date that a language leaves out, or that no cited fact holds."""
    for fact in knowledge.facts.values():
        for message, _ in differences(fact.statement):
            yield Problem(fact.place.path, fact.place.line, f"fact {fact.id!r}: statement: {message}")
    for entry in knowledge.entries.values():
        texts = {language: " ".join(told.text for told in sentences) for language, sentences in entry.answer.items()}
        for message, languages in differences(texts):
            place = _place(entry, languages[0])
            yield Problem(place.path, place.line, f"answer: {message}")
        yield from _unfounded(entry, knowledge, today)


def _place(entry: Entry, language: str) -> Place:
    return entry.answer_places.get(language, entry.place)


def _quantities(texts: Mapping[str, str]) -> Mapping[str, Quantities]:
    return {language: read_quantities(text, language) for language, text in texts.items()}


def differences(texts: Mapping[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each number or date that is in some of the ``texts`` by language only, as a message and who lacks it."""
    said = _quantities(texts)
    seen: list[Claim] = []
    for quantities in said.values():
        for claim in _claims(quantities):
            if any(_same(claim, earlier) for earlier in seen):
                continue
            seen.append(claim)
            lacking = tuple(language for language, other in said.items() if not _says(other, claim))
            if lacking:
                saying = ", ".join(language for language in said if language not in lacking)
                yield f"{claim} is in {saying} but not in {', '.join(lacking)}", lacking


def _claims(quantities: Quantities) -> tuple[Claim, ...]:
    """Return what has to be found again; a date's year counts by itself, since a language may name it elsewhere."""
    dates = tuple(date for date in quantities.dates if not date.is_bare_month)
    years = tuple(Amount(frozenset({Decimal(date.year)})) for date in dates if date.year is not None)
    return (*dates, *years, *(amount for amount in quantities.amounts if amount.readings != _ONE))


def _same(one: Claim, other: Claim) -> bool:
    if isinstance(one, NamedDate):
        return isinstance(other, NamedDate) and one.agrees(other)
    return isinstance(other, Amount) and bool(one.readings & other.readings)


def _says(quantities: Quantities, claim: Claim) -> bool:
    if isinstance(claim, NamedDate):
        return any(date.agrees(claim) for date in quantities.dates) or _names_day_alone(quantities, claim)
    days = _days(quantities.dates) if claim.may_be_day else frozenset()
    return bool(claim.readings & (quantities.values | days))


def _days(dates: Sequence[NamedDate]) -> frozenset[Decimal]:
    return frozenset(Decimal(date.day) for date in dates if date.day is not None)


def _names_day_alone(quantities: Quantities, date: NamedDate) -> bool:
    """Say whether the month is named in one place and the day in another: 2025年12月…20日."""
    return any(date.month == named.month for named in quantities.dates) and any(
        amount.may_be_day and date.day in amount.readings for amount in quantities.amounts
    )


@dataclass(frozen=True, slots=True)
class _Backing:
    """All that stands behind one sentence: cited statements in every language, their days, days of checking."""

    dates: tuple[NamedDate, ...]
    values: frozenset[Decimal]

    @classmethod
    def of(cls, facts: Sequence[Fact], checked: frozenset[dt.date]) -> "_Backing":
        told = [read for fact in facts for read in _quantities(fact.statement).values()]
        latest = max((fact.as_of for fact in facts), default=dt.date.min)
        later = {day for day in checked if day >= latest}
        days = tuple(day_date(day) for day in (*(fact.as_of for fact in facts), *later))
        unknown_years = range(latest.year, max(later).year + 1) if later else ()
        years = frozenset(Decimal(year) for year in (*unknown_years, *(fact.as_of.year for fact in facts)))
        return cls(
            (*days, *(date for read in told for date in read.dates)), years.union(*(read.values for read in told))
        )

    def lacks(self, said: Quantities) -> Iterator[Claim]:
        for claim in _claims(said):
            if isinstance(claim, NamedDate):
                if not any(date.covers(claim) for date in self.dates):
                    yield claim
            elif not claim.readings & (self.values | (_days(self.dates) if claim.may_be_day else frozenset())):
                yield claim


def _unfounded(entry: Entry, knowledge: KnowledgeBase, today: dt.date) -> Iterator[Problem]:
    found: dict[tuple[str, tuple[str, ...]], dict[str, None]] = defaultdict(dict)
    check_days = frozenset(day for day in _check_days(entry) if day <= today)
    for language, sentences in entry.answer.items():
        for sentence in (cited for cited in sentences if cited.citations):
            facts = tuple(knowledge.fact(citation) for citation in sentence.citations)
            said = read_quantities(sentence.text, language)
            checked = check_days.intersection(_full_days(said.dates))
            for claim in _Backing.of(facts, checked).lacks(said):
                found[str(claim), tuple(fact.id for fact in facts)][language] = None
    for (claimed, ids), languages in found.items():
        place = _place(entry, next(iter(languages)))
        message = (
            f"answer ({', '.join(languages)}): {claimed} stands in none of the facts cited for it: {', '.join(ids)}"
        )
        yield Problem(place.path, place.line, message)


def _check_days(entry: Entry) -> Iterator[dt.date]:
    for language, sentences in entry.answer.items():
        for sentence in sentences:
            if not entry.known or _is_stamped(sentence, language):
                yield from _full_days(read_quantities(sentence.text, language).dates)


def _is_stamped(sentence: Sentence, language: str) -> bool:
    return any(stamp in sentence.text for stamp in STAMPS.get(language, ()))


def _full_days(dates: Sequence[NamedDate]) -> Iterator[dt.date]:
    return (day for date in dates if (day := date.calendar_day()) is not None)
