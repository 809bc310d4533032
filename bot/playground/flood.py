"""Telegram's pace limits for a bot: overall, per chat with a small burst, and per minute in a group.

Off until switched on. Time comes from the world's clock.
"""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FloodLimits:
    """What is allowed; `chat_burst` messages pass at once, then `chat_per_s`."""

    overall_per_s: float = 30.0
    overall_burst: int = 30
    chat_per_s: float = 1.0
    chat_burst: int = 3
    group_per_minute: int = 20


@dataclass(slots=True)
class _Bucket:
    tokens: float
    filled_at: float

    def missing_s(self, now: float, rate: float, capacity: int) -> float:
        """Seconds until a token is there; 0 when there is one."""
        self.tokens = min(float(capacity), self.tokens + (now - self.filled_at) * rate)
        self.filled_at = now
        return 0.0 if self.tokens >= 1 else (1 - self.tokens) / rate


@dataclass(slots=True)
class FloodControl:
    """Counts sent messages and says how long to wait when there are too many."""

    limits: FloodLimits = field(default_factory=FloodLimits)
    is_on: bool = False
    _overall: _Bucket | None = None
    _chats: dict[int, _Bucket] = field(default_factory=dict)
    _groups: dict[int, deque[float]] = field(default_factory=dict)

    def switch(self, limits: FloodLimits | None) -> None:
        """Apply limits from now on, with nothing counted yet; None switches flood control off."""
        self.is_on = limits is not None
        self.limits = limits or FloodLimits()
        self._overall = None
        self._chats.clear()
        self._groups.clear()

    def retry_after(self, chat_id: int, now: float, *, is_group: bool) -> int:
        """Count one message; 0 when it may pass, else the whole seconds to wait, the message not counted."""
        if not self.is_on:
            return 0
        limits = self.limits
        overall = self._overall or _Bucket(limits.overall_burst, now)
        self._overall = overall
        chat = self._chats.setdefault(chat_id, _Bucket(limits.chat_burst, now))
        wait_s = max(
            overall.missing_s(now, limits.overall_per_s, limits.overall_burst),
            chat.missing_s(now, limits.chat_per_s, limits.chat_burst),
            self._group_wait_s(chat_id, now) if is_group else 0.0,
        )
        if wait_s > 0:
            return max(1, math.ceil(wait_s))
        overall.tokens -= 1
        chat.tokens -= 1
        if is_group:
            self._groups.setdefault(chat_id, deque()).append(now)
        return 0

    def _group_wait_s(self, chat_id: int, now: float) -> float:
        sent = self._groups.setdefault(chat_id, deque())
        while sent and sent[0] <= now - 60:
            sent.popleft()
        return sent[0] + 60 - now if len(sent) >= self.limits.group_per_minute else 0.0
