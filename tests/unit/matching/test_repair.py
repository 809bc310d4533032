"""Typos repaired within bounds."""

import pytest

from bot.matching.repair import Repairer

COUNTS = {
    "visa": 5,
    "flight": 3,
    "kazakhstan": 7,
    "tokyo": 2,
    "japanese": 4,
    "2026": 9,
    "fare": 1,
    "care": 6,
    "bank": 1,
    "punk": 9,
    "tare": 6,
}


@pytest.fixture
def repairer() -> Repairer:
    return Repairer(COUNTS)


@pytest.mark.parametrize(
    ("word", "repaired"),
    [
        pytest.param("flihgt", "flight", id="two letters swapped"),
        pytest.param("fligth", "flight", id="the last two swapped"),
        pytest.param("flght", "flight", id="a letter left out"),
        pytest.param("flightt", "flight", id="a letter too many"),
        pytest.param("vsia", "visa", id="four letters"),
        pytest.param("kazahstn", "kazakhstan", id="two letters left out of a long word"),
        pytest.param("jpanse", None, id="two left out of a word of six"),
        pytest.param("kzhstan", None, id="three letters left out"),
        pytest.param("toky", "tokyo", id="the end left out"),
        pytest.param("bunk", "bank", id="the same first letter goes before the more frequent word"),
        pytest.param("dare", "care", id="of equally near words the more frequent, then the first"),
        pytest.param("pizza", None, id="near to nothing"),
        pytest.param("visa", None, id="a known word"),
        pytest.param("vis", None, id="a short word"),
        pytest.param("2062", None, id="a number"),
        pytest.param("a320", None, id="letters with digits"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_word_is_repaired_within_bounds(repairer: Repairer, word: str, repaired: str | None) -> None:
    assert repairer.repair(word) == repaired


def test_a_repair_asked_again_is_the_same(repairer: Repairer) -> None:
    assert [repairer.repair("flihgt"), repairer.repair("flihgt")] == ["flight", "flight"]


def test_words_of_the_knowledge_are_known(repairer: Repairer) -> None:
    assert (repairer.knows("visa"), repairer.knows("vsia")) == (True, False)


def test_without_words_nothing_is_repaired() -> None:
    assert Repairer({}).repair("flight") is None
