"""Until when a subscriber pauses, as buttons and people say it."""

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from bot.knowledge.dates import NamedDate, read_dates
from bot.subscribing.timing import FOREVER

LONGEST_PAUSE: Final = dt.timedelta(days=5 * 366)
MAX_TYPED: Final = 64
_DASHES: Final = re.compile(r"[-‐‑‒−./](?=\d)")
_ISO: Final = re.compile(r"\s*(\d{4})–(\d{1,2})–(\d{1,2})\s*\Z")


def paused_for(what: str, today: dt.date) -> dt.date | None:
    """Return the day until which a button pauses: a number of days, or ``ever``; None for ``off``.

    Raises:
        ValueError: if it is none of these.
    """
    if what == "off":
        return None
    if what == "ever":
        return FOREVER
    if not what.isdecimal() or not 1 <= int(what) <= LONGEST_PAUSE.days:
        raise ValueError(f"{what!r} is no pause")
    return today + dt.timedelta(days=int(what))


def read_day(typed: str, languages: Iterable[str], today: dt.date) -> dt.date | None:
    """Return the day that someone typed in one of ``languages``, if it is after today and not too far off.

    Without a year it is the next such day.
    """
    typed = typed.strip()[:MAX_TYPED]
    iso = _ISO.match(_DASHES.sub("–", typed))
    if iso is not None:
        return _allowed(int(iso[1]), int(iso[2]), int(iso[3]), today)
    # months are read as they are printed: in English with a capital letter, elsewhere without
    for language in languages:
        for spelling in (typed, typed.casefold(), typed.title()):
            dates, _ = read_dates(spelling, language)
            if len(dates) == 1 and dates[0].day is not None:
                return _next(dates[0], dates[0].day, today)
    return None


def _next(named: NamedDate, day: int, today: dt.date) -> dt.date | None:
    if named.year is not None:
        return _allowed(named.year, named.month, day, today)
    return _allowed(today.year, named.month, day, today) or _allowed(today.year + 1, named.month, day, today)


def _allowed(year: int, month: int, day: int, today: dt.date) -> dt.date | None:
    try:
        named = dt.date(year, month, day)
    except ValueError:
        return None
    return named if today < named <= today + LONGEST_PAUSE else None
