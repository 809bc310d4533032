"""What handlers work with: the services behind them, and a conversation's language."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from telegram import Update

from bot.announcing.composing import AnnouncementComposer
from bot.answering.answerer import Answerer
from bot.answering.asked import AskedStore
from bot.answering.conversing import Conversation
from bot.answering.document import Document, block
from bot.answering.doing_without import or_else
from bot.answering.remembering import AnsweredStore, OwnData, Retention, VoteStore
from bot.answering.wording import Wording
from bot.charting.gallery import Gallery
from bot.knowledge.phrases import Phrases
from bot.metrics import Metrics
from bot.subscribing.announcements import RecentAnnouncements
from bot.subscribing.groups import GroupStore
from bot.subscribing.preferences import ChatStore, language_unasked
from bot.subscribing.subscribers import SubscriberStore, follows
from bot.subscribing.zones import ZoneFinder
from bot.tg.administering import Administering
from bot.tg.kept_replies import KeptReplies
from bot.tg.keyboards import Keyboards
from bot.tg.sender import Reply, Sender


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a handler may call; ``now`` tells the time in UTC."""

    answerer: Answerer
    wording: Wording
    keyboards: Keyboards
    chats: ChatStore
    groups: GroupStore
    asked: AskedStore
    conversation: Conversation
    answered: AnsweredStore
    votes: VoteStore
    own_data: OwnData
    retention: Retention
    gallery: Gallery
    subscribers: SubscriberStore
    zones: ZoneFinder
    announcements: RecentAnnouncements
    composer: AnnouncementComposer
    administering: Administering
    sender: Sender
    metrics: Metrics
    now: Callable[[], dt.datetime]
    kept_replies: KeptReplies = field(default_factory=KeptReplies)

    @property
    def phrases(self) -> Phrases:
        """The phrases, in every language."""
        return self.wording.phrases

    def today(self) -> dt.date:
        """Return today's date in UTC."""
        return self.now().date()

    def reply(self, document: Document, language: str) -> Reply:
        """Return ``document`` as a reply without buttons."""
        return Reply(document, None, self.phrases.say(language, "cut-notice"))

    def note(self, text: str, language: str) -> Reply:
        """Return one paragraph of text as a reply without buttons."""
        return self.reply(Document((block(text),)), language)

    async def preferred_language(self, update: Update) -> str | None:
        """Return the language the chat chose, else the one of the user's app, if the knowledge has it."""
        # without a chat, as in inline mode, the user's own: a private chat has its user's id
        home = update.effective_chat or update.effective_user
        chosen = await or_else(self.chats.language(home.id), None, "the chat's language") if home else None
        if chosen in self.answerer.knowledge.languages:
            return chosen
        app = update.effective_user.language_code if update.effective_user else None
        code = (app or "").split("-")[0].lower()
        return code if code in self.answerer.knowledge.languages else None

    async def frame_language(self, update: Update) -> str:
        """Return the language for everything that is not an answer to a question's text."""
        return await self.preferred_language(update) or next(iter(self.answerer.knowledge.languages))

    async def language_of(self, chat_id: int) -> str:
        """Return the language that a chat chose, else the knowledge's first, for what is written to it unasked."""
        return await language_unasked(self.chats, chat_id, self.answerer.knowledge.languages)

    async def follows(self, chat_id: int, topic: str) -> bool | None:
        """Say whether the chat is told about ``topic``; None where that can't be found out now."""
        asked = self._asked_whether(chat_id, topic)
        return await or_else(asked, None, "what the chat follows")

    async def _asked_whether(self, chat_id: int, topic: str) -> bool | None:
        return follows(await self.subscribers.subscriber(chat_id), topic)
