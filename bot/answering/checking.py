"""The check that only a rendered answer can show: that it fits a message in every language."""

import datetime as dt
from collections.abc import Iterator

from bot.answering.composing import Composer
from bot.answering.wording import Wording
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.nodes import Problem
from bot.text import utf16_length

MESSAGE_LIMIT = 4096


def check_lengths(knowledge: KnowledgeBase, wording: Wording, today: dt.date) -> Iterator[Problem]:
    """Yield a problem for each answer that is longer than one message, sources included."""
    composer = Composer(knowledge)
    for entry in knowledge.entries.values():
        for language, place in entry.answer_places.items():
            answer = composer.entry(entry.id, language, today)
            length = utf16_length(wording.answer(answer, language).plain()) if answer is not None else 0
            if length > MESSAGE_LIMIT:
                message = f"answer.{language}: takes {length} UTF-16 units with its sources, {MESSAGE_LIMIT} fit"
                yield Problem(place.path, place.line, message)
