"""Until when a subscriber pauses."""

import datetime as dt

import pytest

from bot.subscribing.pausing import paused_for, read_day
from bot.subscribing.timing import FOREVER

TODAY = dt.date(2026, 11, 30)
LANGUAGES = ("en", "ru", "kk", "ja")


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("15 January 2027", "2027-01-15"),
        ("january 15, 2027", "2027-01-15"),
        ("January 15", "2027-01-15"),
        ("5 December", "2026-12-05"),
        ("15 Января 2027", "2027-01-15"),
        ("15 января", "2027-01-15"),
        ("2027 жылғы 15 қаңтар", "2027-01-15"),
        ("15 Қаңтар", "2027-01-15"),
        ("2027年1月15日", "2027-01-15"),
        ("1月15日", "2027-01-15"),
        (" 2027-01-15 ", "2027-01-15"),
        ("2027/1/5", "2027-01-05"),
        ("15.01.2027", "2027-01-15"),
        ("2026-12-01", "2026-12-01"),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, day: str) -> None:
    assert read_day(typed, LANGUAGES, TODAY) == dt.date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed",
    [
        "", "tomorrow", "5/2/2027", "2027-02-30", "30 февраля", "2026-11-30", "2020-01-01", "2099-01-01",
        "3 March or 5 April 2027", "March 2027", "x" * 10_000,
    ],
)  # fmt: skip
def test_what_is_no_one_day_ahead_is_not_read(typed: str) -> None:
    assert read_day(typed, LANGUAGES, TODAY) is None


@pytest.mark.parametrize(
    ("what", "until"), [("off", None), ("7", dt.date(2026, 12, 7)), ("30", dt.date(2026, 12, 30)), ("ever", FOREVER)]
)
def test_a_button_pauses_for_so_long(what: str, until: dt.date | None) -> None:
    assert paused_for(what, TODAY) == until


@pytest.mark.parametrize("what", ["", "0", "-7", "9999999999", "1e3", "soon", "²"])
def test_a_forged_button_pauses_nothing(what: str) -> None:
    with pytest.raises(ValueError, match="is no pause"):
        paused_for(what, TODAY)
