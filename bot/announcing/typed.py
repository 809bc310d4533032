"""What an administrator types in a chat: an announcement in one language, and when it is to go out."""

import datetime as dt
import enum
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import process

from bot.knowledge.citations import parse_answer
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.style import SentenceFlaw, flaw_of, shorten
from bot.subscribing.pausing import read_day

LONGEST_TITLE: Final = 200
_CLOCK: Final = re.compile(r"(?P<day>.*?)[\s,]*\b(?P<hour>\d{1,2})[:：](?P<minute>\d{2})\s*\Z", re.DOTALL)
_DAY: Final = dt.timedelta(days=1)


class Flaw(enum.StrEnum):
    """Why something typed is not taken."""

    NO_TEXT = "no-text"
    LONG_TITLE = "long-title"
    CITING_TITLE = "citing-title"
    NO_SENTENCE = "no-sentence"
    NO_CITATION = "no-citation"
    SEVERAL_SENTENCES = "several-sentences"
    UNKNOWN_FACT = "unknown-fact"
    TOO_LONG = "too-long"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, where, and the most similar thing that there is, if any."""

    flaw: Flaw
    where: str = ""
    similar: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A title and a text, each of whose sentences cites facts that there are."""

    title: str
    text: str


_FLAWS: Final = {
    SentenceFlaw.NO_SENTENCE: Flaw.NO_SENTENCE,
    SentenceFlaw.NO_CITATION: Flaw.NO_CITATION,
    SentenceFlaw.SEVERAL: Flaw.SEVERAL_SENTENCES,
}


def read_written(typed: str, knowledge: KnowledgeBase) -> Written | Mistake:
    """Return the title, which is the first line, and the text beneath it, or the first mistake in them."""
    title, _, rest = typed.strip().partition("\n")
    title, text = title.strip(), "\n".join(line.strip() for line in rest.strip().splitlines())
    if not title or not text:
        return Mistake(Flaw.NO_TEXT)
    if len(title) > LONGEST_TITLE:
        return Mistake(Flaw.LONG_TITLE, shorten(title))
    if any(sentence.citations for sentence in parse_answer(title)):
        return Mistake(Flaw.CITING_TITLE, shorten(title))
    for sentence in parse_answer(text):
        flaw = flaw_of(sentence)
        if flaw is not None:
            return Mistake(_FLAWS[flaw], shorten(sentence.text))
        for citation in sentence.citations:
            if citation not in knowledge.facts and citation not in knowledge.former_facts:
                return Mistake(Flaw.UNKNOWN_FACT, shorten(citation), _similar(citation, knowledge))
    return Written(title, text)


def read_moment(typed: str, languages: Iterable[str], zone: dt.tzinfo, now: dt.datetime) -> dt.datetime | None:
    """Return the moment in UTC that someone in ``zone`` typed: a time, or a day and a time; None where it is neither.

    A time alone is the next such moment. One that the clock skips is where the clock goes on, one that comes twice is
    the first.
    """
    found = _CLOCK.match(typed.strip())
    if found is None or int(found["hour"]) > 23 or int(found["minute"]) > 59:
        return None
    clock, today = dt.time(int(found["hour"]), int(found["minute"])), now.astimezone(zone).date()
    if not found["day"].strip():
        moment = _moment(today, clock, zone)
        return moment if moment > now else _moment(today + _DAY, clock, zone)
    day = read_day(found["day"], languages, today - _DAY)
    if day is None:
        return None
    moment = _moment(day, clock, zone)
    return moment if moment > now else None


def _moment(day: dt.date, clock: dt.time, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.combine(day, clock, zone).astimezone(dt.UTC)


def _similar(citation: str, knowledge: KnowledgeBase) -> str:
    found = process.extractOne(citation, list(knowledge.facts), score_cutoff=50)
    return "" if found is None else str(found[0])
