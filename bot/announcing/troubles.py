"""When trouble is more than one delivery's: an announcement that keeps failing, a Telegram that is out of reach."""

from collections.abc import Callable
from typing import Final

from bot.announcing.results import Moved, Rejected, RetryLater, SendResult, Sent, Uncertain, Unreachable

MOST_FAILURES_IN_A_ROW: Final = 20
OUTAGE_AFTER: Final = 5
LONGEST_HOLD_S: Final = 60.0
GROUPS_TOGETHER_S: Final = 5.0


class Failures:
    """Counts each announcement's failures in a row, whatever goes well in between setting them back."""

    def __init__(self) -> None:
        self._in_a_row: dict[str, int] = {}

    def count(self, announcement_id: str, *, failed: bool) -> bool:
        """Note how one delivery ended; say whether it is the one failure too many."""
        if not failed:
            self._in_a_row.pop(announcement_id, None)
            return False
        count = self._in_a_row.get(announcement_id, 0) + 1
        self._in_a_row[announcement_id] = count
        if count < MOST_FAILURES_IN_A_ROW:
            return False
        del self._in_a_row[announcement_id]
        return True


class Holding:
    """Decides for how long all announcing waits after a result; ``now`` tells seconds that only grow.

    A flood wait in a private chat is Telegram's limit for the bot, for nobody gets two announcements a second. A
    group has a limit of its own, so that its wait is its own, unless another chat is refused at the same time.
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._unreached = 0
        self._held_until = 0.0
        self._refused: tuple[int, float] | None = None

    def after(self, chat_id: int, result: SendResult) -> float:
        """Return the seconds that all announcing has to wait now, mostly 0."""
        match result:
            case RetryLater(after_s=float() as after_s):
                return self._flood(chat_id, after_s)
            case RetryLater():
                return self._outage()
            case Sent() | Unreachable() | Moved() | Rejected():
                self._unreached = 0
                return 0.0
            case Uncertain():
                return 0.0

    def _flood(self, chat_id: int, after_s: float) -> float:
        now, earlier = self._now(), self._refused
        self._refused = chat_id, now
        is_private = chat_id > 0
        is_shared = earlier is not None and earlier[0] != chat_id and now - earlier[1] < GROUPS_TOGETHER_S
        return after_s if is_private or is_shared else 0.0

    def _outage(self) -> float:
        now = self._now()
        if now < self._held_until:  # what was under way when the hold began says nothing new
            return 0.0
        self._unreached += 1
        if self._unreached < OUTAGE_AFTER:
            return 0.0
        hold_s = min(LONGEST_HOLD_S, 2.0 ** (self._unreached - OUTAGE_AFTER))
        self._held_until = now + hold_s
        return float(hold_s)
