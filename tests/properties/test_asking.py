"""Any text leads to an outcome that can be worded and rendered, never to an exception."""

import datetime as dt

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.answerer import Answerer
from bot.answering.model import Ambiguous, Answered, NotUnderstood
from bot.answering.replying import record
from bot.answering.wording import Wording
from bot.knowledge.citations import parse_answer, split_sentences
from bot.matching.japanese import romaji_to_kana
from bot.matching.model import Question
from tests.building import TODAY
from tests.properties.texts import any_text, wordy_text

texts = st.one_of(any_text, wordy_text)
codes = st.one_of(st.none(), st.sampled_from(["en", "ru", "kk", "ja", "de", ""]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(text=texts, language=codes, hint=codes)
def test_any_text_leads_to_an_outcome_in_words(
    answerer: Answerer, wording: Wording, text: str, language: str | None, hint: str | None
) -> None:
    outcome = answerer.ask(Question(text, language, hint), TODAY)

    assert isinstance(outcome, Answered | Ambiguous | NotUnderstood)
    assert outcome.language in answerer.knowledge.languages
    assert record(text, outcome, wording).text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts)
def test_scores_are_probabilities(answerer: Answerer, text: str) -> None:
    scores = [candidate.score for candidate in answerer.ask(Question(text), TODAY).candidates]

    assert all(0.0 <= score <= 1.0 for score in scores)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(day=st.dates(), language=st.one_of(codes.filter(bool), st.text(max_size=5)))
def test_any_day_can_be_written_in_any_language(wording: Wording, day: dt.date, language: str | None) -> None:
    assert wording.date(day, language or "en")


@given(texts)
def test_no_words_of_an_answer_are_lost_in_parsing(text: str) -> None:
    parsed = parse_answer(text.replace("[", "("))

    assert "".join("".join(sentence.text.split()) for sentence in parsed) == "".join(text.replace("[", "(").split())


@given(texts)
def test_sentences_are_parts_of_the_text_in_order(text: str) -> None:
    position = 0
    for sentence in split_sentences(text):
        position = text.index(sentence, position) + len(sentence)

    assert position <= len(text)


@given(st.text("abcdefghijklmnopqrstuvwxyzāīūēō'-", max_size=20))
def test_a_latin_word_is_kana_as_a_whole_or_not_at_all(word: str) -> None:
    kana = romaji_to_kana(word)

    assert kana is None or all("ぁ" <= char <= "ゖ" or char == "ー" for char in kana)
