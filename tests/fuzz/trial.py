"""One hostile question through everything a question goes through, and what must hold of its reply."""

import datetime as dt
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from bot.answering.answerer import MAX_QUESTION_LENGTH, Answerer
from bot.answering.conversing import Asked, Conversation, Understood
from bot.answering.document import Document, block, italic
from bot.answering.opening import open_answerer
from bot.answering.replying import record
from bot.answering.smalltalk import Remark
from bot.answering.wording import Wording
from bot.holdings import open_manners
from bot.knowledge.phrases import load_phrases
from bot.matching.model import Question
from bot.storage.records import PreviousQuestion, UnansweredQuestion
from bot.text import utf16_length
from bot.tg.render import MAX_TEXT, render_html
from tests.fuzz.hostile import Hostile
from tests.html_reading import Reading

NOW: Final = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
NOTICE: Final = "…"
CHAT: Final = 1


class LastQuestion:
    """Keeps what was asked last, whoever asked: what is looked at is the answering, not a store."""

    def __init__(self) -> None:
        self._kept: PreviousQuestion | None = None

    async def remember(self, chat_id: int, question: PreviousQuestion) -> None:
        """Keep the question."""
        self._kept = question

    async def previous(self, chat_id: int, since: dt.datetime) -> PreviousQuestion | None:
        """Return the last question."""
        return self._kept

    async def forget_before(self, since: dt.datetime) -> int:
        """Forget it."""
        self._kept = None
        return 1


class LastUnanswered:
    """Keeps the last question for the curators."""

    def __init__(self) -> None:
        self._kept: tuple[UnansweredQuestion, ...] = ()

    async def add(self, question: UnansweredQuestion) -> None:
        """Keep the question in place of the one before."""
        self._kept = (question,)

    async def all(self) -> tuple[UnansweredQuestion, ...]:
        """Return the last question."""
        return self._kept

    async def forget(self, numbers: Collection[int] | None = None) -> int:
        """Forget it."""
        self._kept = ()
        return 1

    async def forget_before(self, day: dt.date) -> int:
        """Forget it."""
        return await self.forget()

    async def keep_newest(self, limit: int) -> int:
        """Keep it: it is one."""
        return 0


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one question: its outcome's name, the processor's time it took, and what is wrong with it."""

    outcome: str
    took_s: float
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """Asks as a chat does, and as the command line does, and judges what would be sent."""

    answerer: Answerer
    wording: Wording
    conversation: Conversation

    @classmethod
    def of(cls, directory: Path, cache: Path) -> Self:
        """Return a trial of the knowledge in ``directory``."""
        answerer = open_answerer(directory, cache)
        manners = open_manners(directory, answerer)
        conversation = Conversation(answerer, *manners, LastQuestion(), LastUnanswered())
        return cls(answerer, Wording(load_phrases(directory)), conversation)

    async def judge(self, hostile: Hostile) -> Judged:
        """Ask the question and return what became of it; whatever it raises is a finding of its own."""
        started = time.process_time()
        question = Question(hostile.text, hostile.language, hostile.hint)
        outcome = self.answerer.ask(question, NOW.date())
        heard = await self.conversation.hear(Asked(hostile.text, CHAT, 1, hostile.hint), NOW)
        documents = [self.wording.outcome(outcome), Document((block(hostile.text), block(italic(hostile.text))))]
        documents += self._spoken(heard, hostile)
        pages = [render_html(document, NOTICE) for document in documents]
        took_s = time.process_time() - started
        wrong = [problem for html in pages for problem in _problems(html)]
        if not record(hostile.text, outcome, self.wording).text:
            wrong.append("a reply without a word")
        kept = await self.conversation.unanswered.all()
        wrong += (f"{len(each.text)} characters kept" for each in kept if len(each.text) > MAX_QUESTION_LENGTH)
        return Judged(type(outcome).__name__, took_s, tuple(wrong))

    def _spoken(self, heard: Understood | Remark, hostile: Hostile) -> Iterator[Document]:
        if isinstance(heard, Remark):
            yield Document((block(heard.text),))
            return
        yield self.wording.outcome(heard.outcome)
        if heard.earlier is not None:
            values = {"earlier": heard.earlier, "question": hostile.text}
            yield Document((block(self.wording.phrases.say(heard.outcome.language, "understood-as", **values)),))


def _problems(html: str) -> Iterator[str]:
    reading = Reading(html)
    yield from (f"unescaped: {wrong[:80]!r}" for wrong in reading.wrong)
    if utf16_length(reading.text) > MAX_TEXT:
        yield f"{utf16_length(reading.text)} UTF-16 units"
