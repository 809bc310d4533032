"""The log of Bot API calls, so that a test can show that the bot made no call Telegram would refuse."""

from collections import deque
from dataclasses import dataclass

from bot.playground.wire import JsonObject

CAPACITY = 100_000


@dataclass(frozen=True, slots=True)
class Call:
    """One finished call; `injected` marks an answer made up by fault injection."""

    seq: int
    at: float
    method: str
    chat_id: str
    ok: bool
    error_code: int | None
    description: str
    injected: bool

    @property
    def is_rejected(self) -> bool:
        """Whether the world itself refused the call, not an injected fault."""
        return not self.ok and not self.injected

    def json(self) -> JsonObject:
        """The call as the control API shows it."""
        return {
            "seq": self.seq,
            "time": self.at,
            "method": self.method,
            "chat_id": self.chat_id,
            "ok": self.ok,
            "error_code": self.error_code,
            "description": self.description,
            "injected": self.injected,
        }


class CallLog:
    """The newest calls, oldest first."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self.total = 0
        self._calls: deque[Call] = deque(maxlen=capacity)

    def record(
        self,
        at: float,
        method: str,
        chat_id: str,
        *,
        error_code: int | None = None,
        description: str = "",
        injected: bool = False,
    ) -> None:
        """Append a finished call; one without an error code succeeded."""
        self.total += 1
        ok = error_code is None
        self._calls.append(Call(self.total, at, method, chat_id, ok, error_code, description, injected))

    def select(self, *, method: str = "", chat_id: str = "", rejected: bool = False, limit: int = 0) -> list[Call]:
        """Calls in order, narrowed by method (any case), chat and refusal; the newest `limit` if given."""
        found = [
            call
            for call in self._calls
            if (not method or call.method.lower() == method.lower())
            and (not chat_id or call.chat_id == chat_id)
            and (not rejected or call.is_rejected)
        ]
        return found[-limit:] if limit > 0 else found

    def clear(self) -> None:
        """Forget all calls."""
        self._calls.clear()
