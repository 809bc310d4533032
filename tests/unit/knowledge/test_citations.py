"""Answers cut into sentences with citations."""

import pytest

from bot.knowledge.citations import parse_answer, split_sentences
from bot.knowledge.model import Sentence


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("One.[^a]", [Sentence("One.", ("a",))], id="one"),
        pytest.param("One.[^a] Two.[^b]", [Sentence("One.", ("a",)), Sentence("Two.", ("b",))], id="two"),
        pytest.param("One.[^a][^b]", [Sentence("One.", ("a", "b"))], id="two citations"),
        pytest.param("One. [^a] [^b]", [Sentence("One.", ("a", "b"))], id="spaces between"),
        pytest.param("One.[^a][^a]", [Sentence("One.", ("a",))], id="the same citation twice"),
        pytest.param("一。[^a]二。[^b]", [Sentence("一。", ("a",)), Sentence("二。", ("b",))], id="Japanese"),
        pytest.param("One.", [Sentence("One.", ())], id="no citation"),
        pytest.param("One.[^a] Two.", [Sentence("One.", ("a",)), Sentence("Two.", ())], id="none at the end"),
        pytest.param("[^a] One.[^b]", [Sentence("", ("a",)), Sentence("One.", ("b",))], id="none before"),
        pytest.param("A [note] and ^b.[^c]", [Sentence("A [note] and ^b.", ("c",))], id="other brackets"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_an_answer_is_cut_after_its_citations(text: str, sentences: list[Sentence]) -> None:
    assert parse_answer(text) == tuple(sentences)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        pytest.param("One. Two! Three? Four…", ["One.", "Two!", "Three?", "Four…"], id="western"),
        pytest.param("一。二！三？四", ["一。", "二！", "三？", "四"], id="Japanese"),
        pytest.param("「一。」二", ["「一。", "二"], id="a Japanese quotation"),
        pytest.param("He said «yes.» Then no.", ["He said «yes.", "Then no."], id="a quotation"),
        pytest.param("It is 3.5 km at 10.30", ["It is 3.5 km at 10.30"], id="points within numbers"),
        pytest.param("  One.  ", ["One."], id="spaces at the ends"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_sentences_are_told_apart_by_their_end_marks(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == tuple(sentences)
