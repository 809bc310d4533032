"""Questions that an administrator answers by a reply: an announcement's words in a language, and when it goes out.

The question itself says what it is about, so that any process can take the answer, also after a restart.
"""

import enum
from dataclasses import dataclass
from typing import Final

from telegram import Message
from telegram.ext import filters

from bot.tg.services import Services

_BEFORE_ID: Final = "\n\n"


class Asked(enum.StrEnum):
    """What is asked for; the values are phrases."""

    TEXT = "admin-ask-text"
    TIME = "admin-ask-time"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question in ``language`` about an announcement; its words are asked for in ``content_language``."""

    language: str
    asked: Asked
    announcement_id: str
    content_language: str = ""


def prompt_text(services: Services, prompt: Prompt) -> str:
    """Return the question's text."""
    name = ""
    if prompt.content_language:
        name = services.answerer.knowledge.languages[prompt.content_language].name
    question = services.phrases.say(prompt.language, prompt.asked, name=name)
    return f"{question}{_BEFORE_ID}{prompt.announcement_id}"


def prompt_answered(services: Services, message: Message) -> Prompt | None:
    """Return the question that a message replies to; None for any other message."""
    replied = message.reply_to_message
    if replied is None or not replied.text or replied.from_user is None:
        return None
    if replied.from_user.id != services.sender.bot_id:
        return None
    announcement_id, languages = replied.text.rpartition(_BEFORE_ID)[2], services.answerer.knowledge.languages
    possible = (
        Prompt(language, asked, announcement_id, content_language)
        for language in languages
        for asked, content_languages in ((Asked.TIME, ("",)), (Asked.TEXT, tuple(languages)))
        for content_language in content_languages
    )
    return next((prompt for prompt in possible if prompt_text(services, prompt) == replied.text), None)


class AnswersAdminPrompt(filters.MessageFilter):
    """Messages in which an administrator replies to such a question, in private."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services

    def filter(self, message: Message) -> bool:
        """Say whether it is one."""
        is_admin = self._services.administering.allows(message.from_user)
        return is_admin and prompt_answered(self._services, message) is not None
