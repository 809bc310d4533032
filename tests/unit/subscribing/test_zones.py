"""Time zones as people name them."""

import datetime as dt

import pytest

from bot.knowledge.phrases import Phrases
from bot.subscribing.zones import ZoneFinder, is_zone, named_cities, offered_zones, offset_label, zone_title

WINTER = dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
SUMMER = dt.datetime(2026, 7, 15, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def finder(phrases: Phrases) -> ZoneFinder:
    """A finder that knows the bot's four languages."""
    return ZoneFinder(phrases.languages, named_cities(phrases))


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Tokyo", "Asia/Tokyo"),
        ("  токио ", "Asia/Tokyo"),
        ("東京", "Asia/Tokyo"),
        ("Осака", "Asia/Tokyo"),
        ("大阪", "Asia/Tokyo"),
        ("Япония", "Asia/Tokyo"),
        ("Жапония", "Asia/Tokyo"),
        ("Алматы", "Asia/Almaty"),
        ("Астана", "Asia/Almaty"),
        ("астан", "Asia/Almaty"),
        ("Қазақстан", "Asia/Almaty"),
        ("казахстан", "Asia/Almaty"),
        ("Oral", "Asia/Oral"),
        ("ニューヨーク", "America/New_York"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("Europe/Berlin", "Europe/Berlin"),
        ("UTC+5", "Etc/GMT-5"),
        ("+5", "Etc/GMT-5"),
        ("gmt −3", "Etc/GMT+3"),
        ("+05:00", "Etc/GMT-5"),
        ("UTC+0", "UTC"),
    ],
)
def test_the_likeliest_zone_comes_first(finder: ZoneFinder, typed: str, zone: str) -> None:
    assert finder.find(typed, WINTER)[0] == zone


@pytest.mark.parametrize("typed", ["", " ", "…", "Qwxyz", "+15", "-13", "+5:99", "🙂", "x" * 10_000])
def test_what_is_no_place_finds_nothing(finder: ZoneFinder, typed: str) -> None:
    assert finder.find(typed, WINTER) == ()


def test_half_hours_find_the_zones_that_have_them_then(finder: ZoneFinder) -> None:
    assert "Asia/Kabul" in finder.find("+4:30", WINTER)
    assert "America/St_Johns" in finder.find("-3:30", WINTER)
    assert "America/St_Johns" not in finder.find("-3:30", SUMMER)


def test_a_country_with_many_zones_finds_eight_at_most(finder: ZoneFinder) -> None:
    assert len(finder.find("United States", WINTER)) == 8


@pytest.mark.parametrize(
    ("name", "language", "at", "title"),
    [
        ("Asia/Tokyo", "ja", WINTER, "東京 (UTC+9)"),
        ("Europe/Berlin", "ru", WINTER, "Берлин (UTC+1)"),
        ("Europe/Berlin", "ru", SUMMER, "Берлин (UTC+2)"),
        ("America/New_York", "xx", WINTER, "New York (UTC−5)"),
        ("Etc/GMT-5", "kk", WINTER, "UTC+5"),
        ("UTC", "en", WINTER, "UTC"),
    ],
)
def test_a_zone_is_called_by_its_city_and_hours(name: str, language: str, at: dt.datetime, title: str) -> None:
    assert zone_title(name, language, at) == title


def test_minutes_are_told_where_there_are_any() -> None:
    assert offset_label("Asia/Kathmandu", WINTER) == "UTC+5:45"
    assert offset_label("America/St_Johns", WINTER) == "UTC−3:30"


def test_what_is_offered_begins_at_home_and_has_one_zone_for_each_clock_there() -> None:
    offered = offered_zones(WINTER)
    at_home = offered[: offered.index("Asia/Tokyo")]

    assert at_home[0] == "Asia/Almaty"
    assert len({offset_label(zone, WINTER) for zone in at_home}) == len(at_home)
    assert all(is_zone(zone) for zone in offered)


def test_the_clock_of_the_machine_is_no_zone() -> None:
    assert not is_zone("localtime")
    assert not is_zone("Factory")
