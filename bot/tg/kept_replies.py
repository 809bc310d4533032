"""Replies that were made before and are given again: most of what is asked, many ask."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.answering.model import Answer
from bot.tg.sender import Reply

MOST_KEPT: Final = 512


@dataclass(frozen=True, slots=True)
class Variant:
    """What the buttons under an answer depend on besides the answer; ``followed`` is None where that isn't known."""

    language: str
    followed: bool | None
    keeps_language: bool = False
    offers_chart: bool = False


class KeptReplies:
    """The replies given last, each with the answer it was made of.

    A reply is given again only for that very answer: one that was composed anew, on another day say, gets a new one.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[str, str, Variant], tuple[Answer, Reply]] = OrderedDict()

    def reply(self, answer: Answer, variant: Variant, make: Callable[[], Reply]) -> Reply:
        """Return the reply to give, by ``make`` where none is kept."""
        key = (answer.choice.kind, answer.choice.id, variant)
        kept = self._kept.get(key)
        if kept is None or kept[0] is not answer:
            kept = self._kept[key] = answer, make()
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return kept[1]
