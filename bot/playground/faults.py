"""Faults on purpose: server errors, broken connections, slow or garbled answers, 429s.

Scripted faults are used up in order; the others come by seeded chance. Off while there are none.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random
from typing import Literal, TypeAlias

from bot.playground.wire import Json, JsonObject, get_float, get_int, get_str, get_strs

FaultKind: TypeAlias = Literal["error", "reset_before", "reset_after", "slow", "garbage", "flood"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to fail; without methods it concerns every method.

    `error` answers with `code`; `flood` is a 429 with `retry_after_s`; `slow` waits `delay_s`, then serves;
    `reset_before` and `reset_after` break the connection before and after the call took effect;
    `garbage` lets the call take effect and answers with a body that is no JSON.
    """

    kind: FaultKind
    methods: frozenset[str] = frozenset()
    probability: float = 1.0
    code: int = 500
    retry_after_s: int = 1
    delay_s: float = 1.0

    def concerns(self, method: str) -> bool:
        """Whether the fault may strike this method (given in lower case)."""
        return not self.methods or method in self.methods

    def json(self) -> JsonObject:
        """The fault as the control API shows it."""
        methods: list[Json] = []
        methods.extend(sorted(self.methods))
        return {
            "kind": self.kind,
            "methods": methods,
            "probability": self.probability,
            "code": self.code,
            "retry_after": self.retry_after_s,
            "delay": self.delay_s,
        }


def read_fault(source: JsonObject) -> Fault:
    """Read a fault from JSON; "500" to "504" and "429" are short for error and flood. Raises ValueError."""
    kind, code, wanted = get_str(source, "kind"), get_int(source, "code", 500), get_strs(source, "methods")
    if kind.isdecimal():
        kind, code = ("flood", 429) if kind == "429" else ("error", int(kind))
    match kind:
        case "error" | "reset_before" | "reset_after" | "slow" | "garbage" | "flood" as known:
            return Fault(
                known,
                frozenset(method.lower() for method in wanted),
                get_float(source, "probability", 1.0),
                code,
                get_int(source, "retry_after", 1),
                get_float(source, "delay", 1.0),
            )
        case _:
            raise ValueError(f"unknown kind of fault: {kind}")


class Faults:
    """The faults in force."""

    def __init__(self, random: Random) -> None:
        self.rules: tuple[Fault, ...] = ()
        self.script: deque[Fault] = deque()
        self._random = random

    def set(self, rules: Iterable[Fault] = (), script: Iterable[Fault] = ()) -> None:
        """Replace all faults."""
        self.rules = tuple(rules)
        self.script = deque(script)

    def strike(self, method: str) -> Fault | None:
        """The fault that befalls a call of this method (in lower case), if any."""
        if self.script and self.script[0].concerns(method):
            return self.script.popleft()
        for fault in self.rules:
            if fault.concerns(method) and self._random.random() < fault.probability:
                return fault
        return None
