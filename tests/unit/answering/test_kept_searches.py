"""Searches made before are given again: for the same question, in the same language, and no others."""

from bot.answering.kept_searches import LONGEST_KEPT, KeptSearches
from bot.matching.model import Decision, Question, Search


class Searching:
    """Finds nothing, and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[Question] = []

    def search(self, question: Question) -> Search:
        self.asked.append(question)
        return Search("en", (), Decision.DECLINE, 0)

    def language_of(self, question: Question) -> str:
        return question.hint or "en"


def test_the_same_question_is_searched_once() -> None:
    searching = Searching()
    kept = KeptSearches(searching)

    assert kept.search(Question("visa")) is kept.search(Question("visa"))
    assert searching.asked == [Question("visa")]


def test_another_language_or_hint_is_another_question() -> None:
    searching = Searching()
    kept = KeptSearches(searching)
    questions = [Question("visa"), Question("visa", "ru"), Question("visa", hint="kk"), Question("Visa")]

    for question in questions * 2:
        kept.search(question)

    assert searching.asked == questions


def test_only_the_last_questions_are_kept_and_no_long_ones() -> None:
    searching = Searching()
    kept = KeptSearches(searching, most=2)
    long = "long " * (LONGEST_KEPT // 5 + 1)

    for text in ("a", "b", "c", "a", long, long):
        kept.search(Question(text))

    assert [question.text for question in searching.asked] == ["a", "b", "c", "a", long, long]


def test_the_language_is_asked_for_as_before() -> None:
    assert KeptSearches(Searching()).language_of(Question("visa", hint="kk")) == "kk"
