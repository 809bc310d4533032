"""Wording: outcomes as documents in the reader's language, with the phrases and date format of that language."""

import datetime as dt
from typing import Final

import babel
from babel.dates import format_date, format_timedelta

from bot.answering.answerer import MAX_QUESTION_LENGTH
from bot.answering.browsing import When
from bot.answering.document import Block, Document, Segment, block, bold, folded, italic
from bot.answering.model import Ambiguous, Answer, Answered, Footnote, NotUnderstood, Outcome, Passage, Reason
from bot.knowledge.phrases import Phrases

_REASON_PHRASES: Final = {Reason.NO_WORDS: "empty-question", Reason.TOO_LONG: "too-long"}


class Wording:
    """Says outcomes in words; it decides nothing and knows no markup."""

    def __init__(self, phrases: Phrases) -> None:
        self.phrases = phrases

    def date(self, day: dt.date, language: str) -> str:
        """Return ``day`` as readers of ``language`` write it."""
        return self._date(day, language, "date-pattern")

    def when(self, when: When, language: str) -> str:
        """Return when an event is, as exactly as it is known."""
        day = dt.date(when.year, when.month or 1, when.day or 1)
        if when.reported:
            return self.phrases.say(language, "event-reported", date=self.date(day, language))
        if when.day is not None:
            return self.date(day, language)
        return self._date(day, language, "year-pattern" if when.month is None else "month-pattern")

    @staticmethod
    def duration(seconds: float, language: str) -> str:
        """Return a duration roughly, at least a second, such as "5 minutes"."""
        return format_timedelta(dt.timedelta(seconds=max(1, round(seconds))), threshold=1.5, locale=_locale(language))

    def _date(self, day: dt.date, language: str, pattern: str) -> str:
        return format_date(day, self.phrases.say(language, pattern), locale=_locale(language))

    def outcome(self, outcome: Outcome) -> Document:
        """Return the reply to a question."""
        match outcome:
            case Answered(answer=answer):
                return self.answer(answer, outcome.language)
            case Ambiguous(language=language, choices=choices):
                listed = "\n".join(f"{number}. {choice.heading}" for number, choice in enumerate(choices, 1))
                return Document((block(bold(self.phrases.say(language, "ambiguous"))), block(listed)))
            case NotUnderstood():
                return self._not_understood(outcome)

    def answer(self, answer: Answer, language: str) -> Document:
        """Return an answer with its footnotes, date and caveats, the frame around it in ``language``."""
        blocks = [self.passages(answer.passages, answer.footnotes, answer.language)]
        if answer.choice.kind == "entry":
            blocks.insert(0, block(bold(answer.choice.heading)))
        blocks.extend(self._notes(answer, language))
        if answer.footnotes:
            blocks.append(self.sources(answer.footnotes, language))
        return Document(tuple(blocks))

    def passages(self, passages: tuple[Passage, ...], footnotes: tuple[Footnote, ...], language: str) -> Block:
        """Return sentences in ``language``, each with the marks of its footnotes."""
        gap = self.phrases.say(language, "sentence-gap")
        said: list[Segment] = []
        for number, passage in enumerate(passages):
            said.extend(self._passage(passage, footnotes, gap if number else ""))
        return block(*said)

    def _not_understood(self, outcome: NotUnderstood) -> Document:
        language = outcome.language
        if outcome.reason is not Reason.NO_ANSWER:
            example = self.phrases.say(language, "example-question")
            phrase = _REASON_PHRASES[outcome.reason]
            said = self.phrases.say(language, phrase, example=example, limit=MAX_QUESTION_LENGTH)
            return Document((block(said),))
        blocks = [block(self.phrases.say(language, "not-understood"))]
        if outcome.topics:
            titles = "\n".join(f"{topic.icon} {topic.title}".strip() for topic in outcome.topics)
            blocks.append(block(self.phrases.say(language, "not-understood-topics"), "\n", titles))
        return Document(tuple(blocks))

    @staticmethod
    def _passage(passage: Passage, footnotes: tuple[Footnote, ...], gap: str) -> list[Segment]:
        urls = {footnote.number: footnote.source.url for footnote in footnotes}
        marks = [Segment(f"[{number}]", href=urls[number]) for number in passage.footnotes]
        return [Segment(f"{gap}{passage.text} " if marks else f"{gap}{passage.text}"), *marks]

    def _notes(self, answer: Answer, language: str) -> list[Block]:
        notes: list[Segment] = []
        if answer.as_of is not None:
            notes.append(italic(self.phrases.say(language, "as-of", date=self.date(answer.as_of, language))))
        for caveat in answer.caveats:
            since = self.date(caveat.since, language)
            notes.append(Segment("\n⚠️ " + self.phrases.say(language, f"caveat-{caveat.kind}", date=since)))
        return [block(*notes)] if notes else []

    def sources(self, footnotes: tuple[Footnote, ...], language: str) -> Block:
        """Return the list of sources, collapsed where the reader's app can do that."""
        lines: list[Segment] = [bold(self.phrases.say(language, "sources-heading", count=len(footnotes)))]
        for footnote in footnotes:
            source = footnote.source
            lines.append(Segment(f"\n[{footnote.number}] {source.publisher}: "))
            lines.append(Segment(source.title, href=source.url))
            lines.append(Segment(f" ({self.date(source.published, language)})"))
        return folded(*lines)


def _locale(language: str) -> babel.Locale:
    try:
        return babel.Locale.parse(language)
    except (babel.UnknownLocaleError, ValueError):
        return babel.Locale("en")
