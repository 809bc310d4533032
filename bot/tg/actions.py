"""What an inline button asks for, and its form in ``callback_data`` (at most 64 bytes).

The form names entries, facts and topics by their ids, so that a button outlives a restart and a new version of
the knowledge; what it names may be gone by then. Anything else, forged data included, decodes to None.
"""

import re
from dataclasses import dataclass
from typing import Final

_YEAR_DIGITS: Final = 4
_FORM: Final = re.compile(
    r"(?P<kind>[eftlnxywspkmaj]):(?P<language>[a-z]{2,3}|-)(?::(?P<id>[a-z0-9_-]{1,54}))?(?::(?P<page>\d{1,3}))?\Z"
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


@dataclass(frozen=True, slots=True)
class ShowTimeline:
    """List a year's events; ``page`` is counted from 0."""

    year: int
    language: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowLatest:
    """List what came to the knowledge last."""

    language: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowAnnouncements:
    """List the recent announcements."""

    language: str
    page: int


@dataclass(frozen=True, slots=True)
class OpenAnnouncement:
    """Show an announcement again."""

    id: str
    language: str


@dataclass(frozen=True, slots=True)
class ShowPublishers:
    """List the publishers."""

    language: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowPublisher:
    """List a publisher's sources; ``id`` is the publisher's fingerprint."""

    id: str
    language: str
    page: int


@dataclass(frozen=True, slots=True)
class KeepLanguage:
    """Answer this chat in ``language``, leaving the message as it is."""

    language: str


@dataclass(frozen=True, slots=True)
class SetMentionsOnly:
    """In this group, answer only where the bot is mentioned, or also what replies to it."""

    language: str
    on: bool


News = ShowAnnouncements | OpenAnnouncement
Browsing = ShowTimeline | ShowLatest | ShowPublishers | ShowPublisher
Action = (
    Browsing
    | News
    | KeepLanguage
    | SetMentionsOnly
    | OpenEntry
    | OpenFact
    | ShowTopic
    | ShowTopics
    | ChooseLanguage
    | NoneOfThese
)


def encode(action: Action) -> str:
    """Return ``action`` as callback data."""
    if isinstance(action, Browsing | News):
        return _encode_browsing(action)
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
        case KeepLanguage(language=language):
            return f"k:{language}"
        case SetMentionsOnly(language=language, on=on):
            return f"m:{language}:{'on' if on else 'off'}"


def _encode_browsing(action: Browsing | News) -> str:
    match action:
        case ShowAnnouncements(language=language, page=page):
            return f"a:{language}:all:{page}"
        case OpenAnnouncement(id=item, language=language):
            return f"j:{language}:{item}"
        case ShowTimeline(year=year, language=language, page=page):
            return f"y:{language}:{year}:{page}"
        case ShowLatest(language=language, page=page):
            return f"w:{language}:all:{page}"
        case ShowPublishers(language=language, page=page):
            return f"s:{language}:all:{page}"
        case ShowPublisher(id=item, language=language, page=page):
            return f"p:{language}:{item}:{page}"


def decode(data: str) -> Action | None:
    """Return the action that ``data`` encodes, or None if it encodes none."""
    form = _FORM.match(data)
    if form is None:
        return None
    kind, language, item, page = form["kind"], form["language"], form["id"], form["page"]
    if language == "-":
        return ChooseLanguage(None) if (kind, item, page) == ("l", None, None) else None
    if item is None:
        return _bare(kind, language) if page is None else None
    return _named(kind, language, item) if page is None else _paged(kind, language, item, int(page))


def _bare(kind: str, language: str) -> Action | None:
    match kind:
        case "l":
            return ChooseLanguage(language)
        case "k":
            return KeepLanguage(language)
        case "x":
            return ShowTopics(language)
        case "n":
            return NoneOfThese(language)
        case _:
            return None


def _named(kind: str, language: str, item: str) -> Action | None:
    match kind, item:
        case "e", _:
            return OpenEntry(item, language)
        case "f", _:
            return OpenFact(item, language)
        case "j", _:
            return OpenAnnouncement(item, language)
        case "m", ("on" | "off"):
            return SetMentionsOnly(language, item == "on")
        case _:
            return None


def _paged(kind: str, language: str, item: str, page: int) -> Action | None:
    match kind, item:
        case "t", _:
            return ShowTopic(item, language, page)
        case "y", _ if item.isdecimal() and len(item) == _YEAR_DIGITS:
            return ShowTimeline(int(item), language, page)
        case "a", "all":
            return ShowAnnouncements(language, page)
        case "w", "all":
            return ShowLatest(language, page)
        case "s", "all":
            return ShowPublishers(language, page)
        case "p", _:
            return ShowPublisher(item, language, page)
        case _:
            return None
