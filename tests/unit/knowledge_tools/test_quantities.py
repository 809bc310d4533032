"""Numbers and dates say the same in every language's own writing."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from bot.knowledge.agreement import differences
from bot.knowledge.dates import NamedDate
from bot.knowledge.quantities import read_quantities


@dataclass(frozen=True)
class Pair:
    """Two texts by language, and whether they say the same numbers."""

    texts: dict[str, str]
    same: bool


def _pairs() -> list[Pair]:
    rows = yaml.safe_load((Path(__file__).parent / "quantities.yaml").read_text(encoding="utf-8"))
    return [Pair(dict((row["one"], row["other"])), row["same"]) for row in rows]


@pytest.mark.parametrize("pair", _pairs(), ids=lambda pair: " / ".join(pair.texts.values()))
def test_two_writings_say_the_same_numbers(pair: Pair) -> None:
    found = list(differences(pair.texts))

    assert (not found) is pair.same, found


def test_a_month_that_does_not_exist_is_no_date() -> None:
    assert read_quantities("2025-13-01 and 45.99.2025", "en").dates == ()


def test_a_day_range_is_every_day_named() -> None:
    read = read_quantities("on 19–20 December 2025", "en")

    assert read.dates == (NamedDate(2025, 12, 19), NamedDate(2025, 12, 20))


def test_may_the_verb_is_no_month() -> None:
    assert read_quantities("they may stay 30 days", "en").dates == ()


def test_a_language_nobody_knows_is_read_by_its_digits() -> None:
    read = read_quantities("xx 2025 xx 17", "qqq")

    assert [str(amount) for amount in read.amounts] == ["2025", "17"]
