"""Replies to questions: an outcome's words and the buttons that belong to them."""

from telegram import InlineKeyboardMarkup

from bot.answering.document import Document
from bot.answering.model import Ambiguous, Answer, Answered, NotUnderstood, Outcome
from bot.tg.sender import Reply
from bot.tg.services import Services


def outcome_reply(services: Services, outcome: Outcome) -> Reply:
    """Return the reply to a question: its answer, the choice, or the nearest topics."""
    match outcome:
        case Answered(answer=answer, language=language):
            return answer_reply(services, answer, language)
        case Ambiguous(choices=choices, language=language):
            keyboard = services.keyboards.offered(choices, language)
            return _reply(services, services.wording.outcome(outcome), language, keyboard)
        case NotUnderstood(topics=topics, language=language):
            topic_buttons = services.keyboards.topics(topics, language) if topics else None
            return _reply(services, services.wording.outcome(outcome), language, topic_buttons)


def answer_reply(services: Services, answer: Answer, language: str) -> Reply:
    """Return an answer with its related questions as buttons."""
    keyboard = services.keyboards.related(answer.related, language)
    return _reply(services, services.wording.answer(answer, language), language, keyboard)


def _reply(services: Services, document: Document, language: str, keyboard: InlineKeyboardMarkup | None) -> Reply:
    return Reply(document, keyboard, services.phrases.say(language, "cut-notice"))
