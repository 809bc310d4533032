"""Answers as sentences with their citations: ``Text.[^fact-id][^other-id] Next text.[^fact-id]``."""

import re
from typing import Final

from bot.knowledge.model import Sentence

_MARKS: Final = re.compile(r"((?:\s*\[\^[^\]\s]+\])+)")
_MARK: Final = re.compile(r"\[\^([^\]\s]+)\]")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?…])[»”\"')]*\s+(?=[^\s])|(?<=[。！？])[」』）]*(?=[^\s」』）])")


def parse_answer(text: str) -> tuple[Sentence, ...]:
    """Return ``text`` cut after each run of citation marks; text after the last run has no citations."""
    sentences: list[Sentence] = []
    pieces = _MARKS.split(text)
    for said, marks in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if said.strip() or marks:
            sentences.append(Sentence(said.strip(), tuple(dict.fromkeys(_MARK.findall(marks)))))
    return tuple(sentences)


def split_sentences(text: str) -> tuple[str, ...]:
    """Return the sentences in ``text`` by their end marks, western or Japanese; no citation marks in it."""
    return tuple(part for part in (piece.strip() for piece in _SENTENCE_END.split(text)) if part)
