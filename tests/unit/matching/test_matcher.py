"""Searching the directory in four languages: sanity of ranking and scores, whatever the weights."""

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.errors import KnowledgeError
from bot.knowledge.reading import load_knowledge
from bot.matching.matcher import LISTED, Matcher
from bot.matching.model import Decision, Question, Search
from bot.matching.opening import open_matcher
from tests.knowledge_dirs import change


@pytest.fixture(scope="session")
def matcher(answerer: Answerer) -> Matcher:
    """The matcher of the test directory."""
    assert isinstance(answerer.searcher, Matcher)
    return answerer.searcher


def ids(search: Search) -> list[str]:
    return [candidate.id for candidate in search.candidates]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        pytest.param("is a visa required for japanese travellers", "visa-needed", id="a curator's words"),
        pytest.param("visa for a Japanese tourist", "visa-needed", id="near to them"),
        pytest.param("dirct flihgt almaty tokyo", "direct-flights", id="with typos"),
        pytest.param("price of tickets", "ticket-price", id="in another order"),
        pytest.param("japanese calligraphy festival", "festival-2024", id="a fact alone"),
        pytest.param("виза японским туристам", "visa-needed", id="Russian"),
        pytest.param("rjulf ghzvjq htqc d njrbj", "direct-flights", id="Russian on a Latin layout"),
        pytest.param("nuzhna li viza yaponskim turistam", "visa-needed", id="Russian in Latin letters"),
        pytest.param("жапондыктарга виза", "visa-needed", id="Kazakh without its letters"),
        pytest.param("билет қанша тұрады", "ticket-price", id="Kazakh"),
        pytest.param("ビザはひつようですか", "visa-needed", id="Japanese in kana"),
        pytest.param("飛行機のチケットの値段", "ticket-price", id="Japanese"),
    ],
)
def test_the_right_unit_stands_first(matcher: Matcher, text: str, first: str) -> None:
    assert ids(matcher.search(Question(text)))[0] == first


@pytest.mark.parametrize("text", ["visa", "нужна виза", "ビザ", "жапондықтарға виза", "pizza", "30"])
def test_scores_are_probabilities_best_first(matcher: Matcher, text: str) -> None:
    scores = [candidate.score for candidate in matcher.search(Question(text)).candidates]

    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= score <= 1.0 for score in scores)
    assert 0 < len(scores) <= LISTED


def test_a_curators_own_phrasing_scores_above_a_stranger(matcher: Matcher) -> None:
    own, stranger = (
        matcher.search(Question(text)).candidates[0].score
        for text in ("Do Japanese citizens need a visa for Kazakhstan?", "best pizza recipe with mushrooms")
    )

    assert own > 0.5 > stranger


def test_every_entry_is_found_once(matcher: Matcher) -> None:
    found = ids(matcher.search(Question("visa flight ticket days")))

    assert len(found) == len(set(found))


def test_an_offer_is_of_two_to_four_of_the_candidates(matcher: Matcher) -> None:
    search = matcher.search(Question("How much does the visa cost for a flight ticket in total?"))

    assert (search.decision is Decision.OFFER) is (search.offered > 0)
    assert search.offered <= len(search.candidates)


@pytest.mark.parametrize(
    ("question", "language"),
    [
        (Question("Do I need a visa?"), "en"),
        (Question("Do I need a visa?", language="ja"), "ja"),
        (Question("Do I need a visa?", language="de"), "en"),
        (Question("Do I need a visa?", hint="ru"), "en"),
        (Question("30?", hint="ru"), "ru"),
        (Question("нужна виза японским гражданам"), "ru"),
    ],
)
def test_the_reply_is_in_the_language_asked_for_else_the_texts(
    matcher: Matcher, question: Question, language: str
) -> None:
    assert matcher.search(question).language == language
    assert matcher.language_of(question) == language


def test_the_same_question_is_answered_the_same(matcher: Matcher) -> None:
    assert matcher.search(Question("visa for japanese")) == matcher.search(Question("visa for japanese"))


def test_a_near_miss_counts_against_its_entry(four_dir: Path) -> None:
    with_miss = open_matcher(load_knowledge(four_dir), four_dir)
    change(four_dir, "faq/air-travel/direct-flights.yaml", "not_utterances:\n  en: [direct flight Tokyo Seoul]\n", "")
    without = open_matcher(load_knowledge(four_dir), four_dir)

    question = Question("direct flight Tokyo Seoul")

    scores = [
        next(one.score for one in matcher.search(question).candidates if one.id == "direct-flights")
        for matcher in (with_miss, without)
    ]
    assert scores[0] < scores[1]


def test_a_place_of_the_lexicon_is_no_misspelt_word_of_the_knowledge(four_dir: Path) -> None:
    before = open_matcher(load_knowledge(four_dir), four_dir)
    change(
        four_dir,
        "concepts.yaml",
        "- id: visa",
        "- {id: hong-kong, foreign: true, forms: {en: [Hong Kong]}}\n- id: visa",
    )
    after = open_matcher(load_knowledge(four_dir), four_dir)

    repaired = [matcher.tongues["en"].index.repaired("hong kong ryles vissa") for matcher in (before, after)]

    assert repaired == ["long long rules visa", "hong kong rules visa"]


def test_a_malformed_lexicon_is_refused(four_dir: Path) -> None:
    change(four_dir, "concepts.yaml", "- id: visa", "- id: visa\n  colour: red")

    with pytest.raises(KnowledgeError, match=r"concepts\.yaml:4: unknown key 'colour'"):
        open_matcher(load_knowledge(four_dir), four_dir)
