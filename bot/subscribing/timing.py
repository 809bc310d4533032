"""When a subscriber may be written to, by the clock on the subscriber's own wall.

Answers for pause, quiet hours and digest hour over every change of the clock: an hour that is skipped begins
where the clock goes on, one that comes twice begins the first time. Says nothing about what is sent.
"""

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.storage.records import Timing

FOREVER: Final = dt.date(9999, 1, 1)
"""Until when a subscriber pauses who gave no day; the last day that anyone may pause until."""

_HOUR: Final = dt.timedelta(hours=1)
_DAY: Final = dt.timedelta(days=1)
_SECOND: Final = dt.timedelta(seconds=1)


def due_at(timing: Timing, at: dt.datetime) -> dt.datetime:
    """Return the first moment from ``at`` on, in UTC, at which a subscriber with ``timing`` may be written to.

    A digest is due once a day, at the start of its hour, or at the end of the quiet hours that hold it; an
    announcement that comes later waits for the next day's.
    """
    zone, at = zone_named(timing.time_zone), at.astimezone(dt.UTC)
    if timing.digest_hour is None:
        return _first_not_quiet(timing, zone, _resumed(timing, zone, at))
    # the digest of yesterday may have been put off till today by quiet hours
    day = at.astimezone(zone).date() - _DAY
    if timing.paused_until is not None:
        day = max(day, timing.paused_until)
    while True:
        begins = _begins(zone, dt.datetime.combine(day, dt.time(timing.digest_hour)))
        moment = _first_not_quiet(timing, zone, begins)
        if moment >= at:
            return moment
        day += _DAY


@lru_cache(maxsize=1024)
def zone_named(name: str) -> dt.tzinfo:
    """Return the time zone; UTC for a name that only another machine's newer list of zones has."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return dt.UTC


def is_quiet(timing: Timing, hour: int) -> bool:
    """Say whether the hour (0–23, on the subscriber's clock) is one of the quiet ones."""
    start, end = timing.quiet_from, timing.quiet_to
    if start is None or end is None:
        return False
    return start <= hour < end if start <= end else hour >= start or hour < end


def _resumed(timing: Timing, zone: dt.tzinfo, at: dt.datetime) -> dt.datetime:
    if timing.paused_until is None:
        return at
    return max(at, _begins(zone, dt.datetime.combine(timing.paused_until, dt.time())))


def _first_not_quiet(timing: Timing, zone: dt.tzinfo, at: dt.datetime) -> dt.datetime:
    return next(moment for moment in _steps(zone, at) if not is_quiet(timing, moment.astimezone(zone).hour))


def _begins(zone: dt.tzinfo, wall: dt.datetime) -> dt.datetime:
    """Return the first moment at which the clock shows ``wall`` (a full hour) or later."""
    # no place's clock is a day away from UTC
    earlier = wall.replace(tzinfo=dt.UTC) - _DAY
    return next(moment for moment in _steps(zone, earlier) if moment.astimezone(zone).replace(tzinfo=None) >= wall)


def _steps(zone: dt.tzinfo, start: dt.datetime) -> Iterator[dt.datetime]:
    """Yield ``start`` and then, in UTC, every moment at which the clock comes to a full hour or is changed."""
    moment = start
    while True:
        yield moment
        local = moment.astimezone(zone)
        into_hour = dt.timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        following = moment + _HOUR - into_hour
        if following.astimezone(zone).utcoffset() != local.utcoffset():
            following = _change(zone, moment, following)
        moment = following


def _change(zone: dt.tzinfo, before: dt.datetime, after: dt.datetime) -> dt.datetime:
    """Return the moment after ``before`` and not after ``after`` at which the clock is changed, to the second."""
    offset = before.astimezone(zone).utcoffset()
    low, high = before.replace(microsecond=0), after
    while high - low > _SECOND:
        middle = low + ((high - low) / 2 // _SECOND or 1) * _SECOND
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high
