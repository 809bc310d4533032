"""Inline keyboards: one column of questions or topics, with the way back at the end."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.model import Answer, Choice, TopicLabel
from bot.knowledge.model import Language
from bot.knowledge.phrases import Phrases
from bot.text import cut_utf16
from bot.tg.actions import (
    Action,
    ChooseLanguage,
    KeepLanguage,
    NoneOfThese,
    OpenEntry,
    OpenFact,
    SetMentionsOnly,
    ShowTopic,
    ShowTopics,
    encode,
)
from bot.tg.subscriptions import Verb, Wish, wish_button

PAGE_SIZE: Final = 8
_MAX_LABEL: Final = 100
LANGUAGES_IN_ROW: Final = 3

Row = list[InlineKeyboardButton]


def button(label: str, action: Action) -> InlineKeyboardButton:
    """Return a button that asks for ``action``."""
    return InlineKeyboardButton(cut_utf16(label, _MAX_LABEL), callback_data=encode(action))


def open_choice(choice: Choice, language: str) -> Action:
    """Return the action that opens ``choice``."""
    return OpenEntry(choice.id, language) if choice.kind == "entry" else OpenFact(choice.id, language)


@dataclass(frozen=True, slots=True)
class Around:
    """What is offered around an answer: other languages, its topic, sharing it, and keeping its language."""

    languages: tuple[Language, ...]
    topic: TopicLabel | None
    share_url: str
    keeps_language: bool = False


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

    def answer(self, answer: Answer, language: str, around: Around) -> InlineKeyboardMarkup:
        """Return what an answer leads to: related questions, other languages, sharing, its topic."""
        rows = [[button(choice.heading, open_choice(choice, language))] for choice in answer.related]
        rows.extend(self._other_languages(answer.choice, language, around.languages))
        if around.keeps_language:
            rows.append([button(self._phrases.say(language, "button-keep-language"), KeepLanguage(language))])
        rows.append([InlineKeyboardButton(self._phrases.say(language, "button-share"), url=around.share_url)])
        if around.topic is not None:
            label = self._phrases.say(language, "button-topic", topic=around.topic.title)
            rows[-1].append(button(label, ShowTopic(around.topic.id, language, 0)))
        return InlineKeyboardMarkup(rows)

    @staticmethod
    def _other_languages(choice: Choice, language: str, languages: Sequence[Language]) -> Iterator[Row]:
        others = [
            button(f"🌐 {other.name}", open_choice(choice, other.id)) for other in languages if other.id != language
        ]
        for start in range(0, len(others), LANGUAGES_IN_ROW):
            yield others[start : start + LANGUAGES_IN_ROW]

    def group_settings(
        self, languages: Iterable[Language], language: str, *, mentions_only: bool
    ) -> InlineKeyboardMarkup:
        """Return a group's languages and the other way to be answered."""
        rows = [list(row) for row in self.languages(languages, language).inline_keyboard]
        phrase = "button-replies-too" if mentions_only else "button-mentions-only"
        rows.append([button(self._phrases.say(language, phrase), SetMentionsOnly(language, not mentions_only))])
        rows.append([wish_button(self._phrases.say(language, "button-topics"), Wish(language, Verb.TOPICS))])
        return InlineKeyboardMarkup(rows)

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

    def back_to_topics(self, language: str) -> InlineKeyboardMarkup:
        """Return the way to the topics alone."""
        return InlineKeyboardMarkup([[button(self._phrases.say(language, "back-to-topics"), ShowTopics(language))]])

    def languages(self, languages: Iterable[Language], language: str) -> InlineKeyboardMarkup:
        """Return the languages to choose from, and going by each question."""
        rows = [[button(choice.name, ChooseLanguage(choice.id))] for choice in languages]
        rows.append([button(self._phrases.say(language, "language-automatic"), ChooseLanguage(None))])
        return InlineKeyboardMarkup(rows)


def page_count(choices: Sequence[Choice]) -> int:
    """Return how many pages a topic's questions take, at least 1."""
    return max(1, -(-len(choices) // PAGE_SIZE))
