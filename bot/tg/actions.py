"""What an inline button asks for, and its form in ``callback_data`` (at most 64 bytes).

The form names entries, facts and topics by their ids, so that a button outlives a restart and a new version of
the knowledge; what it names may be gone by then. Anything else, forged data included, decodes to None.
"""

import re
from dataclasses import dataclass
from typing import Final

_FORM: Final = re.compile(
    r"(?P<kind>[eftlnx]):(?P<language>[a-z]{2,3}|-)(?::(?P<id>[a-z0-9_-]{1,54}))?(?::(?P<page>\d{1,3}))?\Z"
)


@dataclass(frozen=True, slots=True)
class OpenEntry:
    """Show an entry's answer."""

    id: str
    language: str


@dataclass(frozen=True, slots=True)
class OpenFact:
    """Show a fact."""

    id: str
    language: str


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """List a topic's questions; ``page`` is counted from 0."""

    id: str
    language: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowTopics:
    """List the topics."""

    language: str


@dataclass(frozen=True, slots=True)
class ChooseLanguage:
    """Answer this chat in ``language``; None for the language of each question."""

    language: str | None


@dataclass(frozen=True, slots=True)
class NoneOfThese:
    """None of the offered questions was meant."""

    language: str


Action = OpenEntry | OpenFact | ShowTopic | ShowTopics | ChooseLanguage | NoneOfThese


def encode(action: Action) -> str:
    """Return ``action`` as callback data."""
    match action:
        case OpenEntry(id=item, language=language):
            return f"e:{language}:{item}"
        case OpenFact(id=item, language=language):
            return f"f:{language}:{item}"
        case ShowTopic(id=item, language=language, page=page):
            return f"t:{language}:{item}:{page}"
        case ShowTopics(language=language):
            return f"x:{language}"
        case ChooseLanguage(language=language):
            return f"l:{language or '-'}"
        case NoneOfThese(language=language):
            return f"n:{language}"


def decode(data: str) -> Action | None:
    """Return the action that ``data`` encodes, or None if it encodes none."""
    form = _FORM.match(data)
    if form is None:
        return None
    match form["kind"], form["language"], form["id"], form["page"]:
        case "l", language, None, None:
            return ChooseLanguage(None if language == "-" else language)
        case _, "-", _, _:
            return None
        case "x", language, None, None:
            return ShowTopics(language)
        case "n", language, None, None:
            return NoneOfThese(language)
        case "e", language, str(item), None:
            return OpenEntry(item, language)
        case "f", language, str(item), None:
            return OpenFact(item, language)
        case "t", language, str(item), str(page):
            return ShowTopic(item, language, int(page))
        case _:
            return None
