"""A vocabulary numbers its features the same whether it was just made or kept."""

import pytest

from bot.matching.vocabulary import UNKNOWN, Vocabulary

FEATURES = ("visa", "виза", "ビザ", "visa japan", "vi")


def test_every_feature_has_a_number_of_its_own() -> None:
    vocabulary = Vocabulary.of(FEATURES)

    assert sorted(vocabulary.numbers(FEATURES)) == list(range(len(FEATURES)))
    assert len(vocabulary) == len(FEATURES)


@pytest.mark.parametrize("unknown", ["", "vis", "visas", "Visa", "pizza"])
def test_anything_else_is_unknown(unknown: str) -> None:
    assert list(Vocabulary.of(FEATURES).numbers([unknown])) == [UNKNOWN]


def test_a_kept_vocabulary_numbers_alike() -> None:
    made = Vocabulary.of(FEATURES)

    kept = Vocabulary(made.to_bytes())

    asked = [*FEATURES, "pizza"]
    assert list(kept.numbers(asked)) == list(made.numbers(asked))
    assert list(kept) == list(made)


def test_features_come_in_the_order_of_their_numbers() -> None:
    vocabulary = Vocabulary.of(FEATURES)

    assert list(vocabulary.numbers(vocabulary)) == list(range(len(FEATURES)))


def test_the_order_of_making_does_not_matter() -> None:
    assert Vocabulary.of(FEATURES).to_bytes() == Vocabulary.of(FEATURES[::-1]).to_bytes()
