"""What administrators type: an announcement in one language, and when it is to go out."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.announcing.typed import Flaw, Mistake, Written, read_moment, read_written
from bot.knowledge.reading import load_knowledge
from tests.e2e.harness import SMALL_KNOWLEDGE

KNOWLEDGE = load_knowledge(SMALL_KNOWLEDGE)
ALMATY, BERLIN = ZoneInfo("Asia/Almaty"), ZoneInfo("Europe/Berlin")
NOW = dt.datetime(2026, 11, 30, 10, 0, tzinfo=dt.UTC)
"""15:00 in Almaty."""


def utc(year: int, month: int, day: int, hour: int, minute: int) -> dt.datetime:
    """Return a moment in UTC."""
    return dt.datetime(year, month, day, hour, minute, tzinfo=dt.UTC)


def test_the_first_line_is_the_title_and_the_rest_the_text() -> None:
    typed = "  A new rule \n\n No visa.[^visa-free-30-days]  \n Call.[^consulate-aktau-phone]"

    written = read_written(typed, KNOWLEDGE)

    assert written == Written("A new rule", "No visa.[^visa-free-30-days]\nCall.[^consulate-aktau-phone]")


@pytest.mark.parametrize(
    ("typed", "mistake"),
    [
        ("", Mistake(Flaw.NO_TEXT)),
        ("A new rule", Mistake(Flaw.NO_TEXT)),
        ("A new rule\n  ", Mistake(Flaw.NO_TEXT)),
        ("x" * 201 + "\nText.[^visa-free-30-days]", Mistake(Flaw.LONG_TITLE, "x" * 57 + "…")),
        ("Rule[^visa-free-30-days]\nText.", Mistake(Flaw.CITING_TITLE, "Rule[^visa-free-30-days]")),
        ("Rule\nText.", Mistake(Flaw.NO_CITATION, "Text.")),
        ("Rule\nText.[^visa-free-30-days] More.", Mistake(Flaw.NO_CITATION, "More.")),
        ("Rule\n[^visa-free-30-days]", Mistake(Flaw.NO_SENTENCE)),
        ("Rule\nOne. Two.[^visa-free-30-days]", Mistake(Flaw.SEVERAL_SENTENCES, "One. Two.")),
        ("Rule\nText.[^visa-free-30]", Mistake(Flaw.UNKNOWN_FACT, "visa-free-30", "visa-free-30-days")),
        ("Rule\nText.[^qqqq]", Mistake(Flaw.UNKNOWN_FACT, "qqqq")),
    ],
)
def test_a_mistake_is_told_with_its_place(typed: str, mistake: Mistake) -> None:
    assert read_written(typed, KNOWLEDGE) == mistake


@pytest.mark.parametrize(
    ("typed", "zone", "moment"),
    [
        ("18:30", ALMATY, utc(2026, 11, 30, 13, 30)),
        (" 9:00 ", ALMATY, utc(2026, 12, 1, 4, 0)),
        ("15:00", ALMATY, utc(2026, 12, 1, 10, 0)),
        ("18：30", ALMATY, utc(2026, 11, 30, 13, 30)),
        ("30 November 18:30", ALMATY, utc(2026, 11, 30, 13, 30)),
        ("15 January 9:00", ALMATY, utc(2027, 1, 15, 4, 0)),
        ("15 января, 9:00", ALMATY, utc(2027, 1, 15, 4, 0)),
        ("15 қаңтар 9:00", ALMATY, utc(2027, 1, 15, 4, 0)),
        ("1月15日 9:00", ALMATY, utc(2027, 1, 15, 4, 0)),
        ("2027-01-15 09:00", ALMATY, utc(2027, 1, 15, 4, 0)),
        ("2027-03-28 02:30", BERLIN, utc(2027, 3, 28, 1, 30)),
        ("2027-10-31 02:30", BERLIN, utc(2027, 10, 31, 0, 30)),
    ],
)
def test_a_time_is_read_by_the_administrators_clock(typed: str, zone: dt.tzinfo, moment: dt.datetime) -> None:
    assert read_moment(typed, ("en", "ru", "kk", "ja"), zone, NOW) == moment


@pytest.mark.parametrize(
    "typed", ["", "soon", "24:00", "9:60", "15 January", "30 November 14:59", "2026-11-29 18:00", "Caturday 9:00"]
)
def test_what_is_no_time_to_come_is_not_read(typed: str) -> None:
    assert read_moment(typed, ("en", "ru", "kk", "ja"), ALMATY, NOW) is None
