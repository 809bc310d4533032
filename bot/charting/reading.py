"""Reading ``charts/<id>.yaml``: what is malformed or names what isn't there is refused; editorial rules are not here.

The folder is optional: a knowledge directory without it has no charts.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.charting.model import MONTHS, Chart, Period, Point, Series, Unit
from bot.knowledge.model import KnowledgeBase, Localized
from bot.knowledge.nodes import Problem, Problems, Table, read_file
from bot.knowledge.record import Record

FOLDER: Final = "charts"
SIGNS: Final = MappingProxyType({"exact": "", "about": "≈", "more-than": ">"})
_PERIOD: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<first>\d{2})/(?P=year)-(?P<last>\d{2}))?\Z")
_NUMBER: Final = re.compile(r"\d{1,15}(?:\.\d{1,6})?\Z")


class Charts:
    """The charts of a knowledge directory, by id and by the entries they stand beside."""

    def __init__(self, charts: Iterable[Chart]) -> None:
        self._charts = {chart.id: chart for chart in charts}
        self._by_entry = {entry: chart for chart in self._charts.values() for entry in chart.entries}

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._charts)

    def all(self) -> tuple[Chart, ...]:
        """Return every chart."""
        return tuple(self._charts.values())

    def get(self, chart_id: str) -> Chart | None:
        """Return the chart of that id, or None if there is none."""
        return self._charts.get(chart_id)

    def beside(self, entry_id: str) -> Chart | None:
        """Return the chart shown beside an entry's answer, or None if there is none."""
        return self._by_entry.get(entry_id)


def read_charts(directory: Path, knowledge: KnowledgeBase) -> tuple[Charts, tuple[Problem, ...]]:
    """Return the charts under ``directory``, all ids in them resolved in ``knowledge``, and every problem."""
    problems = Problems()
    charts: list[Chart] = []
    shown: dict[str, str] = {}
    for path in sorted((directory / FOLDER).glob("*.yaml")):
        node = read_file(path, path.read_bytes(), problems)
        if node is None:
            continue
        if not isinstance(node, Table):
            problems.add(node.place, "must be one chart: keys and values, starting with 'id: …'")
            continue
        chart = _ChartReader(knowledge, problems).chart(Record(node, problems))
        if chart.id and chart.id != path.stem:
            problems.add(node.key_places["id"], f"id {chart.id!r} is not the file's name {path.stem!r}")
        for entry in chart.entries:
            if shown.setdefault(entry, chart.id) != chart.id:
                problems.add(chart.place, f"entry {entry!r} already has the chart {shown[entry]!r}")
        charts.append(chart)
    return Charts(charts), problems.all()


class _ChartReader:
    """Reads one file's records."""

    def __init__(self, knowledge: KnowledgeBase, problems: Problems) -> None:
        self._knowledge = knowledge
        self._problems = problems

    def chart(self, record: Record) -> Chart:
        chart = Chart(
            record.identifier("id"),
            self._entries(record),
            self._localized(record, "title"),
            self._units(record),
            tuple(self._series(each) for each in self._records(record, "series")),
            self._localized(record, "note") if record.has("note") else {},
            record.place,
        )
        if not chart.series:
            self._problems.add(record.place, "'series' is missing or empty")
        if len(chart.series) > 1 and not all(series.name for series in chart.series):
            self._problems.add(record.place, "each of several series needs a 'name'")
        record.finish()
        return chart

    def _entries(self, record: Record) -> tuple[str, ...]:
        entries = record.texts("entries")
        if not entries:
            self._problems.add(record.place, "'entries' is missing or empty")
        for entry in entries:
            if entry not in self._knowledge.entries:
                self._problems.add(record.place_of("entries"), f"entry {entry!r} does not exist")
        return entries

    def _units(self, record: Record) -> MappingProxyType[str, Unit]:
        units: dict[str, Unit] = {}
        table = record.table("unit")
        for language, node in table.items.items() if table is not None else ():
            if not isinstance(node, Table):
                self._problems.add(node.place, f"unit.{language} must have 'name' and 'size'")
                continue
            unit = Record(node, self._problems)
            units[language] = Unit(unit.text("name"), self._number(unit, "size"))
            unit.finish()
        return MappingProxyType(units)

    def _series(self, record: Record) -> Series:
        name = self._localized(record, "name") if record.has("name") else {}
        points = tuple(self._point(each) for each in self._records(record, "points"))
        years = [point.period.year for point in points]
        if not points:
            self._problems.add(record.place, "'points' is missing or empty")
        if years != sorted(set(years)):
            self._problems.add(record.place, "points must be of different years, earliest first")
        record.finish()
        return Series(name, points, record.place)

    def _point(self, record: Record) -> Point:
        fact, period = record.text("fact"), self._period(record)
        if fact and fact not in self._knowledge.facts:
            self._problems.add(record.place_of("fact"), f"fact {fact!r} does not exist")
        value = self._number(record, "value")
        upper = self._number(record, "upper") if record.has("upper") else None
        if upper is not None and upper <= value:
            self._problems.add(record.place_of("upper"), "'upper' must be more than 'value'")
        sign = SIGNS[record.choice("is", tuple(SIGNS))] if record.has("is") else ""
        record.finish()
        return Point(period, value, upper, sign, fact, record.place)

    def _period(self, record: Record) -> Period:
        form = _PERIOD.match(record.text("period"))
        period = Period(*(int(part) for part in form.groups() if part is not None)) if form else Period(0)
        if not 0 < period.first_month <= period.last_month <= MONTHS or not period.year:
            message = "'period' must be a year or months of one: 2024, 2025-01/2025-09"
            self._problems.add(record.place_of("period"), message)
        return period

    def _number(self, record: Record, key: str) -> Decimal:
        text = record.text(key)
        if _NUMBER.match(text) and Decimal(text) > 0:
            return Decimal(text)
        if text:
            self._problems.add(record.place_of(key), f"{key!r} must be a number above 0, in digits alone: {text!r}")
        return Decimal(1)

    def _localized(self, record: Record, key: str) -> Localized:
        table = record.table(key)
        if table is None:
            return {}
        texts = Record(table, self._problems)
        return MappingProxyType({language: texts.text(language) for language in table.items})

    def _records(self, record: Record, key: str) -> tuple[Record, ...]:
        found: list[Record] = []
        for node in record.sequence(key):
            if isinstance(node, Table):
                found.append(Record(node, self._problems))
            else:
                self._problems.add(node.place, f"{key!r} must be a list of records")
        return tuple(found)
