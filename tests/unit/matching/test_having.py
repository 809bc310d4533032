"""Which unit has which features, asked one by one and counted."""

import pytest

from bot.matching.having import Having
from bot.matching.vocabulary import UNKNOWN, Vocabulary

VOCABULARY = Vocabulary.of(["visa", "flight", "tokyo", "виза"])
UNITS = ({"visa", "tokyo"}, set[str](), {"flight", "виза", "tokyo"})


@pytest.fixture(name="having")
def made() -> Having:
    """Return what ``UNITS`` have."""
    return Having.of(VOCABULARY, UNITS)


@pytest.mark.parametrize("unit", range(len(UNITS)))
def test_a_unit_has_what_it_was_given_and_nothing_else(having: Having, unit: int) -> None:
    assert {name for name in VOCABULARY if having.has(unit, VOCABULARY.number(name))} == UNITS[unit]


@pytest.mark.parametrize("unit", range(len(UNITS)))
def test_no_unit_has_what_is_unknown(having: Having, unit: int) -> None:
    assert not having.has(unit, UNKNOWN)


def test_has_all_wants_every_feature(having: Having) -> None:
    both = [VOCABULARY.number("visa"), VOCABULARY.number("tokyo")]

    assert [having.has_all(unit, both) for unit in range(3)] == [True, False, False]


def test_count_tells_how_many_of_the_features_a_unit_has(having: Having) -> None:
    some = [VOCABULARY.number("tokyo"), VOCABULARY.number("flight"), UNKNOWN]

    assert [having.count(unit, some) for unit in range(3)] == [1, 0, 2]


def test_pairs_tell_everything(having: Having) -> None:
    names = tuple(VOCABULARY)

    assert {(unit, names[number]) for unit, number in having.pairs()} == {
        (unit, name) for unit, own in enumerate(UNITS) for name in own
    }


def test_what_stands_in_no_vocabulary_is_left_out() -> None:
    assert list(Having.of(VOCABULARY, [{"pizza"}]).sizes) == [0]


def test_it_is_the_same_when_made_of_its_numbers(having: Having) -> None:
    again = Having(having.numbers, having.sizes)

    assert (having.numbers.dtype.name, having.sizes.dtype.name) == ("int32", "int32")
    assert list(again.pairs()) == list(having.pairs())
