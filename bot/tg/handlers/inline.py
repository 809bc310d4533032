"""Inline mode: answers to pick in any chat, each carrying its sources."""

from typing import Final

from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
    Update,
)
from telegram.constants import ParseMode
from telegram.ext import ContextTypes

from bot.answering.doing_without import or_else
from bot.answering.model import Answer, Choice
from bot.matching.model import Question
from bot.text import cut_utf16
from bot.tg.actions import encode
from bot.tg.browsing import BrowsingScreens
from bot.tg.handlers.starting import OPEN_PAYLOAD
from bot.tg.keyboards import open_choice
from bot.tg.links import answer_payload, question_payload, start_link
from bot.tg.render import render_html
from bot.tg.services import Services

MAX_RESULTS: Final = 20
CACHE_S: Final = 300
_MAX_TITLE: Final = 120


class InlineHandlers:
    """Offers answers to what is typed after the bot's name; the most asked ones where nothing is."""

    def __init__(self, services: Services, screens: BrowsingScreens) -> None:
        self._services = services
        self._screens = screens

    async def on_inline(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer up to 20 answers, or to open the bot with the question."""
        query = update.inline_query
        if query is None:
            return
        frame, words = await self._services.frame_language(update), query.query.strip()
        language, is_personal = self._language(words, frame)
        choices = self._screens.best(words, language, MAX_RESULTS) if words else await self._most_asked(language)
        results = [result for choice in choices if (result := self._result(choice, language)) is not None]
        button = None if results else self._button(words, frame)
        is_personal = is_personal or button is not None
        await self._services.sender.answer_inline(query.id, results, button, CACHE_S, is_personal=is_personal)

    def _language(self, words: str, frame: str) -> tuple[str, bool]:
        """Return the language of the results, and whether another asker of the same would get another."""
        if not words:
            return frame, True
        searcher = self._services.answerer.searcher
        languages = self._services.answerer.knowledge.languages
        guesses = {searcher.language_of(Question(words, hint=hint)) for hint in languages}
        return searcher.language_of(Question(words, hint=frame)), len(guesses) > 1

    async def _most_asked(self, language: str) -> list[Choice]:
        answerer = self._services.answerer
        asked = await or_else(self._services.asked.most(MAX_RESULTS), (), "the most asked")
        known = (answerer.composer.choice("entry", entry, language) for entry in asked)
        choices = (*(choice for choice in known if choice is not None), *answerer.browser.first_questions(language))
        return list(dict.fromkeys(choices))[:MAX_RESULTS]

    def _result(self, choice: Choice, language: str) -> InlineQueryResultArticle | None:
        composer = self._services.answerer.composer
        compose = composer.entry if choice.kind == "entry" else composer.fact
        answer = compose(choice.id, language, self._services.today())
        if answer is None:
            return None
        say = self._services.phrases.say
        html = render_html(self._services.wording.answer(answer, language), say(language, "cut-notice"))
        link = start_link(self._services.sender.username, answer_payload(choice, language))
        topic = composer.topic(answer.topic, language)
        icon = topic.icon if topic is not None else ""
        return InlineQueryResultArticle(
            encode(open_choice(choice, language)),
            cut_utf16(f"{icon} {choice.heading}".strip(), _MAX_TITLE),
            InputTextMessageContent(html, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)),
            InlineKeyboardMarkup([[InlineKeyboardButton(say(language, "inline-open-answer"), url=link)]]),
            description=self._description(answer, "" if topic is None else topic.title, language),
        )

    def _description(self, answer: Answer, topic: str, language: str) -> str:
        if answer.as_of is None:
            return topic
        date = self._services.wording.date(answer.as_of, language)
        return self._services.phrases.say(language, "inline-as-of", topic=topic, date=date)

    def _button(self, words: str, language: str) -> InlineQueryResultsButton:
        payload = question_payload(words) or OPEN_PAYLOAD
        return InlineQueryResultsButton(self._services.phrases.say(language, "inline-open"), start_parameter=payload)
