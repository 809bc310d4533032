"""A conversation: each message is small talk, a follow-up to the question before it, or a question of its own."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from bot.answering.answerer import MAX_QUESTION_LENGTH, Answerer, is_too_long
from bot.answering.doing_without import or_else
from bot.answering.following import FollowUpSigns, Searches, judge
from bot.answering.model import Ambiguous, Answered, Choice, NotUnderstood, Outcome
from bot.answering.remembering import FOLLOW_UP_WITHIN, PreviousStore, UnansweredStore, without_addresses
from bot.answering.smalltalk import Remark, Smalltalk
from bot.matching.model import Candidate, Question, Search
from bot.storage.records import AnswerName, PreviousQuestion, UnansweredQuestion
from bot.text import fold

DECLINED: Final = "declined"
NONE_OF_THESE: Final = "none-of-these"
MOST_OTHERS: Final = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A message as it came: where, by which message, and the language to assume where its text doesn't tell."""

    text: str
    chat_id: int
    message_id: int
    hint: str | None


@dataclass(frozen=True, slots=True)
class Understood:
    """A question's outcome; ``earlier`` is the question it was understood together with."""

    outcome: Outcome
    earlier: str | None


@dataclass(frozen=True, slots=True)
class Conversation:
    """Answers messages with what was said just before in mind; keeps no more than that needs."""

    answerer: Answerer
    smalltalk: Smalltalk
    signs: FollowUpSigns
    previous: PreviousStore
    unanswered: UnansweredStore

    async def hear(self, asked: Asked, now: dt.datetime) -> Understood | Remark:
        """Return the reply to a message: a remark where nothing is asked, else the question's outcome."""
        question = Question(asked.text, hint=asked.hint)
        if is_too_long(asked.text) or not fold(asked.text):
            return Understood(self.answerer.ask(question, now.date()), None)
        remark = self.smalltalk.whole(asked.text, asked.hint)
        if remark is not None:
            return remark
        search, earlier = await self._search(asked, question, now)
        outcome = self.answerer.conclude(search, now.date())
        if not isinstance(outcome, Answered):
            remark = self.smalltalk.within(asked.text, asked.hint)
            if remark is not None:
                return remark
        await self._keep(asked, outcome, earlier, now)
        return Understood(outcome, earlier)

    async def none_meant(self, text: str, language: str, now: dt.datetime) -> None:
        """Keep for the curators a question whose offered answers were all refused."""
        search = self.answerer.searcher.search(Question(text, hint=language))
        await self._log(text, search.language, search.candidates, NONE_OF_THESE, now)

    async def question_of(self, chat_id: int, message_id: int, now: dt.datetime) -> str | None:
        """Return what the message asked as it was understood, where that is still kept."""
        previous = await self._previous(chat_id, now)
        return previous.text if previous is not None and previous.message_id == message_id else None

    def others(self, text: str, answer: AnswerName, language: str) -> tuple[Choice, ...]:
        """Return the next candidates for a question whose ``answer`` was not what was wanted."""
        likely = self.answerer.likely(Question(text, language), MOST_OTHERS + 1)
        return tuple(choice for choice in likely if (choice.kind, choice.id) != (answer.kind, answer.id))[:MOST_OTHERS]

    async def _search(self, asked: Asked, question: Question, now: dt.datetime) -> tuple[Search, str | None]:
        search = self.answerer.searcher.search
        alone = search(question)
        if not self.signs.show_in(asked.text):
            return alone, None
        previous = await self._previous(asked.chat_id, now)
        if previous is None or previous.message_id == asked.message_id:
            return alone, None
        hint = alone.language
        together = search(Question(f"{previous.text} {asked.text}"[:MAX_QUESTION_LENGTH], hint=hint))
        understood = judge(Searches(alone, search(Question(previous.text, hint=hint)), together))
        return (alone, None) if understood is None else (understood, previous.text)

    async def _keep(self, asked: Asked, outcome: Outcome, earlier: str | None, now: dt.datetime) -> None:
        match outcome:
            case NotUnderstood(language=language, candidates=candidates):
                await self._log(asked.text, language, candidates, DECLINED, now)
            case Answered(answer=answer) if earlier is not None and answer.choice.kind == "entry":
                await self._remember(asked, answer.choice.heading, now)
            case Answered() | Ambiguous():
                await self._remember(asked, asked.text, now)

    async def _remember(self, asked: Asked, text: str, now: dt.datetime) -> None:
        question = PreviousQuestion(text, asked.message_id, now)
        await or_else(self.previous.remember(asked.chat_id, question), None, "remembering the question")

    async def _previous(self, chat_id: int, now: dt.datetime) -> PreviousQuestion | None:
        return await or_else(self.previous.previous(chat_id, now - FOLLOW_UP_WITHIN), None, "the question before")

    async def _log(
        self, text: str, language: str, candidates: tuple[Candidate, ...], reason: str, now: dt.datetime
    ) -> None:
        nearest = tuple(candidate.id for candidate in candidates)
        kept = without_addresses(text[:MAX_QUESTION_LENGTH])
        question = UnansweredQuestion(kept, language, now.date(), reason, nearest)
        await or_else(self.unanswered.add(question), None, "keeping the question for curators")
