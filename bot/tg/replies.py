"""Replies to questions: an outcome's words and the buttons that belong to them."""

from dataclasses import replace
from typing import Final

from telegram import InlineKeyboardMarkup

from bot.answering.document import Document, block, italic
from bot.answering.model import Ambiguous, Answer, Answered, NotUnderstood, Outcome
from bot.text import cut_utf16
from bot.tg.chart_button import ShowChart, with_chart
from bot.tg.feedback import FeedbackKeyboards
from bot.tg.kept_replies import Variant
from bot.tg.keyboards import Around
from bot.tg.links import answer_payload, share_link
from bot.tg.sender import Reply
from bot.tg.services import Services
from bot.tg.subscription_screens import SubscriptionScreens

MAX_ECHO: Final = 120


async def outcome_reply(services: Services, outcome: Outcome, chat_id: int, *, keeps_language: bool = False) -> Reply:
    """Return the reply to a question: its answer, the choice, or the nearest topics.

    With ``keeps_language`` an answer offers to make its language the chat's.
    """
    match outcome:
        case Answered(answer=answer, language=language):
            return await answer_reply(services, answer, language, chat_id, keeps_language=keeps_language)
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


async def answer_reply(
    services: Services,
    answer: Answer,
    language: str,
    chat_id: int,
    *,
    keeps_language: bool = False,
    offers_chart: bool = False,
) -> Reply:
    """Return an answer with what it leads to as buttons, and one that follows its topic where the chat doesn't yet.

    With ``offers_chart`` the chart that belongs beside the answer, if there is one, is offered by a button.
    """
    has_topic = answer.topic in services.answerer.knowledge.topics
    followed = await services.follows(chat_id, answer.topic) if has_topic else None
    variant = Variant(language, followed, keeps_language, offers_chart)
    return services.kept_replies.reply(answer, variant, lambda: _answer_reply(services, answer, variant))


def _answer_reply(services: Services, answer: Answer, variant: Variant) -> Reply:
    language = variant.language
    payload = answer_payload(answer.choice, language)
    around = Around(
        tuple(services.answerer.knowledge.languages.values()),
        services.answerer.composer.topic(answer.topic, language),
        share_link(services.sender.username, payload, answer.choice.heading),
        variant.keeps_language,
    )
    keyboard = services.keyboards.answer(answer, language, around)
    keyboard = FeedbackKeyboards(services.phrases).with_votes(keyboard, answer.choice, language)
    chart = services.gallery.beside(answer) if variant.offers_chart else None
    if chart is not None:
        label = services.phrases.say(language, "button-chart")
        keyboard = with_chart(keyboard, ShowChart(chart.id, language), label)
    if variant.followed is not None:
        buttons = SubscriptionScreens(services).buttons
        button = buttons.under_answer(answer.topic, language, followed=variant.followed)
        keyboard = InlineKeyboardMarkup([*keyboard.inline_keyboard, [button]])
    return _reply(services, services.wording.answer(answer, language), language, keyboard)


def _reply(services: Services, document: Document, language: str, keyboard: InlineKeyboardMarkup | None) -> Reply:
    return Reply(document, keyboard, services.phrases.say(language, "cut-notice"))
