"""From a decision to an outcome; and with the real matcher, an outcome for any text."""

import unicodedata

import pytest

from bot.answering.answerer import MAX_QUESTION_LENGTH, Answerer
from bot.answering.model import Ambiguous, Answered, NotUnderstood, Reason
from bot.knowledge.model import KnowledgeBase, Status
from bot.matching.model import Decision, Question
from tests.building import TODAY, a_base, a_fact, an_entry
from tests.unit.answering.fakes import FakeSearcher, entry, fact


@pytest.fixture
def base() -> KnowledgeBase:
    """Two entries and three facts, one replaced, in two of five topics."""
    return a_base(
        [
            a_fact("f", topic="trade"),
            a_fact("old", status=Status.SUPERSEDED, superseded_by="new", topic="trade"),
            a_fact("new", topic="trade"),
        ],
        [an_entry("a", "A.[^f]"), an_entry("b", "B.[^f]", topic="sport")],
        topics=("visas", "trade", "sport", "culture", "history"),
    )


def test_the_first_candidate_is_answered(base: KnowledgeBase) -> None:
    searcher = FakeSearcher(Decision.ANSWER, entry("b", 0.9), entry("a", 0.1))

    outcome = Answerer(base, searcher).ask(Question("What?"), TODAY)

    assert isinstance(outcome, Answered)
    assert outcome.answer.choice.id == "b"
    assert [candidate.id for candidate in outcome.candidates] == ["b", "a"]
    assert searcher.asked == [Question("What?")]


def test_a_fact_is_answered(base: KnowledgeBase) -> None:
    outcome = Answerer(base, FakeSearcher(Decision.ANSWER, fact("f"))).ask(Question("What?"), TODAY)

    assert isinstance(outcome, Answered)
    assert (outcome.answer.choice.kind, outcome.answer.choice.id) == ("fact", "f")


def test_an_answer_that_is_gone_is_not_understood(base: KnowledgeBase) -> None:
    outcome = Answerer(base, FakeSearcher(Decision.ANSWER, entry("gone"))).ask(Question("What?"), TODAY)

    assert isinstance(outcome, NotUnderstood)
    assert outcome.reason is Reason.NO_ANSWER


def test_only_as_many_are_offered_as_decided(base: KnowledgeBase) -> None:
    searcher = FakeSearcher(Decision.OFFER, entry("a"), entry("b"), fact("f"), offered=2)

    outcome = Answerer(base, searcher).ask(Question("What?"), TODAY)

    assert isinstance(outcome, Ambiguous)
    assert [choice.id for choice in outcome.choices] == ["a", "b"]
    assert len(outcome.candidates) == 3


def test_the_same_choice_is_offered_once(base: KnowledgeBase) -> None:
    searcher = FakeSearcher(Decision.OFFER, fact("old"), fact("new"), entry("a"), offered=3)

    outcome = Answerer(base, searcher).ask(Question("What?"), TODAY)

    assert isinstance(outcome, Ambiguous)
    assert [choice.id for choice in outcome.choices] == ["new", "a"]


def test_a_single_choice_left_is_not_offered(base: KnowledgeBase) -> None:
    searcher = FakeSearcher(Decision.OFFER, entry("a"), entry("gone"), offered=2)

    outcome = Answerer(base, searcher).ask(Question("What?"), TODAY)

    assert isinstance(outcome, NotUnderstood)


def test_declining_names_the_nearest_topics_first(base: KnowledgeBase) -> None:
    searcher = FakeSearcher(Decision.DECLINE, entry("b"), fact("f"), entry("gone"), fact("gone"))

    outcome = Answerer(base, searcher).ask(Question("What?"), TODAY)

    assert isinstance(outcome, NotUnderstood)
    assert [topic.id for topic in outcome.topics] == ["sport", "trade", "visas"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", Reason.NO_WORDS, id="empty"),
        pytest.param(" \n\t", Reason.NO_WORDS, id="blank"),
        pytest.param("✈️🇰🇿🤔", Reason.NO_WORDS, id="emoji only"),
        pytest.param("?!…", Reason.NO_WORDS, id="punctuation only"),
        pytest.param("\x00\x07\u200b", Reason.NO_WORDS, id="control characters only"),
        pytest.param("a" * (MAX_QUESTION_LENGTH + 1), Reason.TOO_LONG, id="too long"),
        pytest.param("?" * 10_000, Reason.TOO_LONG, id="too long without words"),
        pytest.param("\ufdfa" * 56, Reason.TOO_LONG, id="too long once written out"),
    ],
)
def test_what_cannot_be_read_is_not_searched(base: KnowledgeBase, text: str, reason: Reason) -> None:
    searcher = FakeSearcher(Decision.ANSWER, entry("a"), language="kk")

    outcome = Answerer(base, searcher).ask(Question(text, "kk", "ru"), TODAY)

    assert outcome == NotUnderstood("kk", (), reason, ())
    assert searcher.asked == []
    [measured] = searcher.measured
    assert (measured.language, measured.hint) == ("kk", "ru")
    assert unicodedata.normalize("NFKC", text).startswith(measured.text)
    assert len(measured.text) <= MAX_QUESTION_LENGTH


def test_the_longest_question_is_searched(base: KnowledgeBase) -> None:
    outcome = Answerer(base, FakeSearcher(Decision.ANSWER, entry("a"))).ask(Question("a" * MAX_QUESTION_LENGTH), TODAY)

    assert isinstance(outcome, Answered)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("✈️🇰🇿", id="emoji"),
        pytest.param("visa\x00\x07\x1b[31m", id="control characters"),
        pytest.param("<b>visa</b> & <script>alert(1)</script>", id="HTML"),
        pytest.param("visa " * 2000, id="10,000 characters"),
        pytest.param("あ" * 10_000, id="10,000 kana"),
        pytest.param("هل أحتاج إلى تأشيرة؟", id="Arabic"),
        pytest.param("我需要签证吗", id="Chinese"),
        pytest.param("비자가 필요합니까", id="Korean"),
        pytest.param("ต้องใช้วีซ่าไหม", id="Thai"),
        pytest.param("დამჭირდება ვიზა", id="Georgian"),
        pytest.param("1234567890", id="digits"),
        pytest.param("visa \ud800 ビザ", id="half a surrogate pair"),
        pytest.param("a", id="one letter"),
        pytest.param("жзғщъ", id="nonsense"),
        pytest.param("'; DROP TABLE chats; --", id="SQL"),
    ],
)
def test_any_text_leads_to_an_outcome(answerer: Answerer, text: str) -> None:
    outcome = answerer.ask(Question(text), TODAY)

    assert isinstance(outcome, Answered | Ambiguous | NotUnderstood)
    assert outcome.language in answerer.knowledge.languages


@pytest.mark.parametrize(
    ("text", "language", "answered"),
    [
        ("Do Japanese citizens need a visa for Kazakhstan?", "en", "visa-needed"),
        ("Нужна ли гражданам Японии виза в Казахстан?", "ru", "visa-needed"),
        ("Жапония азаматтарына Қазақстанға виза керек пе?", "kk", "visa-needed"),
        ("日本人がカザフスタンに行くのにビザは必要ですか？", "ja", "visa-needed"),
        ("How much does a plane ticket cost?", "en", "ticket-price"),
        ("A festival of Japanese calligraphy was held in Astana in May 2024.", "en", "festival-2024"),
    ],
)
def test_a_question_is_answered_in_its_language(answerer: Answerer, text: str, language: str, answered: str) -> None:
    outcome = answerer.ask(Question(text), TODAY)

    assert isinstance(outcome, Answered)
    assert (outcome.language, outcome.answer.choice.id) == (language, answered)


def test_an_answer_can_be_asked_for_in_another_language(answerer: Answerer) -> None:
    outcome = answerer.ask(Question("Do Japanese citizens need a visa for Kazakhstan?", "ja"), TODAY)

    assert isinstance(outcome, Answered)
    assert outcome.language == "ja"
    assert outcome.answer.passages[0].text == "30日以内の滞在にビザは必要ありません。"


def test_no_answer_gives_a_superseded_fact(answerer: Answerer) -> None:
    outcome = answerer.ask(Question("A direct flight between Almaty and Tokyo was planned for 2025."), TODAY)

    assert "flight-plan-2025" not in [candidate.id for candidate in outcome.candidates]
