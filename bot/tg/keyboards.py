"""Inline keyboards: one column of questions or topics, with the way back at the end."""

from collections.abc import Iterable, Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.model import Choice, TopicLabel
from bot.knowledge.model import Language
from bot.knowledge.phrases import Phrases
from bot.text import cut_utf16
from bot.tg.actions import (
    Action,
    ChooseLanguage,
    NoneOfThese,
    OpenEntry,
    OpenFact,
    ShowTopic,
    ShowTopics,
    encode,
)

PAGE_SIZE: Final = 8
_MAX_LABEL: Final = 100

Row = list[InlineKeyboardButton]


def button(label: str, action: Action) -> InlineKeyboardButton:
    """Return a button that asks for ``action``."""
    return InlineKeyboardButton(cut_utf16(label, _MAX_LABEL), callback_data=encode(action))


def open_choice(choice: Choice, language: str) -> Action:
    """Return the action that opens ``choice``."""
    return OpenEntry(choice.id, language) if choice.kind == "entry" else OpenFact(choice.id, language)


class Keyboards:
    """Builds keyboards with labels in the reader's language."""

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases

    def offered(self, choices: Sequence[Choice], language: str) -> InlineKeyboardMarkup:
        """Return the offered questions and "none of these"."""
        rows = [
            [button(f"{number}. {choice.heading}", open_choice(choice, language))]
            for number, choice in enumerate(choices, 1)
        ]
        rows.append([button(self._phrases.say(language, "none-of-these"), NoneOfThese(language))])
        return InlineKeyboardMarkup(rows)

    def related(self, choices: Iterable[Choice], language: str) -> InlineKeyboardMarkup | None:
        """Return the related questions, or None if there are none."""
        rows = [[button(choice.heading, open_choice(choice, language))] for choice in choices]
        return InlineKeyboardMarkup(rows) if rows else None

    def topics(self, topics: Iterable[TopicLabel], language: str) -> InlineKeyboardMarkup:
        """Return topics, one a row."""
        rows = [[button(f"{topic.icon} {topic.title}".strip(), ShowTopic(topic.id, language, 0))] for topic in topics]
        return InlineKeyboardMarkup(rows)

    def topic(self, topic_id: str, choices: Sequence[Choice], page: int, language: str) -> InlineKeyboardMarkup:
        """Return one page of a topic's questions, the neighbouring pages and the way back."""
        shown = choices[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        rows = [[button(choice.heading, open_choice(choice, language))] for choice in shown]
        turning: Row = []
        if page > 0:
            label = f"‹ {self._phrases.say(language, 'button-previous')}"
            turning.append(button(label, ShowTopic(topic_id, language, page - 1)))
        if (page + 1) * PAGE_SIZE < len(choices):
            label = f"{self._phrases.say(language, 'button-next')} ›"
            turning.append(button(label, ShowTopic(topic_id, language, page + 1)))
        if turning:
            rows.append(turning)
        rows.append([button(self._phrases.say(language, "back-to-topics"), ShowTopics(language))])
        return InlineKeyboardMarkup(rows)

    def languages(self, languages: Iterable[Language], language: str) -> InlineKeyboardMarkup:
        """Return the languages to choose from, and going by each question."""
        rows = [[button(choice.name, ChooseLanguage(choice.id))] for choice in languages]
        rows.append([button(self._phrases.say(language, "language-automatic"), ChooseLanguage(None))])
        return InlineKeyboardMarkup(rows)


def page_count(choices: Sequence[Choice]) -> int:
    """Return how many pages a topic's questions take, at least 1."""
    return max(1, -(-len(choices) // PAGE_SIZE))
