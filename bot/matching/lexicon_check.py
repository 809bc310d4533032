"""What is wrong with a lexicon of concepts: malformed records and a form in two concepts."""

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.model import KnowledgeBase
from bot.knowledge.nodes import Problem
from bot.matching.concepts import Concept, form_keys, read_concepts


def check_lexicon(path: Path, knowledge: KnowledgeBase) -> tuple[Problem, ...]:
    """Return every problem of the lexicon in ``path``; none where there is no such file."""
    concepts, problems = read_concepts(path, tuple(knowledge.languages))
    return (*problems, *_doubled(concepts))


def _doubled(concepts: tuple[Concept, ...]) -> Iterator[Problem]:
    owners: dict[tuple[str, ...] | str, str] = {}
    for concept in concepts:
        for language, forms in concept.forms.items():
            for form in forms:
                for key in form_keys(form, language):
                    owner = owners.setdefault(key, concept.id)
                    if owner != concept.id:
                        message = f"concept {concept.id!r}: form {form!r} belongs to {owner!r} too"
                        yield Problem(concept.place.path, concept.place.line, message)
