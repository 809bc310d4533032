"""TF-IDF vectors and postings, against values worked out by hand."""

import math

import numpy as np
import pytest

from bot.matching.features import Features
from bot.matching.vectors import BLOCK_WEIGHTS, Postings, Vectorizer, narrow


def said(*words: str, concepts: tuple[str, ...] = ()) -> Features:
    """Return features of words and concepts alone."""
    counted = {word: words.count(word) for word in dict.fromkeys(words)}
    return Features((counted, {}, {}, dict.fromkeys(concepts, 1)), words)


TEXTS = [said("visa", "japan"), said("visa", "flight"), said("visa", "tokyo", "flight")]


def test_the_rarer_a_word_the_more_it_weighs() -> None:
    vectorizer = Vectorizer.fit(TEXTS, [said("embassy")])

    weights = [vectorizer.word_idf(word) or 0.0 for word in ("visa", "flight", "japan", "embassy")]

    assert weights == sorted(weights)
    assert weights[0] >= 0.0
    assert len(set(weights)) == len(weights)


def test_an_unknown_word_has_no_weight_and_no_column() -> None:
    vectorizer = Vectorizer.fit(TEXTS)

    assert vectorizer.word_idf("pizza") is None
    assert vectorizer.row(said("pizza")).columns.size == 0


def test_a_row_has_the_blocks_weight_as_its_length() -> None:
    vectorizer = Vectorizer.fit(
        [said("a", "b", concepts=("x",)), said("a", "c", concepts=("y",)), said("d", concepts=("y",))]
    )

    row = vectorizer.row(said("b", "c", concepts=("x",)))

    expected = BLOCK_WEIGHTS["words"] ** 2 + BLOCK_WEIGHTS["concepts"] ** 2
    assert float(row.values @ row.values) == pytest.approx(expected)


def test_a_word_said_twice_counts_more_but_not_twice() -> None:
    vectorizer = Vectorizer.fit([said("a"), said("b"), said("c")])

    once_twice = vectorizer.row(said("a", "b", "b")).values

    assert once_twice[1] / once_twice[0] == pytest.approx(1 + math.log(2))


def test_rows_of_many_texts_are_those_of_each() -> None:
    vectorizer = Vectorizer.fit(TEXTS)

    rows = vectorizer.rows(TEXTS)

    own = [vectorizer.row(text) for text in TEXTS]
    assert rows.height == 3
    assert rows.values.tolist() == pytest.approx([value for row in own for value in row.values.tolist()])
    assert rows.rows.tolist() == [0, 0, 1, 1, 2, 2, 2]


def test_similarity_is_the_inner_product_with_every_row() -> None:
    vectorizer = Vectorizer.fit(TEXTS)
    question = vectorizer.row(said("flight", "tokyo"))

    similar = Postings.of(vectorizer.rows(TEXTS)).similarity(question)

    asked = dict(zip(question.columns.tolist(), question.values.tolist(), strict=True))
    own = [vectorizer.row(text) for text in TEXTS]
    expected = [
        sum(
            value * asked.get(column, 0.0)
            for column, value in zip(row.columns.tolist(), row.values.tolist(), strict=True)
        )
        for row in own
    ]
    assert similar.tolist() == pytest.approx(expected, abs=1e-6)
    assert 0.0 == similar[0] < similar[1] < similar[2]


def test_a_question_without_known_words_is_like_nothing() -> None:
    vectorizer = Vectorizer.fit(TEXTS)

    similar = Postings.of(vectorizer.rows(TEXTS)).similarity(vectorizer.row(said("pizza")))

    assert similar.tolist() == [0.0, 0.0, 0.0]


def test_without_texts_there_is_nothing_to_be_like() -> None:
    vectorizer = Vectorizer.fit([])

    similar = Postings.of(vectorizer.rows([])).similarity(vectorizer.row(said("visa")))

    assert similar.dtype == np.float32
    assert similar.size == 0


@pytest.mark.parametrize(("most", "width"), [(0, "uint16"), (65_535, "uint16"), (65_536, "int32")])
def test_numbers_are_narrowed_where_they_stay_the_same(most: int, width: str) -> None:
    narrowed = narrow(np.array([0, most], dtype=np.int32))

    assert (narrowed.dtype.name, narrowed.tolist()) == (width, [0, most])
