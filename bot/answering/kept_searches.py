"""Searches that were made before: most of what is asked, others ask in the same words."""

from functools import lru_cache
from typing import Final

from bot.answering.answerer import Searcher
from bot.matching.model import Question, Search

MOST_KEPT: Final = 2_000
LONGEST_KEPT: Final = 200
"""In characters; what is longer, nobody else will ask."""


class KeptSearches:
    """Searches by ``searcher`` and keeps what was found for the questions asked last; safe to share between threads."""

    def __init__(self, searcher: Searcher, most: int = MOST_KEPT) -> None:
        self._searcher = searcher
        self._kept = lru_cache(most)(searcher.search)

    def search(self, question: Question) -> Search:
        """Return candidates and a decision; never raises for any text."""
        find = self._kept if len(question.text) <= LONGEST_KEPT else self._searcher.search
        return find(question)

    def language_of(self, question: Question) -> str:
        """Return the language to reply in."""
        return self._searcher.language_of(question)
