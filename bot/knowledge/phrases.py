"""Phrases: everything the bot says besides answers, from Fluent files with plurals, one file a language."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from fluent.runtime import FluentBundle
from fluent.syntax import FluentParser, ast

from bot.config import shipped_knowledge_dir
from bot.errors import KnowledgeError
from bot.knowledge.model import Place
from bot.knowledge.nodes import Problem, Problems

FALLBACK_LANGUAGE: Final = "en"


class Phrases:
    """The phrases of some languages; a language or phrase that is missing is said in English."""

    def __init__(self, bundles: Mapping[str, FluentBundle]) -> None:
        self._bundles = bundles

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are phrases for."""
        return tuple(self._bundles)

    def say(self, language: str, phrase: str, /, **values: str | int) -> str:
        """Return the phrase in ``language`` with ``values`` filled in.

        Raises:
            KeyError: if there is no such phrase in any language that could be shown.
        """
        for candidate in (language, FALLBACK_LANGUAGE):
            bundle = self._bundles.get(candidate)
            if bundle is not None and bundle.has_message(phrase):
                pattern = bundle.get_message(phrase).value
                if pattern is None:
                    continue
                text, errors = bundle.format_pattern(pattern, values)
                if errors:
                    raise KeyError(phrase) from errors[0]
                return str(text)
        raise KeyError(phrase)


def load_phrases(directory: Path) -> Phrases:
    """Return the phrases under ``directory``, those it lacks taken from the shipped knowledge.

    Raises:
        KnowledgeError: if a file is not UTF-8 or not Fluent.
    """
    problems = Problems()
    bundles: dict[str, FluentBundle] = {}
    shipped = shipped_knowledge_dir()
    for folder in dict.fromkeys((shipped.resolve() / "phrases", directory.resolve() / "phrases")):
        for path in sorted(folder.glob("*.ftl")):
            bundle = bundles.setdefault(path.stem, FluentBundle([path.stem], use_isolating=False))
            bundle.add_resource(_resource(path, problems), allow_overrides=True)
    if found := problems.all():
        raise KnowledgeError(tuple(map(str, found)))
    return Phrases(bundles)


def check_phrases(directory: Path, languages: tuple[str, ...]) -> tuple[Problem, ...]:
    """Return what is wrong with the phrases under ``directory``: not Fluent, a language or a phrase missing."""
    problems = Problems()
    paths = {language: directory / "phrases" / f"{language}.ftl" for language in languages}
    messages = {language: _message_ids(path, problems) for language, path in paths.items() if path.exists()}
    wanted = sorted(set().union(*messages.values())) if messages else []
    for language, path in paths.items():
        if messages and language not in messages:
            problems.add(Place(str(path), 1), f"no phrases in {language!r}")
        for phrase in wanted:
            if language in messages and phrase not in messages[language]:
                problems.add(Place(str(path), 1), f"phrase {phrase!r} is missing")
    return problems.all()


def _message_ids(path: Path, problems: Problems) -> set[str]:
    resource = _resource(path, problems)
    return {item.id.name for item in resource.body if isinstance(item, ast.Message)}


def _resource(path: Path, problems: Problems) -> ast.Resource:
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        problems.add(Place(str(path), 1), "is not UTF-8")
        return ast.Resource()
    resource = FluentParser(with_spans=False).parse(text)  # spans would be half of what is kept
    if any(isinstance(item, ast.Junk) for item in resource.body):
        _tell_junk(path, text, problems)
    return resource


def _tell_junk(path: Path, text: str, problems: Problems) -> None:
    for item in FluentParser().parse(text).body:
        if isinstance(item, ast.Junk):
            line = text[: item.span.start].count("\n") + 1 if item.span else 1
            problems.add(Place(str(path), line), "is not valid Fluent")
