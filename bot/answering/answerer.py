"""The answerer: a question in, an outcome out. It searches, follows the search's decision and composes."""

import datetime as dt
import unicodedata
from functools import cached_property
from typing import Final, Protocol

from bot.answering.browsing import Browser
from bot.answering.composing import Composer
from bot.answering.model import Ambiguous, Answer, Answered, Choice, NotUnderstood, Outcome, Reason, TopicLabel
from bot.knowledge.model import KnowledgeBase
from bot.matching.model import Candidate, Decision, Question, Search
from bot.text import fold

NEAREST_TOPICS: Final = 3
MAX_QUESTION_LENGTH: Final = 1000


def is_too_long(text: str) -> bool:
    """Say whether a question is longer than is read, as sent or written out: one character may stand for eighteen."""
    return max(len(text), len(unicodedata.normalize("NFKC", text[: MAX_QUESTION_LENGTH + 1]))) > MAX_QUESTION_LENGTH


class Searcher(Protocol):
    """What the answerer needs of the matcher."""

    def search(self, question: Question) -> Search:
        """Return candidates and a decision; never raises for any text."""
        ...

    def language_of(self, question: Question) -> str:
        """Return the language to reply in."""
        ...


class Answerer:
    """Answers questions out of one knowledge base and its index. Immutable and safe to share between tasks."""

    def __init__(self, knowledge: KnowledgeBase, searcher: Searcher) -> None:
        self.knowledge = knowledge
        self.composer = Composer(knowledge)
        self.searcher = searcher

    @cached_property
    def browser(self) -> Browser:
        """The same knowledge, to leaf through; worked out when it is first wanted."""
        return Browser(self.knowledge)

    def ask(self, question: Question, today: dt.date) -> Outcome:
        """Return the outcome for ``question`` as of ``today``; any text leads to one of the three."""
        if is_too_long(question.text):
            return self._unread(question, Reason.TOO_LONG)
        if not fold(question.text):
            return self._unread(question, Reason.NO_WORDS)
        return self.conclude(self.searcher.search(question), today)

    def conclude(self, search: Search, today: dt.date) -> Outcome:
        """Return what the decision of ``search`` leads to."""
        if search.decision is Decision.ANSWER:
            answer = self.open(search.candidates[0], search.language, today)
            if answer is not None:
                return Answered(search.language, search.candidates, answer)
        if search.decision is Decision.OFFER:
            choices = self._choices(search.candidates[: search.offered], search.language)
            if len(choices) > 1:
                return Ambiguous(search.language, search.candidates, choices)
        topics = self.nearest_topics(search.candidates, search.language)
        return NotUnderstood(search.language, search.candidates, Reason.NO_ANSWER, topics)

    def likely(self, question: Question, limit: int) -> tuple[Choice, ...]:
        """Return up to ``limit`` entries and facts that may be meant, best first; none where nothing is near."""
        if is_too_long(question.text) or not fold(question.text):
            return ()
        search = self.searcher.search(question)
        if search.decision is Decision.DECLINE:
            return ()
        return self._choices(search.candidates[:limit], search.language)

    def open(self, candidate: Candidate, language: str, today: dt.date) -> Answer | None:
        """Return the answer of an entry or fact, or None if the knowledge no longer has it."""
        compose = self.composer.entry if candidate.kind == "entry" else self.composer.fact
        return compose(candidate.id, language, today)

    def nearest_topics(self, candidates: tuple[Candidate, ...], language: str) -> tuple[TopicLabel, ...]:
        """Return up to three topics, those of the best candidates first, filled up from the first of the base."""
        ranked = [*(self._topic_of(candidate) for candidate in candidates), *self.knowledge.topics]
        nearest = dict.fromkeys(topic for topic in ranked if topic is not None)
        labels = (self.composer.topic(topic, language) for topic in list(nearest)[:NEAREST_TOPICS])
        return tuple(label for label in labels if label is not None)

    def _unread(self, question: Question, reason: Reason) -> NotUnderstood:
        read = unicodedata.normalize("NFKC", question.text[:MAX_QUESTION_LENGTH])[:MAX_QUESTION_LENGTH]
        cut = Question(read, question.language, question.hint)
        return NotUnderstood(self.searcher.language_of(cut), (), reason, ())

    def _choices(self, candidates: tuple[Candidate, ...], language: str) -> tuple[Choice, ...]:
        choices = (self.composer.choice(candidate.kind, candidate.id, language) for candidate in candidates)
        return tuple(dict.fromkeys(choice for choice in choices if choice is not None))

    def _topic_of(self, candidate: Candidate) -> str | None:
        if candidate.kind == "entry":
            entry = self.knowledge.entries.get(candidate.id)
            return None if entry is None else entry.topic
        fact = self.knowledge.facts.get(candidate.id)
        return None if fact is None else fact.topic
