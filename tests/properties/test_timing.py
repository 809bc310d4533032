"""When a subscriber may be written to, whatever the clocks do."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.storage.records import Timing
from bot.subscribing.timing import due_at, is_quiet

# the clock goes by an hour in both hemispheres, by half an hour, at midnight, by a whole day; and never
ZONES = (
    "UTC", "Asia/Almaty", "Asia/Tokyo", "Europe/Berlin", "America/New_York", "America/Santiago", "America/Havana",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "America/St_Johns",
)  # fmt: skip
CHANGES = tuple(
    dt.datetime(*day, tzinfo=dt.UTC)
    for day in (
        (2011, 12, 30), (2024, 3, 1), (2026, 3, 8), (2026, 3, 29), (2026, 4, 5), (2026, 9, 6), (2026, 10, 4),
        (2026, 10, 25), (2026, 11, 1),
    )
)  # fmt: skip
GRID = dt.timedelta(minutes=5)

hours = st.integers(0, 23)
moments = st.builds(
    lambda change, minutes: change + dt.timedelta(minutes=minutes),
    st.sampled_from(CHANGES),
    st.integers(-3 * 1440, 3 * 1440),
)
zones = st.sampled_from(ZONES)
quiet = st.none() | st.tuples(hours, hours)


@st.composite
def timings(draw: st.DrawFn, *, digest: bool) -> Timing:
    """A timing of whoever wants a digest, or each announcement at once."""
    start, end = draw(quiet) or (None, None)
    pause = draw(st.none() | st.sampled_from(CHANGES).map(dt.datetime.date))
    return Timing(draw(zones), draw(hours) if digest else None, start, end, pause)


def _wall(timing: Timing, moment: dt.datetime) -> dt.datetime:
    return moment.astimezone(ZoneInfo(timing.time_zone)).replace(tzinfo=None)


def _is_open(timing: Timing, moment: dt.datetime) -> bool:
    wall = _wall(timing, moment)
    is_paused = timing.paused_until is not None and wall.date() < timing.paused_until
    return not is_paused and not is_quiet(timing, wall.hour)


@given(timings(digest=False) | timings(digest=True), moments)
def test_it_is_not_before_nor_in_quiet_hours_nor_in_a_pause(timing: Timing, at: dt.datetime) -> None:
    due = due_at(timing, at)

    assert due >= at
    assert due.tzinfo is dt.UTC
    assert _is_open(timing, due)


@given(timings(digest=False) | timings(digest=True), moments)
def test_what_is_due_is_due_then(timing: Timing, at: dt.datetime) -> None:
    due = due_at(timing, at)

    assert due_at(timing, due) == due


@given(timings(digest=False) | timings(digest=True), moments, st.integers(0, 3000))
def test_what_comes_later_is_not_due_earlier(timing: Timing, at: dt.datetime, minutes: int) -> None:
    assert due_at(timing, at) <= due_at(timing, at + dt.timedelta(minutes=minutes))


@given(timings(digest=False), moments)
def test_no_earlier_moment_would_have_done(timing: Timing, at: dt.datetime) -> None:
    due = due_at(timing, at)
    assume(due - at <= dt.timedelta(days=4))

    earlier = at
    while earlier < due:
        assert not _is_open(timing, earlier)
        earlier += GRID


@given(timings(digest=True), moments)
def test_a_digest_begins_with_its_hour_or_where_the_clock_or_the_quiet_hours_skip_it(
    timing: Timing, at: dt.datetime
) -> None:
    due = due_at(timing, at)

    before = due - dt.timedelta(seconds=1)
    came_on = (_wall(timing, before).date(), _wall(timing, before).hour)
    assert came_on != (_wall(timing, due).date(), _wall(timing, due).hour)
    if not _is_open(timing, before):
        return
    skipped = _wall(timing, due) - _wall(timing, before) > dt.timedelta(minutes=1)
    assert _wall(timing, due).hour == timing.digest_hour or skipped


@given(zones, hours, quiet, moments)
def test_there_is_one_digest_a_day(zone: str, hour: int, hours_off: tuple[int, int] | None, at: dt.datetime) -> None:
    timing = Timing(zone, hour, *(hours_off or (None, None)))

    first = due_at(timing, at)
    second = due_at(timing, first + dt.timedelta(seconds=1))

    # a day of the calendar takes 23 to 25 hours where the clock is changed; Samoa once left one out
    assert dt.timedelta(hours=22) <= second - first <= dt.timedelta(hours=26)
    assert _wall(timing, first).date() < _wall(timing, second).date()


@pytest.mark.parametrize(
    ("timing", "at", "due"),
    [
        pytest.param(Timing(), "2026-11-20T08:00", "2026-11-20T08:00", id="at once"),
        pytest.param(Timing("Asia/Tokyo", 9), "2026-11-20T08:00", "2026-11-21T00:00", id="digest in Tokyo"),
        pytest.param(Timing("Asia/Almaty", 9), "2026-11-20T04:00", "2026-11-20T04:00", id="right at the hour"),
        pytest.param(Timing("Asia/Almaty", None, 22, 7), "2026-11-20T18:30", "2026-11-21T02:00", id="quiet at night"),
        pytest.param(Timing("Asia/Almaty", None, 12, 14), "2026-11-20T06:59", "2026-11-20T06:59", id="not yet quiet"),
        pytest.param(Timing("Asia/Almaty", None, 12, 14), "2026-11-20T07:00", "2026-11-20T09:00", id="quiet at noon"),
        pytest.param(Timing("Asia/Almaty", None, 5, 5), "2026-11-20T00:30", "2026-11-20T00:30", id="no quiet hours"),
        pytest.param(Timing("Asia/Almaty", 23, 22, 7), "2026-11-20T12:00", "2026-11-21T02:00", id="quiet digest hour"),
        pytest.param(
            Timing("Asia/Tokyo", None, None, None, dt.date(2026, 12, 1)),
            "2026-11-20T08:00",
            "2026-11-30T15:00",
            id="paused",
        ),
        pytest.param(
            Timing("Asia/Tokyo", 9, None, None, dt.date(2026, 12, 1)),
            "2026-11-20T08:00",
            "2026-12-01T00:00",
            id="paused digest",
        ),
        pytest.param(Timing("Europe/Berlin", 2), "2026-03-28T12:00", "2026-03-29T01:00", id="skipped digest hour"),
        pytest.param(Timing("Europe/Berlin", 2), "2026-10-24T12:00", "2026-10-25T00:00", id="doubled digest hour"),
        pytest.param(Timing("Europe/Berlin", 2), "2026-10-25T00:30", "2026-10-26T01:00", id="second time round"),
        pytest.param(
            Timing("Europe/Berlin", None, 22, 3), "2026-10-24T23:00", "2026-10-25T02:00", id="quiet in a doubled hour"
        ),
        pytest.param(
            Timing("Europe/Berlin", None, 1, 2), "2026-03-29T00:30", "2026-03-29T01:00", id="quiet till a skipped hour"
        ),
        pytest.param(
            Timing("Pacific/Apia", None, None, None, dt.date(2011, 12, 30)),
            "2011-12-01T00:00",
            "2011-12-30T10:00",
            id="paused until a skipped day",
        ),
        pytest.param(Timing("Mars/Olympus", 9), "2026-11-20T08:00", "2026-11-20T09:00", id="unknown zone"),
    ],
)
def test_by_the_subscribers_own_clock(timing: Timing, at: str, due: str) -> None:
    moment = dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC)

    assert due_at(timing, moment) == dt.datetime.fromisoformat(due).replace(tzinfo=dt.UTC)
