"""👍 and 👎: a chat's vote on an answer, what was wrong with it, and what else may have been meant."""

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.ext import ContextTypes

from bot.answering.document import Document, block, bold
from bot.answering.model import Answer
from bot.storage.records import AnswerName
from bot.tg.addressing import Self, question_in, words_of
from bot.tg.feedback import FeedbackKeyboards, Verdict, Vote, decode_vote
from bot.tg.handlers.browsing import after_command
from bot.tg.sender import Reply
from bot.tg.services import Services

_log = structlog.stdlib.get_logger(__name__)


class FeedbackHandlers:
    """Keeps votes; forged and outdated ones are told so and change nothing."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._keyboards = FeedbackKeyboards(services.phrases)

    async def on_vote(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep the vote; after 👎 ask what was wrong, in place of the answer's buttons."""
        query = update.callback_query
        if query is None:
            return
        vote = decode_vote(query.data or "")
        answer = None if vote is None else self._answer(vote)
        if vote is None or answer is None or query.message is None:
            language = await self._services.frame_language(update)
            await self._services.sender.close_callback(query.id, self._services.phrases.say(language, "out-of-date"))
            return
        await self._services.votes.vote(query.message.chat.id, vote.answer, vote.verdict, self._services.now())
        _log.info("voted", entry=vote.answer.id, verdict=vote.verdict.value, lang=vote.language)
        thanks = None if vote.verdict is Verdict.DOWN else self._services.phrases.say(vote.language, "vote-thanks")
        await self._services.sender.close_callback(query.id, thanks)
        if vote.verdict is not Verdict.UP:
            reply = await self._after_down(query, vote, answer)
            await self._services.sender.edit(query.message.chat.id, query.message.message_id, reply)

    def _answer(self, vote: Vote) -> Answer | None:
        if vote.language not in self._services.answerer.knowledge.languages:
            return None
        composer = self._services.answerer.composer
        compose = composer.entry if vote.answer.kind == "entry" else composer.fact
        return compose(vote.answer.id, vote.language, self._services.today())

    async def _after_down(self, query: CallbackQuery, vote: Vote, answer: Answer) -> Reply:
        services, say = self._services, self._services.phrases.say
        question = await asked_by(services, query) or answer.choice.heading
        others = services.conversation.others(question, AnswerName(answer.choice.kind, answer.choice.id), vote.language)
        asks = vote.verdict is Verdict.DOWN
        blocks = [block(bold(say(vote.language, "vote-what-was-wrong" if asks else "vote-noted")))]
        if others:
            blocks.append(block(say(vote.language, "vote-others")))
        keyboards = self._keyboards.reasons if asks else self._keyboards.others
        document = Document((*services.wording.answer(answer, vote.language).blocks, *blocks))
        return Reply(document, keyboards(vote.answer, others, vote.language), say(vote.language, "cut-notice"))


async def asked_by(services: Services, query: CallbackQuery) -> str | None:
    """Return the question that the message under a button replied to, or None where Telegram doesn't tell."""
    message = query.message
    asked = message.reply_to_message if isinstance(message, Message) else None
    if message is None or asked is None or not words_of(asked):
        return None
    kept = await services.conversation.question_of(message.chat.id, asked.message_id, services.now())
    if kept is not None:
        return kept
    if words_of(asked).startswith("/"):
        return after_command(asked) or None
    own = Self(services.sender.bot_id, services.sender.username)
    return question_in(asked, own, mentions_only=False) or words_of(asked)
