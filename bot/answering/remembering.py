"""What a conversation keeps, and for how long: the stores as the conversation needs them, and the retention."""

import asyncio
import datetime as dt
import re
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

import structlog

from bot.errors import StorageError
from bot.storage.records import AnsweredMessage, AnswerName, PreviousQuestion, StoredRow, UnansweredQuestion

FOLLOW_UP_WITHIN: Final = dt.timedelta(minutes=10)
SETTINGS_KEPT: Final = dt.timedelta(days=30)
"""How long the settings of who unsubscribed from everything are kept, in case they come back."""
RETENTION_EVERY_S: Final = 30.0
MOST_UNANSWERED: Final = 20_000
_log = structlog.stdlib.get_logger(__name__)
_HIDDEN: Final = "…"
_PERSONAL: Final = re.compile(
    r"(?<![^\s@])[^\s@]+@[^\s@]+\.[^\s@]+"  # begins where a word does and holds one @, or hostile text takes seconds
    r"|https?://\S+|(?<!\w)@\w{4,}|\+?\d[\d\s()-]{7,}\d"
)


class VoteStore(Protocol):
    """Where votes on answers are kept."""

    async def vote(self, chat_id: int, answer: AnswerName, verdict: str, now: dt.datetime) -> None:
        """Keep the chat's verdict on an answer in place of an earlier one."""
        ...

    async def count(self, answer: AnswerName) -> Mapping[str, int]:
        """Return how many chats gave each verdict on an answer."""
        ...


class UnansweredStore(Protocol):
    """Where the curators' questions are kept, without their chat."""

    async def add(self, question: UnansweredQuestion) -> None:
        """Keep a question; the same text on the same day is kept once, and of a day only so many."""
        ...

    async def all(self) -> tuple[UnansweredQuestion, ...]:
        """Return every question, oldest first."""
        ...

    async def forget(self, numbers: Collection[int] | None = None) -> int:
        """Delete these questions, or every one; return how many."""
        ...

    async def forget_before(self, day: dt.date) -> int:
        """Delete the questions of days before ``day`` and return how many."""
        ...

    async def keep_newest(self, limit: int) -> int:
        """Delete all but the ``limit`` newest questions and return how many."""
        ...


class PreviousStore(Protocol):
    """Where a chat's last question is kept, for follow-ups."""

    async def remember(self, chat_id: int, question: PreviousQuestion) -> None:
        """Keep what the chat asked last in place of what it asked before."""
        ...

    async def previous(self, chat_id: int, since: dt.datetime) -> PreviousQuestion | None:
        """Return what the chat asked last, if that was not before ``since``."""
        ...

    async def forget_before(self, since: dt.datetime) -> int:
        """Delete what was asked before ``since`` and return how much."""
        ...


class AnsweredStore(Protocol):
    """Where it is kept which message answered which, so that an edited question edits its answer."""

    def remember(self, answered: AnsweredMessage) -> None:
        """Keep which message answered a question; an earlier answer of the same question is forgotten."""
        ...

    async def answer_to(self, chat_id: int, question_id: int) -> AnsweredMessage | None:
        """Return what answered a question, where that is still kept."""
        ...


class Expiring(Protocol):
    """Anything that keeps things for a time."""

    async def forget_old(self, now: dt.datetime) -> int:
        """Delete what has been kept long enough at ``now``, and return how much."""
        ...


class IdleSettings(Protocol):
    """Where settings are kept that belong to no subscription any more."""

    async def forget_idle(self, before: dt.datetime) -> int:
        """Delete those that nobody changed since ``before`` and return how many."""
        ...


class OwnData(Protocol):
    """Everything stored about a chat."""

    async def rows(self, chat_id: int) -> tuple[StoredRow, ...]:
        """Return every stored row of the chat."""
        ...

    async def forget(self, chat_id: int, now: dt.datetime) -> None:
        """Delete every row of the chat at once; what counts copies of announcements is kept without the chat."""
        ...


@dataclass(frozen=True, slots=True)
class Retention:
    """Deletes what has been kept long enough; ``unanswered_days`` is how long curators may see a question."""

    unanswered: UnansweredStore
    previous: PreviousStore
    settings: IdleSettings
    unanswered_days: int
    others: tuple[Expiring, ...] = ()

    async def apply(self, now: dt.datetime) -> int:
        """Delete what is too old at ``now``, or more than ever should be, and return how much."""
        deleted = await self.previous.forget_before(now - FOLLOW_UP_WITHIN)
        deleted += await self.settings.forget_idle(now - SETTINGS_KEPT)
        deleted += await self.unanswered.forget_before(now.date() - dt.timedelta(days=self.unanswered_days))
        for other in self.others:
            deleted += await other.forget_old(now)
        return deleted + await self.unanswered.keep_newest(MOST_UNANSWERED)


async def keep_retention(
    retention: Retention, now: Callable[[], dt.datetime], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """Apply ``retention`` now and every half minute until cancelled."""
    while True:
        try:
            deleted = await retention.apply(now())
        except StorageError as error:
            _log.warning("nothing deleted", reason=error)
        else:
            if deleted:
                _log.info("deleted what was kept long enough", rows=deleted)
        await sleep(RETENTION_EVERY_S)


def without_addresses(text: str) -> str:
    """Return ``text`` without e-mail addresses, links, user names and telephone numbers: curators don't need them."""
    return _PERSONAL.sub(_HIDDEN, text)
