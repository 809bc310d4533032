"""Dates in a text as numbers, whatever the language: 20 December 2025, 2025 жылғы 20 желтоқсан, 2025年12月19–20日."""

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.knowledge.number_words import NumberWords, words_of

YEAR: Final = r"(?:1[5-9]|20|21)\d\d"
_DAY: Final = r"(?:3[01]|[12]\d|0?[1-9])"
_NUMBER: Final = re.compile(r"\d+")
_DIGITAL: Final = re.compile(
    rf"(?<!\d)(?:(?P<y1>{YEAR})–(?P<m1>\d\d)–(?P<d1>\d\d)|(?P<d2>{_DAY})\.(?P<m2>\d\d)\.(?P<y2>{YEAR}))(?!\d)"
)


@dataclass(frozen=True, slots=True)
class NamedDate:
    """A date as far as a text names it; the year or the day may be missing, the month never is."""

    year: int | None
    month: int
    day: int | None

    def __str__(self) -> str:
        day = "" if self.day is None else f"-{self.day:02}"
        return f"{self.year or 'some year'}-{self.month:02}{day}"

    @property
    def is_bare_month(self) -> bool:
        """Say whether only a month is named; in Kazakh such a word may mean something else (маусым: season)."""
        return self.year is None and self.day is None

    def calendar_day(self) -> dt.date | None:
        """Return the day it is, if it names all three parts and there is such a day."""
        if self.year is None or self.day is None:
            return None
        try:
            return dt.date(self.year, self.month, self.day)
        except ValueError:
            return None

    def agrees(self, other: "NamedDate") -> bool:
        """Say whether the other names the same day or month, maybe without saying the year."""
        same_year = self.year == other.year or self.year is None or other.year is None
        return same_year and self.month == other.month and self.day == other.day

    def covers(self, other: "NamedDate") -> bool:
        """Say whether all that the other names is so here, too; only the year may be missing here."""
        same_year = self.year == other.year or self.year is None or other.year is None
        return same_year and self.month == other.month and other.day in {None, self.day}


def day_date(day: dt.date) -> NamedDate:
    """Return a calendar day as a named date."""
    return NamedDate(day.year, day.month, day.day)


def read_dates(text: str, language: str) -> tuple[tuple[NamedDate, ...], str]:
    """Return the dates in normalised ``text``, and the text with them blanked out; years alone are left in it."""
    found: list[NamedDate] = []
    patterns = (_DIGITAL, _pattern(language))
    for pattern, read in zip(patterns, (_read_digital, _read_named), strict=True):
        pieces: list[str] = []
        end = 0
        for match in pattern.finditer(text):
            found += read(match, language)
            pieces += [text[end : match.start()], " ▯ "]
            end = match.end()
        text = "".join((*pieces, text[end:]))
    return tuple(dict.fromkeys(found)), text


def _read_digital(match: re.Match[str], _language: str) -> Iterator[NamedDate]:
    parts = tuple(match[f"{part}1"] or match[f"{part}2"] for part in "ymd")
    if 1 <= int(parts[1]) <= len(calendar.month_name) - 1:
        yield NamedDate(int(parts[0]), int(parts[1]), int(parts[2]))


def _read_named(match: re.Match[str], language: str) -> Iterator[NamedDate]:
    written = match["before"] or match["year"]
    year = int(written) if written else None
    months = _months(match["month"], words_of(language))
    days = [int(day) for day in _NUMBER.findall(match["days"] or match["late_days"] or "")]
    for month in months:
        if days and month == months[-1]:
            yield from (NamedDate(year, month, day) for day in days)
        else:
            yield NamedDate(year, month, None)


def _months(written: str, words: NumberWords) -> list[int]:
    if not words.months:
        return [int(month) for month in _NUMBER.findall(written) if 1 <= int(month) <= 12]
    return [number for number, month in enumerate(words.months, 1) if re.fullmatch(month, written)]


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = words_of(language)
    if not words.months:
        return re.compile(
            rf"(?:(?<!\d)(?P<before>{YEAR})年度?\s*の?)?(?<!\d)(?P<month>1?\d(?:(?:{words.joins})1?\d)?)月"
            rf"(?P<year>(?!))?(?:\s*(?P<days>{_DAY}(?:日?(?:{words.joins})(?!\d+月){_DAY})*)日(?!間))?(?P<late_days>(?!))?"
        )
    day = rf"{_DAY}(?:st|nd|rd|th)?"
    days = rf"{day}(?:\s*(?:{words.joins})\s*{day})*(?!\d)"
    month = "|".join(words.months)
    late = rf"(?:\s+(?P<late_days>{days})(?![\s\w]*%))?" if words.day_may_follow_month else "(?P<late_days>(?!))?"
    return re.compile(
        rf"(?:(?<!\d)(?P<before>{YEAR})\s*{words.year_word},?\s+)?"
        rf"(?:(?<![\d.])(?P<days>{days})\.?\s+(?:of\s+)?)?(?<!\w)(?P<month>{month})(?!\w)"
        rf"{late}(?(before)|(?:,?\s+(?P<year>{YEAR})(?!\d))?)"
    )
