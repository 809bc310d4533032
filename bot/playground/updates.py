"""The queue of updates for the bot: numbering, allowed kinds, confirmation by offset and the long poll.

Leaves to `webhook` how updates are pushed instead.
"""

import asyncio
from collections import deque
from dataclasses import dataclass

from bot.playground.refusal import conflict
from bot.playground.wire import Json, JsonObject

MAX_LIMIT = 100
MAX_TIMEOUT_S = 50
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_join_request",
    "chat_member",
    "message_reaction",
    "message_reaction_count",
)
DEFAULT_KINDS = frozenset(KINDS) - {"chat_member", "message_reaction", "message_reaction_count"}
_OTHER_POLL = "terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(frozen=True, slots=True)
class Update:
    """One update; `key` names the conversation within which order is kept."""

    id: int
    key: int
    body: JsonObject


class UpdateQueue:
    """Updates not yet confirmed, oldest first; at most one long poll waits for them."""

    def __init__(self, first_id: int = 1) -> None:
        self.pending: deque[Update] = deque()
        self.allowed: list[str] = []
        self.added = asyncio.Event()
        self.closed = False
        self.next_id = first_id
        self.waiting: asyncio.Future[bool] | None = None

    def add(self, kind: str, payload: Json, key: int) -> int | None:
        """Queue an update unless its kind is not asked for; gives its id."""
        if kind not in (self.allowed or DEFAULT_KINDS):
            return None
        return self.inject({kind: payload}, key)

    def inject(self, body: JsonObject, key: int = 0) -> int:
        """Queue an update as it is; an update_id is given to it unless it has one."""
        given = body.get("update_id")
        update_id = given if isinstance(given, int) else self.next_id
        self.next_id = max(self.next_id, update_id + 1)
        self.pending.append(Update(update_id, key, {"update_id": update_id, **body}))
        self.added.set()
        self._wake(taken_over=False)
        return update_id

    async def take(self, offset: int, limit: int, timeout_s: int) -> list[Json]:
        """Answer one getUpdates: confirm what lies before `offset`, then wait for at least one update.

        A second call while one waits ends the first with 409, as on Telegram.
        """
        self._wake(taken_over=True)
        self.confirm(offset)
        if not self.pending and timeout_s > 0 and not self.closed:
            await self._wait(min(timeout_s, MAX_TIMEOUT_S))
        limit = min(max(limit, 1), MAX_LIMIT)
        return [update.body for update, _ in zip(self.pending, range(limit), strict=False)]

    def confirm(self, offset: int) -> None:
        """Forget updates before `offset`; a negative one keeps only that many of the newest."""
        if offset < 0:
            offset = self.pending[offset].id if -offset <= len(self.pending) else 0
        while self.pending and self.pending[0].id < offset:
            self.pending.popleft()

    def remove(self, update: Update) -> None:
        """Forget one update that was delivered."""
        self.pending.remove(update)

    def drop_all(self) -> None:
        """Forget all updates."""
        self.pending.clear()

    def open(self) -> None:
        """Let polls wait (again)."""
        self.closed = False

    def close(self) -> None:
        """Let the waiting poll go and let none wait."""
        self.closed = True
        self._wake(taken_over=False)

    async def _wait(self, timeout_s: int) -> None:
        waiting: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.waiting = waiting
        try:
            async with asyncio.timeout(timeout_s):
                taken_over = await waiting
        except TimeoutError:
            return
        finally:
            if self.waiting is waiting:
                self.waiting = None
        if taken_over:
            raise conflict(_OTHER_POLL)

    def _wake(self, *, taken_over: bool) -> None:
        if self.waiting is not None and not self.waiting.done():
            self.waiting.set_result(taken_over)
        self.waiting = None
