"""Editorial rules for charts: every language there, and every figure and period standing in the fact cited for it."""

from collections.abc import Iterator, Mapping

from bot.charting.model import Chart, Point
from bot.charting.reading import Charts
from bot.knowledge.model import Fact, KnowledgeBase, Place, Status
from bot.knowledge.nodes import Problem
from bot.knowledge.quantities import read_quantities

FEWEST_POINTS = 3


def check_charts(charts: Charts, knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Yield every breach of the rules."""
    for chart in charts.all():
        yield from _languages(chart.title, "title", chart.place, knowledge)
        yield from _languages(chart.unit, "unit", chart.place, knowledge)
        if chart.note:
            yield from _languages(chart.note, "note", chart.place, knowledge)
        for series in chart.series:
            if series.name:
                yield from _languages(series.name, "name", series.place, knowledge)
        if sum(1 for _ in chart.points()) < FEWEST_POINTS:
            yield _problem(chart.place, f"fewer than {FEWEST_POINTS} points show nothing over time")
        yield from _uncited(chart, knowledge)
        for point in chart.points():
            yield from _point(point, knowledge.fact(point.fact))


def _uncited(chart: Chart, knowledge: KnowledgeBase) -> Iterator[Problem]:
    facts = {point.fact for point in chart.points()}
    for entry in chart.entries:
        if not facts & set(knowledge.entries[entry].facts):
            yield _problem(chart.place, f"entry {entry!r} cites none of the facts of this chart")


def _point(point: Point, fact: Fact) -> Iterator[Problem]:
    if fact.status is Status.SUPERSEDED:
        yield _problem(point.place, f"fact {fact.id!r} is superseded")
    for language, statement in fact.statement.items():
        said = read_quantities(statement, language)
        for value in point.values:
            if value not in said.values:
                yield _problem(point.place, f"{value:,f} does not stand in fact {fact.id!r} ({language})")
        if point.period.year not in said.values:
            yield _problem(point.place, f"{point.period.year} does not stand in fact {fact.id!r} ({language})")
        if point.period.is_part and point.period.last_month not in {date.month for date in said.dates}:
            message = f"month {point.period.last_month} does not stand in fact {fact.id!r} ({language})"
            yield _problem(point.place, message)


def _languages(given: Mapping[str, object], what: str, place: Place, knowledge: KnowledgeBase) -> Iterator[Problem]:
    for language in knowledge.languages:
        if language not in given:
            yield _problem(place, f"{what} has no {language!r}")


def _problem(place: Place, message: str) -> Problem:
    return Problem(place.path, place.line, message)
