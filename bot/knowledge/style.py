"""How texts are to be written: length, no ids, no placeholders; and that every sentence carries its citations."""

import enum
import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.knowledge.citations import split_sentences
from bot.knowledge.model import Entry, KnowledgeBase, Place, Sentence
from bot.knowledge.nodes import Problem

PLACEHOLDER: Final = "…"
LONGEST_SENTENCE: Final = {"ja": 200}
LONGEST_ELSEWHERE: Final = 400
LONGEST_QUESTION: Final = 100
_ID_LIKE: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+){2,}")


def check_style(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Yield a problem for each text that breaks a rule of style."""
    ids = frozenset((*knowledge.facts, *knowledge.former_facts, *knowledge.entries))
    for fact in knowledge.facts.values():
        for language, text in fact.statement.items():
            yield from _text(text, language, f"fact {fact.id!r}: statement.{language}", fact.place, ids)
    for entry in knowledge.entries.values():
        for language, place in entry.answer_places.items():
            name = f"answer.{language}"
            for sentence in entry.answer[language]:
                yield from check_sentence(sentence, name, place)
                yield from _text(sentence.text, language, name, place, ids)
        yield from _questions(entry)


def check_placeholders(knowledge: KnowledgeBase) -> Iterator[Problem]:
    """Yield a problem for each text still to be written; needs nothing in ``knowledge`` to resolve."""
    for fact in knowledge.facts.values():
        for language, text in fact.statement.items():
            yield from _unwritten(text, f"fact {fact.id!r}: statement.{language}", fact.place)
    for entry in knowledge.entries.values():
        for language, place in entry.answer_places.items():
            for sentence in entry.answer[language]:
                yield from _unwritten(sentence.text, f"answer.{language}", place)
        for name, by_language in (("utterances", entry.utterances), ("not_utterances", entry.not_utterances)):
            for language, said in by_language.items():
                for utterance in said:
                    yield from _unwritten(utterance.text, f"{name}.{language}", utterance.place)


def shorten(text: str) -> str:
    """Return the beginning of ``text``, enough to find it."""
    return text if len(text) <= 60 else f"{text[:57]}…"


def _unwritten(text: str, name: str, place: Place) -> Iterator[Problem]:
    if text == PLACEHOLDER:
        yield Problem(place.path, place.line, f"{name}: is still to be written")


def _text(text: str, language: str, name: str, place: Place, ids: frozenset[str]) -> Iterator[Problem]:
    longest = LONGEST_SENTENCE.get(language, LONGEST_ELSEWHERE)
    for sentence in split_sentences(text):
        if len(sentence) > longest:
            message = f"{name}: a sentence of {len(sentence)} characters, {longest} are enough: {shorten(sentence)!r}"
            yield Problem(place.path, place.line, message)
    for found in _raw_ids(text, ids):
        yield Problem(place.path, place.line, f"{name}: the id {found!r} stands in the text")


def _raw_ids(text: str, ids: frozenset[str]) -> Iterable[str]:
    """Return ids in ``text``; those of one or two words are left alone, for they may be ordinary English."""
    return dict.fromkeys(found for found in _ID_LIKE.findall(text) if found in ids)


class SentenceFlaw(enum.Enum):
    """How a sentence and its citations are not one to one."""

    NO_SENTENCE = enum.auto()
    NO_CITATION = enum.auto()
    SEVERAL = enum.auto()


def flaw_of(sentence: Sentence) -> SentenceFlaw | None:
    """Return how a sentence and its citations are not one to one, or None where they are."""
    if not sentence.text:
        return SentenceFlaw.NO_SENTENCE
    if not sentence.citations:
        return SentenceFlaw.NO_CITATION
    return SentenceFlaw.SEVERAL if len(split_sentences(sentence.text)) > 1 else None


_FLAWS: Final = {
    SentenceFlaw.NO_SENTENCE: "citations without a sentence before them",
    SentenceFlaw.NO_CITATION: "no citation after {!r}",
    SentenceFlaw.SEVERAL: "a sentence without its own citation in {!r}",
}


def check_sentence(sentence: Sentence, name: str, place: Place) -> Iterator[Problem]:
    """Yield a problem where a sentence and its citations are not one to one."""
    flaw = flaw_of(sentence)
    if flaw is not None:
        message = _FLAWS[flaw].format(shorten(sentence.text))
        yield Problem(place.path, place.line, f"{name}: {message}")


def _questions(entry: Entry) -> Iterator[Problem]:
    for language, said in entry.utterances.items():
        canonical = said[0]
        if len(canonical.text) > LONGEST_QUESTION:
            message = (
                f"utterances.{language}: the first is the question shown on buttons; it has {len(canonical.text)} "
                f"characters, {LONGEST_QUESTION} fit: {shorten(canonical.text)!r}"
            )
            yield Problem(canonical.place.path, canonical.place.line, message)
