"""A searcher that finds what it is told to."""

from bot.matching.model import Candidate, Decision, Question, Search


class FakeSearcher:
    """Decides as given and remembers what it was asked."""

    def __init__(self, decision: Decision, *candidates: Candidate, offered: int = 0, language: str = "en") -> None:
        self._search = Search(language, candidates, decision, offered)
        self.asked: list[Question] = []
        self.measured: list[Question] = []

    def search(self, question: Question) -> Search:
        """Return what was given."""
        self.asked.append(question)
        return self._search

    def language_of(self, question: Question) -> str:
        """Return the given language."""
        self.measured.append(question)
        return self._search.language


def entry(entry_id: str, score: float = 0.5) -> Candidate:
    """Return an entry as a candidate."""
    return Candidate("entry", entry_id, score)


def fact(fact_id: str, score: float = 0.5) -> Candidate:
    """Return a fact as a candidate."""
    return Candidate("fact", fact_id, score)
