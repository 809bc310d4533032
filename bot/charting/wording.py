"""Wording a chart for readers of one language: what is drawn, and the caption that says the same in words."""

import datetime as dt
from decimal import Decimal

import babel
from babel.dates import format_interval
from babel.numbers import format_decimal

from bot.answering.document import Document, Segment, block, bold
from bot.answering.wording import Wording
from bot.charting.model import Bar, Chart, Drawing, Group, Period, Point, Series, Unit
from bot.knowledge.model import KnowledgeBase, Source


class ChartWording:
    """Says charts in words; it decides nothing and draws nothing."""

    def __init__(self, knowledge: KnowledgeBase, wording: Wording) -> None:
        self._knowledge = knowledge
        self._wording = wording

    def drawing(self, chart: Chart, language: str) -> Drawing:
        """Return what the picture shows."""
        unit = self._unit(chart, language)
        groups = tuple(self._group(series, unit, language) for series in chart.series)
        title = self._knowledge.pick(chart.title, language)[1]
        drawing = Drawing(language, title, unit.name, groups, ())
        return Drawing(language, title, unit.name, groups, tuple(self._notes(chart, drawing)))

    def caption(self, chart: Chart, language: str) -> Document:
        """Return the title, every figure in words, and the sources as links: what those see who see no picture."""
        unit = self._unit(chart, language)
        say = self._wording.phrases.say
        title = self._knowledge.pick(chart.title, language)[1]
        lines = []
        for series in chart.series:
            points = "; ".join(self._told(point, unit, language) for point in series.points)
            name = self._knowledge.pick(series.name, language)[1] if series.name else ""
            lines.append(f"{name} – {points}" if name else points)
        links: list[Segment] = [Segment(self._sources_heading(chart, language))]
        for number, source in enumerate(self._sources(chart)):
            links.append(Segment(", " if number else ""))
            links.append(Segment(source.publisher, href=source.url))
        heading = bold(say(language, "chart-heading", title=title, unit=unit.name))
        return Document((block(heading), block("\n".join(lines)), block(*links)))

    def _group(self, series: Series, unit: Unit, language: str) -> Group:
        name = self._knowledge.pick(series.name, language)[1] if series.name else ""
        return Group(name, tuple(self._bar(point, unit, language) for point in series.points))

    def _bar(self, point: Point, unit: Unit, language: str) -> Bar:
        label = _figures(point, unit, language)
        if point.period.is_part:
            label = f"{label}\n{_months(point.period, language, 'MMM')}"
        upper = None if point.upper is None else float(point.upper / unit.size)
        return Bar(point.period.year, float(point.value / unit.size), upper, label, point.period.is_part)

    def _told(self, point: Point, unit: Unit, language: str) -> str:
        period = point.period
        when = _months(period, language, "yMMM") if period.is_part else str(period.year)
        return f"{when}: {_figures(point, unit, language)}"

    def _unit(self, chart: Chart, language: str) -> Unit:
        return self._knowledge.pick(chart.unit, language)[1]

    def _notes(self, chart: Chart, drawing: Drawing) -> list[str]:
        language, say = drawing.language, self._wording.phrases.say
        points = tuple(chart.points())
        phrases = (
            ("chart-part", any(point.period.is_part for point in points)),
            ("chart-differ", any(point.upper is not None for point in points)),
            ("chart-gap", len(drawing.years) > len({point.period.year for point in points})),
        )
        gap = say(language, "sentence-gap")
        notes = [gap.join(say(language, phrase) for phrase, applies in phrases if applies)]
        if chart.note:
            notes.append(self._knowledge.pick(chart.note, language)[1])
        told = ", ".join(
            f"{source.publisher} ({self._wording.date(source.published, language)})" for source in self._sources(chart)
        )
        return [note for note in (*notes, f"{self._sources_heading(chart, language)}{told}") if note]

    def _sources_heading(self, chart: Chart, language: str) -> str:
        say = self._wording.phrases.say
        return say(language, "sources-heading", count=len(self._sources(chart))) + say(language, "colon")

    def _sources(self, chart: Chart) -> tuple[Source, ...]:
        facts = (self._knowledge.fact(point.fact) for point in chart.points())
        return tuple(
            self._knowledge.sources[source] for source in dict.fromkeys(s for fact in facts for s in fact.sources)
        )


def _figures(point: Point, unit: Unit, language: str) -> str:
    return point.sign + "–".join(_number(value / unit.size, language) for value in point.values)


def _number(value: Decimal, language: str) -> str:
    return format_decimal(value, locale=_locale(language))


def _months(period: Period, language: str, skeleton: str) -> str:
    """Return the months of a part of a year, with the year where ``skeleton`` has one."""
    first, last = (dt.date(period.year, month, 1) for month in (period.first_month, period.last_month))
    return format_interval(first, last, skeleton, locale=_locale(language))


def _locale(language: str) -> babel.Locale:
    try:
        return babel.Locale.parse(language)
    except (babel.UnknownLocaleError, ValueError):
        return babel.Locale("en")
