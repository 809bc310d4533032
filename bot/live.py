"""A value that can be exchanged while others work with it: whoever took the old one finishes with the old one."""

from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class Live(Generic[Value]):
    """Holds what is in force now. Exchanging it is one step of the event loop: no task sees half of it."""

    def __init__(self, value: Value) -> None:
        self._value = value
        self._followers: list[Callable[[Value], None]] = []

    @property
    def current(self) -> Value:
        """What is in force now; take it once for all that belongs together."""
        return self._value

    def follow(self, take: Callable[[Value], None]) -> None:
        """Have ``take`` called with what is in force now, and with all that will be."""
        self._followers.append(take)
        take(self._value)

    def swap(self, value: Value) -> None:
        """Put ``value`` in force."""
        self._value = value
        for take in self._followers:
            take(value)
