"""What a curator writes of a chart, and what is drawn of it: two sets of plain values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from bot.knowledge.model import Localized, Place

MONTHS: Final = 12
LENGTH_BYTES: Final = 4
"""Of the number before each picture that the drawing process gives."""


@dataclass(frozen=True, slots=True)
class Period:
    """The whole or a part of a year that a figure is of; months are counted from 1, the last one included."""

    year: int
    first_month: int = 1
    last_month: int = MONTHS

    @property
    def is_part(self) -> bool:
        """Whether it is less than the year."""
        return (self.first_month, self.last_month) != (1, MONTHS)


@dataclass(frozen=True, slots=True)
class Point:
    """One figure and the fact it stands in. ``sign`` goes before it, ``upper`` is what another source gives."""

    period: Period
    value: Decimal
    upper: Decimal | None
    sign: str
    fact: str
    place: Place

    @property
    def values(self) -> tuple[Decimal, ...]:
        """The one or two figures."""
        return (self.value,) if self.upper is None else (self.value, self.upper)


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one thing, each of another year, earliest first; ``name`` is empty where it is the only one."""

    name: Localized
    points: tuple[Point, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Unit:
    """What figures are counted in for readers of one language: ``size`` is how much one of it is."""

    name: str
    size: Decimal


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures over time, shown beside the answers of ``entries``; ``note`` tells what else to know, if anything."""

    id: str
    entries: tuple[str, ...]
    title: Localized
    unit: Mapping[str, Unit]
    series: tuple[Series, ...]
    note: Localized
    place: Place

    def points(self) -> Iterator[Point]:
        """Yield every point of every series."""
        for series in self.series:
            yield from series.points


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar to draw: heights in the unit drawn, the words over it; ``is_part`` marks less than a year."""

    year: int
    height: float
    upper: float | None
    label: str
    is_part: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The bars of one series under their name."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """All that is seen in a picture, worded in one language; a year without a bar stays empty."""

    language: str
    title: str
    unit: str
    groups: tuple[Group, ...]
    notes: tuple[str, ...]

    @property
    def years(self) -> range:
        """The years from the first to the last bar, those between included."""
        years = [bar.year for group in self.groups for bar in group.bars]
        return range(min(years), max(years) + 1)
