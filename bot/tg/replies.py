"""Replies to questions: an outcome's words and the buttons that belong to them."""

from dataclasses import replace
from typing import Final

from telegram import InlineKeyboardMarkup

from bot.answering.document import Document, block, italic
from bot.answering.model import Ambiguous, Answer, Answered, NotUnderstood, Outcome
from bot.text import cut_utf16
from bot.tg.chart_button import ShowChart, with_chart
from bot.tg.feedback import FeedbackKeyboards
from bot.tg.keyboards import Around
from bot.tg.links import answer_payload, share_link
from bot.tg.sender import Reply
from bot.tg.services import Services

MAX_ECHO: Final = 120


def outcome_reply(services: Services, outcome: Outcome, *, keeps_language: bool = False) -> Reply:
    """Return the reply to a question: its answer, the choice, or the nearest topics.

    With ``keeps_language`` an answer offers to make its language the chat's.
    """
    match outcome:
        case Answered(answer=answer, language=language):
            return answer_reply(services, answer, language, keeps_language=keeps_language)
        case Ambiguous(choices=choices, language=language):
            keyboard = services.keyboards.offered(choices, language)
            return _reply(services, services.wording.outcome(outcome), language, keyboard)
        case NotUnderstood(topics=topics, language=language):
            topic_buttons = services.keyboards.topics(topics, language) if topics else None
            return _reply(services, services.wording.outcome(outcome), language, topic_buttons)


def told_earlier(services: Services, reply: Reply, outcome: Outcome, earlier: str, question: str) -> Reply:
    """Return ``reply`` with the earlier question that a follow-up was understood together with."""
    values = {"earlier": cut_utf16(earlier, MAX_ECHO), "question": cut_utf16(question, MAX_ECHO)}
    told = block(italic(services.phrases.say(outcome.language, "understood-as", **values)))
    blocks = reply.document.blocks
    headed = isinstance(outcome, Answered) and outcome.answer.choice.kind == "entry"
    return replace(reply, document=Document((*blocks[:headed], told, *blocks[headed:])))


def answer_reply(services: Services, answer: Answer, language: str, *, keeps_language: bool = False) -> Reply:
    """Return an answer with what it leads to as buttons."""
    payload = answer_payload(answer.choice, language)
    around = Around(
        tuple(services.answerer.knowledge.languages.values()),
        services.answerer.composer.topic(answer.topic, language),
        share_link(services.sender.username, payload, answer.choice.heading),
        keeps_language,
    )
    keyboard = services.keyboards.answer(answer, language, around)
    keyboard = FeedbackKeyboards(services.phrases).with_votes(keyboard, answer.choice, language)
    return _reply(services, services.wording.answer(answer, language), language, keyboard)


def with_chart_button(services: Services, reply: Reply, answer: Answer, language: str) -> Reply:
    """Return ``reply`` with a button for the chart that belongs beside ``answer``, if there is one."""
    chart = services.gallery.beside(answer)
    if chart is None:
        return reply
    label = services.phrases.say(language, "button-chart")
    return replace(reply, keyboard=with_chart(reply.keyboard, ShowChart(chart.id, language), label))


def _reply(services: Services, document: Document, language: str, keyboard: InlineKeyboardMarkup | None) -> Reply:
    return Reply(document, keyboard, services.phrases.say(language, "cut-notice"))
