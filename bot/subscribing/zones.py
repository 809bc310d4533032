"""Time zones as people name them: by a city or a country in any language of the bot, or by the hours from UTC.

Names and countries are CLDR's, offsets those of the installed time zone data at a given moment. Says nothing about
when anyone is written to; that is ``bot.subscribing.timing``.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final
from zoneinfo import available_timezones

import babel
from babel.core import get_global
from babel.dates import get_timezone_location

from bot.knowledge.phrases import Phrases
from bot.subscribing.timing import zone_named
from bot.text import fold

MAX_FOUND: Final = 8
MAX_TYPED: Final = 64
_NEAR: Final = (
    "Asia/Tokyo", "Asia/Seoul", "Asia/Shanghai", "Asia/Tashkent", "Europe/Moscow", "Europe/Berlin", "Europe/London",
    "America/New_York", "UTC",
)  # fmt: skip
_HOME: Final = "KZ"
_FIRST_AT_HOME: Final = "Asia/Almaty"
_MORE_CITIES: Final = {"Asia/Almaty": "zone-cities-almaty", "Asia/Tokyo": "zone-cities-tokyo"}
_BETWEEN: Final = re.compile(r"\s*[,、]\s*")
_OFFSET: Final = re.compile(r"(?:utc|gmt)?\s*([+\-−–])\s*(\d{1,2})(?::?([0-5]\d))?\Z", re.IGNORECASE)
_OF_A_MACHINE: Final = frozenset({"localtime", "posixrules", "Factory"})
_HIGHEST_FIXED: Final = 14
_LOWEST_FIXED: Final = -12


def named_cities(phrases: Phrases) -> Mapping[str, tuple[str, ...]]:
    """Return the cities by which people may call a zone besides its own, in every language."""
    named: dict[str, tuple[str, ...]] = {}
    for zone, phrase in _MORE_CITIES.items():
        listed = (phrases.say(language, phrase) for language in phrases.languages)
        named[zone] = tuple(city for text in listed for city in _BETWEEN.split(text))
    return named


def is_zone(name: str) -> bool:
    """Say whether ``name`` is an IANA time zone's name."""
    return name in _names()


def offered_zones(at: dt.datetime) -> tuple[str, ...]:
    """Return the zones to offer first: those that Kazakhstan's clocks show, Japan's, and some of people abroad."""
    at_home: dict[dt.timedelta, str] = {}
    for zone in (_FIRST_AT_HOME, *get_global("territory_zones")[_HOME]):
        if is_zone(zone):
            at_home.setdefault(_offset(zone, at), zone)
    return (*at_home.values(), *filter(is_zone, _NEAR))


def zone_title(name: str, language: str, at: dt.datetime) -> str:
    """Return a zone's city in ``language`` with its hours from UTC at a moment, such as "Tokyo (UTC+9)"."""
    offset = offset_label(name, at)
    city = _city(name, language)
    return offset if city in {offset, "UTC"} or name.startswith("Etc/") else f"{city} ({offset})"


def offset_label(name: str, at: dt.datetime) -> str:
    """Return a zone's hours from UTC at a moment, such as "UTC+5:45"."""
    minutes = round(_offset(name, at).total_seconds() / 60)
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")


class ZoneFinder:
    """Finds zones by what people type; ``cities`` names more cities of a zone than CLDR does."""

    def __init__(self, languages: Iterable[str], cities: Mapping[str, Sequence[str]]) -> None:
        self._languages = tuple(languages)
        self._cities = cities
        self._terms: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def find(self, typed: str, at: dt.datetime) -> tuple[str, ...]:
        """Return up to eight zones for a city, a country, a zone's name or an offset, the likeliest first."""
        typed = typed.strip()[:MAX_TYPED]
        if is_zone(typed):
            return (typed,)
        offset = _OFFSET.match(typed)
        if offset is not None:
            sign = 1 if offset[1] == "+" else -1
            return _with_offset(sign * dt.timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0)), at)
        wanted = fold(typed)
        if not wanted:
            return ()
        ranked = sorted((rank, zone) for zone in self._known() if (rank := self._rank(zone, wanted)) is not None)
        return tuple(zone for _, zone in ranked[:MAX_FOUND])

    def _rank(self, zone: str, wanted: str) -> int | None:
        cities, countries = self._known()[zone]
        if wanted in cities:
            return 0
        if any(city.startswith(wanted) for city in cities):
            return 1
        return 2 if wanted in countries else 3 if any(name.startswith(wanted) for name in countries) else None

    def _known(self) -> Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]:
        if not self._terms:
            # reading CLDR takes a second: only whoever searches waits for it, once
            self._terms = {
                zone: (tuple(self._city_terms(zone)), tuple(self._country_terms(territory)))
                for zone, territory in get_global("zone_territories").items()
                if is_zone(zone) and not zone.startswith("Etc/")
            }
        return self._terms

    def _city_terms(self, zone: str) -> Iterator[str]:
        yield fold(zone.rpartition("/")[2].replace("_", " "))
        for language in self._languages:
            yield fold(_city(zone, language))
        yield from map(fold, self._cities.get(zone, ()))

    def _country_terms(self, territory: str) -> Iterator[str]:
        for language in self._languages:
            name = _locale(language).territories.get(territory)
            if name is not None:
                yield fold(name)


def _with_offset(offset: dt.timedelta, at: dt.datetime) -> tuple[str, ...]:
    hours, rest = divmod(offset, dt.timedelta(hours=1))
    if not rest:
        if not _LOWEST_FIXED <= hours <= _HIGHEST_FIXED:
            return ()
        # these names count the other way round: Etc/GMT-5 is five hours ahead of UTC
        return (f"Etc/GMT{-hours:+d}",) if hours else ("UTC",)
    zones = (zone for zone in sorted(get_global("zone_territories")) if is_zone(zone) and _offset(zone, at) == offset)
    return tuple(zones)[:MAX_FOUND]


def _offset(name: str, at: dt.datetime) -> dt.timedelta:
    return at.astimezone(zone_named(name)).utcoffset() or dt.timedelta()


@lru_cache(maxsize=4096)
def _city(name: str, language: str) -> str:
    return get_timezone_location(name, locale=_locale(language), return_city=True)


@lru_cache(maxsize=64)
def _locale(language: str) -> babel.Locale:
    try:
        return babel.Locale.parse(language)
    except (babel.UnknownLocaleError, ValueError):
        return babel.Locale("en")


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones() - _OF_A_MACHINE)
