"""Screens to leaf through the knowledge: events by year, the newest facts, publishers with their sources, search."""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.browsing import Event, Publisher
from bot.answering.document import Block, Document, Segment, block, bold, italic
from bot.answering.model import Choice
from bot.knowledge.model import Source, Status
from bot.matching.model import Question
from bot.text import cut_utf16
from bot.tg.actions import (
    Action,
    Browsing,
    OpenFact,
    ShowLatest,
    ShowPublisher,
    ShowPublishers,
    ShowTimeline,
    ShowTopics,
)
from bot.tg.keyboards import Row, button, open_choice
from bot.tg.sender import Reply
from bot.tg.services import Services

EVENTS_ON_PAGE: Final = 6
PUBLISHERS_ON_PAGE: Final = 10
SOURCES_ON_PAGE: Final = 8
FOUND: Final = 5
MAX_ECHO: Final = 60
_STATUS_PHRASES: Final = {Status.PLANNED: "event-announced", Status.DATE_PASSED: "event-date-passed"}

Item = TypeVar("Item")


class BrowsingScreens:
    """Builds the screens in a language; a page beyond the last shows the last."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._browser = services.answerer.browser

    def show(self, action: Browsing) -> Reply | None:
        """Return what a button asks for, or None where the knowledge no longer has it."""
        match action:
            case ShowTimeline(year=year, language=language, page=page):
                return self._year(year, language, page)
            case ShowLatest(language=language, page=page):
                return self.latest(language, page)
            case ShowPublishers(language=language, page=page):
                return self.publishers(language, page)
            case ShowPublisher(id=publisher_id, language=language, page=page):
                publisher = self._browser.publisher(publisher_id)
                return None if publisher is None else self._publisher(publisher, language, page)

    def timeline(self, language: str) -> Reply:
        """Return the events of this year, or of the last year before it that has any."""
        years = self._browser.years()
        if not years:
            return self._reply(language, [block(self._say(language, "timeline-empty"))], [])
        past = [year for year in years if year <= self._services.today().year]
        return self._year(max(past, default=years[0]), language, 0)

    def latest(self, language: str, page: int = 0) -> Reply:
        """Return one page of the newest facts."""
        events = self._browser.latest(language)
        if not events:
            return self._reply(language, [block(self._say(language, "latest-empty"))], [])
        shown, page, pages = _page(events, page, EVENTS_ON_PAGE)
        blocks = [self._heading(self._say(language, "latest"), language, page, pages)]
        for number, event in enumerate(shown, 1):
            day = self._services.wording.when(event.when.stated(), language)
            blocks.append(_item(number, self._say(language, "latest-item", date=day), "", event))
        rows = [_numbers(shown, language), self._turning(language, page, pages, lambda to: ShowLatest(language, to))]
        return self._reply(language, blocks, rows)

    def publishers(self, language: str, page: int = 0) -> Reply:
        """Return one page of the publishers with the number of their sources."""
        publishers = self._browser.publishers()
        total = sum(len(publisher.sources) for publisher in publishers)
        shown, page, pages = _page(publishers, page, PUBLISHERS_ON_PAGE)
        summary = self._say(language, "publishers-total", sources=total, publishers=len(publishers))
        blocks = [self._heading(self._say(language, "publishers"), language, page, pages), block(summary)]
        rows = [[self._publisher_button(publisher, language)] for publisher in shown]
        rows.append(self._turning(language, page, pages, lambda to: ShowPublishers(language, to)))
        return self._reply(language, blocks, rows)

    def search(self, language: str, words: str) -> Reply:
        """Return the five best questions for some words."""
        if not words.strip():
            example = self._say(language, "search-example")
            return self._topics(language, self._say(language, "search-usage", example=example))
        choices = self.best(words, language, FOUND)
        echoed = cut_utf16(" ".join(words.split()), MAX_ECHO)
        if not choices:
            return self._topics(language, self._say(language, "search-none", words=echoed))
        listed = "\n".join(f"{number}. {choice.heading}" for number, choice in enumerate(choices, 1))
        blocks = [block(bold(self._say(language, "search-found", words=echoed))), block(listed)]
        rows = [
            [button(f"{number}. {choice.heading}", open_choice(choice, language))]
            for number, choice in enumerate(choices, 1)
        ]
        return self._reply(language, blocks, rows)

    def best(self, words: str, language: str, limit: int) -> tuple[Choice, ...]:
        """Return up to ``limit`` entries and facts: the likeliest by meaning, then those that have the words."""
        likely = self._services.answerer.likely(Question(words, language, language), limit)
        return tuple(dict.fromkeys((*likely, *self._browser.wordings(words, language, limit))))[:limit]

    def _year(self, year: int, language: str, page: int) -> Reply:
        years = self._browser.years()
        if not years:
            return self.timeline(language)
        year = min(years, key=lambda other: abs(other - year))
        shown, page, pages = _page(self._browser.events(year, language), page, EVENTS_ON_PAGE)
        part = {"part": page + 1, "parts": pages}
        heading = self._say(language, "timeline-part" if pages > 1 else "timeline", year=str(year), **part)
        blocks = [block(bold(heading))]
        for number, event in enumerate(shown, 1):
            phrase = _STATUS_PHRASES.get(event.status)
            note = "" if phrase is None else self._say(language, phrase)
            blocks.append(_item(number, self._services.wording.when(event.when, language), note, event))
        place = years.index(year)
        neighbours = [(f"‹ {other}", other) for other in years[max(place - 1, 0) : place]]
        neighbours += [(f"{other} ›", other) for other in years[place + 1 : place + 2]]
        rows = [
            _numbers(shown, language),
            self._turning(language, page, pages, lambda to: ShowTimeline(year, language, to)),
            [button(label, ShowTimeline(other, language, 0)) for label, other in neighbours],
        ]
        return self._reply(language, blocks, rows)

    def _publisher(self, publisher: Publisher, language: str, page: int) -> Reply:
        shown, page, pages = _page(publisher.sources, page, SOURCES_ON_PAGE)
        blocks = [self._heading(publisher.name, language, page, pages)]
        blocks += [self._source(source, language) for source in shown]
        turning = self._turning(language, page, pages, lambda to: ShowPublisher(publisher.id, language, to))
        back = button(self._say(language, "back-to-publishers"), ShowPublishers(language, 0))
        return self._reply(language, blocks, [turning, [back]])

    def _source(self, source: Source, language: str) -> Block:
        date = self._services.wording.date(source.published, language)
        return block(Segment(source.title, href=source.url), f" ({date})")

    def _publisher_button(self, publisher: Publisher, language: str) -> InlineKeyboardButton:
        count = self._say(language, "publisher-count", count=len(publisher.sources))
        return button(f"{cut_utf16(publisher.name, MAX_ECHO)} – {count}", ShowPublisher(publisher.id, language, 0))

    def _heading(self, title: str, language: str, page: int, pages: int) -> Block:
        if pages == 1:
            return block(bold(title))
        return block(bold(title), "\n", italic(self._say(language, "page", page=page + 1, pages=pages)))

    def _turning(self, language: str, page: int, pages: int, turn: Callable[[int], Action]) -> Row:
        row: Row = []
        if page > 0:
            row.append(button(f"‹ {self._say(language, 'button-previous')}", turn(page - 1)))
        if page + 1 < pages:
            row.append(button(f"{self._say(language, 'button-next')} ›", turn(page + 1)))
        return row

    def _topics(self, language: str, text: str) -> Reply:
        topics = self._services.answerer.composer.topics(language)
        keyboard = self._services.keyboards.topics(topics, language)
        return Reply(Document((block(text),)), keyboard, self._say(language, "cut-notice"))

    def _reply(self, language: str, blocks: Sequence[Block], rows: Sequence[Row]) -> Reply:
        back = [button(self._say(language, "back-to-topics"), ShowTopics(language))]
        keyboard = InlineKeyboardMarkup([row for row in (*rows, back) if row])
        return Reply(Document(tuple(blocks)), keyboard, self._say(language, "cut-notice"))

    def _say(self, language: str, phrase: str, /, **values: str | int) -> str:
        return self._services.phrases.say(language, phrase, **values)


def _page(items: Sequence[Item], page: int, size: int) -> tuple[Sequence[Item], int, int]:
    """Return a page's items, its number from 0, and how many pages there are."""
    pages = max(1, -(-len(items) // size))
    page = min(page, pages - 1)
    return items[page * size : (page + 1) * size], page, pages


def _item(number: int, when: str, note: str, event: Event) -> Block:
    said = [bold(f"{number}. {when}"), *([italic(f" ({note})")] if note else [])]
    return block(*said, f"\n{event.statement} ", Segment(f"[{event.source.publisher}]", href=event.source.url))


def _numbers(events: Sequence[Event], language: str) -> Row:
    return [button(str(number), OpenFact(event.fact, language)) for number, event in enumerate(events, 1)]
