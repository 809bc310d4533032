"""What time has done to the knowledge: reviews that are due and plans whose date has gone by."""

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Final

from bot.knowledge.dates import NamedDate
from bot.knowledge.model import Fact, KnowledgeBase, Status
from bot.knowledge.nodes import Problem
from bot.knowledge.quantities import read_quantities

_MODEL_LANGUAGE: Final = "en"


def check_ageing(knowledge: KnowledgeBase, today: dt.date) -> Iterator[Problem]:
    """Yield a problem for each fact that has to be looked at again."""
    for fact in knowledge.facts.values():
        if fact.review_by is not None and fact.review_by < today and fact.status is not Status.SUPERSEDED:
            message = f"fact {fact.id!r}: was to be reviewed by {fact.review_by}; look for newer sources"
            yield Problem(fact.place.path, fact.place.line, message)
        end = _planned_for(fact, knowledge) if fact.status is Status.PLANNED else None
        if end is not None and end < today:
            message = (
                f"fact {fact.id!r}: is {fact.status}, but the time it names ended on {end}: "
                f"find out what happened, or set the status to {Status.DATE_PASSED}"
            )
            yield Problem(fact.place.path, fact.place.line, message)


def _planned_for(fact: Fact, knowledge: KnowledgeBase) -> dt.date | None:
    """Return the last day of the time the statement plans for; None where it names none.

    What is named from before ``as_of`` is when the plan was made, not what it is for.
    """
    if not fact.statement:
        return None
    language, statement = knowledge.pick(fact.statement, _MODEL_LANGUAGE)
    said = read_quantities(statement, language)
    ends = [dt.date(year, 12, 31) for year in said.years_alone if year >= fact.as_of.year]
    for date in said.dates:
        start, end = _span(date)
        if start is not None and end is not None and start > fact.as_of:
            ends.append(end)
    return max(ends, default=None)


def _span(date: NamedDate) -> tuple[dt.date, dt.date] | tuple[None, None]:
    """Return the first and last day of what ``date`` names."""
    day = date.calendar_day()
    if day is not None:
        return day, day
    if date.year is None or date.day is not None:
        return None, None
    last = calendar.monthrange(date.year, date.month)[1]
    return dt.date(date.year, date.month, 1), dt.date(date.year, date.month, last)
