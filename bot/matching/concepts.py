"""Concepts: a curated lexicon of the domain, by which different words for one thing meet, also across languages.

``concepts.yaml`` is a list of ``{id, foreign?, forms: {language: [surface forms]}}``. A form of several words
matches when its stems stand next to each other; a Japanese form also matches inside a run of characters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from bot.knowledge.model import Place
from bot.knowledge.nodes import Problem, Problems, Table, read_file
from bot.knowledge.nodes import Sequence as ListNode
from bot.knowledge.record import Record
from bot.matching.japanese import analyse_japanese, is_japanese
from bot.matching.tokens import Token, tokens
from bot.text import fold

_LONGEST_FORM: Final = 5


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and the ways to name it. ``foreign`` ones are places that the base is not about."""

    id: str
    foreign: bool
    forms: Mapping[str, tuple[str, ...]]
    place: Place


class Lexicon:
    """Finds concepts in tokens. Immutable once made."""

    def __init__(
        self, phrases: Mapping[tuple[str, ...], str], runs: Mapping[str, str], foreign: frozenset[str]
    ) -> None:
        """Take the concepts' ids by stems and by runs of Japanese characters, and the ids of foreign places."""
        self.phrases = phrases
        self.runs = runs
        self.foreign = foreign
        self._longest_run = max(map(len, runs), default=0)
        self._stems = frozenset(chain.from_iterable(phrases))

    @classmethod
    def of(cls, concepts: Iterable[Concept]) -> "Lexicon":
        """Return the lexicon of some concepts; a form in two of them belongs to the first."""
        phrases: dict[tuple[str, ...], str] = {}
        runs: dict[str, str] = {}
        foreign = set()
        for concept in concepts:
            if concept.foreign:
                foreign.add(concept.id)
            for language, forms in concept.forms.items():
                for key in (key for form in forms for key in form_keys(form, language)):
                    if isinstance(key, str):
                        runs.setdefault(key, concept.id)
                    else:
                        phrases.setdefault(key, concept.id)
        return cls(phrases, runs, frozenset(foreign))

    def has(self, stem: str) -> bool:
        """Say whether some form of some concept has this stem."""
        return stem in self._stems

    def find(self, found: Sequence[Token], stems: Sequence[str]) -> Iterator[str]:
        """Yield the id of each concept named, longest forms first, no word counted twice."""
        position = 0
        while position < len(stems):
            for length in range(min(_LONGEST_FORM, len(stems) - position), 0, -1):
                concept = self.phrases.get(tuple(stems[position : position + length]))
                if concept is not None:
                    yield concept
                    position += length
                    break
            else:
                position += 1
        for token in found:
            if token.japanese:
                yield from self._in_run(token.text)

    def _in_run(self, run: str) -> Iterator[str]:
        position = 0
        while position < len(run):
            for length in range(min(self._longest_run, len(run) - position), 1, -1):
                concept = self.runs.get(run[position : position + length])
                if concept is not None:
                    yield concept
                    position += length
                    break
            else:
                position += 1


def form_keys(form: str, language: str) -> Iterator[tuple[str, ...] | str]:
    """Yield what a form is found by: a run of Japanese characters as a string, stems as a tuple."""
    if is_japanese(form):
        folded = fold(form).replace(" ", "")
        if len(folded) > 1:
            yield folded
        else:
            yield analyse_japanese(form).lemmas
        return
    stems = tuple(token.stem for token in tokens(form, language))
    if stems:
        yield stems


def read_concepts(path: Path, languages: tuple[str, ...]) -> tuple[tuple[Concept, ...], tuple[Problem, ...]]:
    """Return the concepts in ``path`` and what is wrong with them; none where there is no such file."""
    problems = Problems()
    if not path.exists():
        return (), ()
    node = read_file(path, path.read_bytes(), problems)
    if node is not None and not isinstance(node, ListNode):
        problems.add(node.place, "must be a list of concepts, each starting with '- id: …'")
    concepts: dict[str, Concept] = {}
    for item in node.items if isinstance(node, ListNode) else ():
        if not isinstance(item, Table):
            problems.add(item.place, "must be a concept with id and forms")
            continue
        concept = _concept(Record(item, problems), languages, problems)
        if concept.id in concepts:
            problems.add(item.place, f"concept {concept.id!r} stands here twice")
        concepts[concept.id] = concept
    return tuple(concepts.values()), problems.all()


def _concept(record: Record, languages: tuple[str, ...], problems: Problems) -> Concept:
    forms: dict[str, tuple[str, ...]] = {}
    table = record.table("forms")
    if table is not None:
        by_language = Record(table, problems)
        forms = {language: by_language.texts(language) for language in languages if by_language.has(language)}
        by_language.finish()
    concept = Concept(
        id=record.identifier("id"),
        foreign=record.choice("foreign", ("false", "true")) == "true" if record.has("foreign") else False,
        forms=forms,
        place=record.place,
    )
    record.finish()
    return concept
