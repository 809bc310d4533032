"""What a text says in numbers — dates, years, amounts — in one form for every language, so that texts can be compared.

Leaves to ``agreement`` what must be equal to what.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from bot.knowledge.dates import NamedDate, read_dates
from bot.knowledge.number_words import NumberWords, words_of

_DASHES: Final = str.maketrans(dict.fromkeys("-‐‑‒–—―−〜~∼", "–"))
_COMMA_GROUPS: Final = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d{1,3}(?: \d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_SPACE_GROUPS: Final = r"\d{1,3}(?: \d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_ROMAN: Final = re.compile(r"(?<!\w)(?:X{1,2}(?:IX|IV|V?I{0,3})|IX|IV|VI{0,3}|I{1,3})(?!\w)")
_ROMAN_DIGITS: Final = {"I": 1, "V": 5, "X": 10}
_DAY_ENDING: Final = re.compile(r"日(?!間)|(?:st|nd|rd|th|–(?:го|му|е|м))(?!\w)|–(?:і|ы|сі|сы)")
_YEARS: Final = range(1900, 2100)
_RANGE: Final = re.compile(r"\s*(?:–|\w{1,6})\s*")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number written in digits. ``readings`` holds more than one where a text leaves it open: 5 m, 1.5–2 million.

    ``may_be_day`` tells that it stands as the day of a month named elsewhere: 20日, the 20th.
    """

    readings: frozenset[Decimal]
    may_be_day: bool = False

    def __str__(self) -> str:
        least = min(self.readings).normalize()
        return f"{least:,f}" if least >= 10_000 else f"{least:f}"


@dataclass(frozen=True, slots=True)
class Quantities:
    """All a text says in numbers. ``spelled`` are the values of number words, which are taken as a courtesy."""

    dates: tuple[NamedDate, ...]
    amounts: tuple[Amount, ...]
    spelled: frozenset[Decimal]

    @property
    def values(self) -> frozenset[Decimal]:
        """Every value in it, years of dates and spelled numbers included."""
        written = (value for amount in self.amounts for value in amount.readings)
        years = (Decimal(date.year) for date in self.dates if date.year is not None)
        return frozenset((*written, *years, *self.spelled))

    @property
    def years_alone(self) -> frozenset[int]:
        """Every year that is named without a month; a number that only looks like one is among them."""
        return frozenset(int(value) for amount in self.amounts for value in amount.readings if value in _YEARS)


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    value: Decimal
    magnitude: int
    is_open: bool = False


@lru_cache(maxsize=8192)
def read_quantities(text: str, language: str) -> Quantities:
    """Return what ``text`` says in numbers."""
    words = words_of(language)
    dates, rest = read_dates(unicodedata.normalize("NFKC", text).translate(_DASHES), language)
    amounts = dict.fromkeys(_amounts(rest, words))
    return Quantities(dates, tuple(amounts), frozenset(_spelled(rest, language)))


def _amounts(text: str, words: NumberWords) -> Iterator[Amount]:
    found = _merged(tuple(_found(text, words)), text)
    for number, this in enumerate(found):
        readings = {this.value * this.magnitude}
        if this.is_open:
            readings.add(this.value)
        following = found[number + 1] if number + 1 < len(found) else None
        if following is not None and _is_range(this, following, text):
            readings.add(this.value * following.magnitude)
        yield Amount(frozenset(readings), bool(_DAY_ENDING.match(text, this.end)))


def _is_range(this: _Found, following: _Found, text: str) -> bool:
    """Say whether the magnitude of ``following`` may be meant for ``this``, too: 1.5–2 million."""
    between = text[this.end : following.start]
    return this.magnitude == 1 < following.magnitude and _RANGE.fullmatch(between) is not None


def _found(text: str, words: NumberWords) -> Iterator[_Found]:
    for match in _pattern(words).finditer(text):
        digits = match["digits"].replace(" ", "")
        digits = digits.replace(",", "." if words.comma_is_decimal else "")
        written = match["magnitude"]
        magnitude = _magnitude(written, words) if written else 1
        yield _Found(match.start(), match.end(), Decimal(digits), magnitude, written in {"m", "k"})


def _magnitude(written: str, words: NumberWords) -> int:
    return next(power for pattern, power in words.magnitudes if re.fullmatch(pattern, written))


def _merged(found: tuple[_Found, ...], text: str) -> tuple[_Found, ...]:
    """Return the numbers with those of one amount added up: 1億2000万, 1 млн 200 тысяч."""
    merged: list[_Found] = []
    for this in found:
        last = merged[-1] if merged else None
        if last is not None and not text[last.end : this.start].strip():
            value = this.value * this.magnitude
            if value < last.magnitude:
                merged[-1] = _Found(last.start, this.end, last.value * last.magnitude + value, 1)
                continue
        merged.append(this)
    return tuple(merged)


@cache
def _pattern(words: NumberWords) -> re.Pattern[str]:
    digits = _SPACE_GROUPS if words.comma_is_decimal else _COMMA_GROUPS
    names = "|".join(sorted((pattern for pattern, _ in words.magnitudes), key=len, reverse=True)) or r"(?!)"
    ending = r"(?!\w)" if words.months else ""
    return re.compile(rf"(?<![\d.,])(?P<digits>{digits})(?:(?:\s|–)*(?P<magnitude>{names}){ending})?")


def _spelled(text: str, language: str) -> Iterator[Decimal]:
    for roman in _ROMAN.findall(text):
        digits = [_ROMAN_DIGITS[letter] for letter in roman]
        yield Decimal(sum(-low if low < high else low for low, high in zip(digits, [*digits[1:], 0], strict=True)))
    for value, pattern in _spellings(language):
        if pattern.search(text):
            yield Decimal(value)


@cache
def _spellings(language: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
    words = words_of(language)
    edges = (r"(?<!\w)", r"(?!\w)") if words.months else ("", "")
    small = [(value, pattern) for value, pattern in enumerate(words.small, 1)]
    large = [(power, pattern) for pattern, power in words.magnitudes]
    both = [
        (value * power, rf"(?:{pattern})\s?(?:{magnitude})") for value, pattern in small for power, magnitude in large
    ]
    return tuple(
        (value, re.compile(f"{edges[0]}(?:{pattern}){edges[1]}", re.IGNORECASE))
        for value, pattern in small + large + both
    )
