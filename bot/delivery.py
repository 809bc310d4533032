"""Puts announcing together: settings, stores and Telegram's side become the task that delivers beside the bot."""

import datetime as dt
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.announcing.composing import AnnouncementComposer
from bot.announcing.delivering import AT_ONCE, Clocks, DeliveryLoop
from bot.announcing.pacing import Pace
from bot.announcing.supervising import Supervisor, announce
from bot.config import Settings
from bot.holdings import Holdings
from bot.live import Live
from bot.process_name import own_name
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.chats import SqlChatStore
from bot.storage.outbox import SqlOutbox
from bot.storage.send_clock import SqlSendClock
from bot.subscribing.preferences import language_unasked
from bot.tg.admin_notices import AdminNotices
from bot.tg.application import Telegram
from bot.tg.delivering import Pages, TelegramOutlet
from bot.tg.subscription_buttons import SubscriptionButtons

_FEWEST_AT_ONCE: Final = 4
_AHEAD_S: Final = 1.5
"""How far ahead of their turns deliveries are taken up: the calls that are under way, at a slow pace those waiting."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """Delivers announcements; ``alone`` where no other process can be delivering from this database."""

    settings: Settings
    engine: AsyncEngine
    knowing: Live[Holdings]
    alone: bool
    now: Callable[[], dt.datetime]

    def tasks(self, telegram: Telegram) -> tuple[Coroutine[object, object, None], ...]:
        """Return what delivers until it is cancelled, and first ends what it began; nothing where others do it."""
        if "deliver" not in self.settings.roles:
            return ()
        announcements = SqlAnnouncementStore(self.engine)
        outbox = SqlOutbox(self.engine, own_name())
        phrases = self.knowing.current.wording.phrases
        notices = AdminNotices(telegram.sender, self.settings.admins, self._language, phrases)
        supervisor = Supervisor(announcements, outbox, notices, self.now)
        is_paid = self.settings.paid_broadcast
        pages = _pages(self.knowing.current)
        outlet = TelegramOutlet(telegram.bot, telegram.limiter, announcements.get, pages, is_paid=is_paid)
        self.knowing.follow(lambda holdings: outlet.turn_to(_pages(holdings)))
        pace = Pace(SqlSendClock(self.engine), self.settings.broadcast_rate, time.monotonic)
        at_once = max(_FEWEST_AT_ONCE, pace.in_seconds(_AHEAD_S, most=AT_ONCE))
        loop = DeliveryLoop(outbox, outlet, pace, supervisor, Clocks(self.now, time.monotonic), at_once)
        return (announce(loop, supervisor, alone=self.alone),)

    async def _language(self, chat_id: int) -> str:
        languages = self.knowing.current.answerer.knowledge.languages
        return await language_unasked(SqlChatStore(self.engine), chat_id, languages)


def _pages(holdings: Holdings) -> Pages:
    """Return the pages of announcements as the knowledge in force words them."""
    composer, phrases = AnnouncementComposer(holdings.answerer.knowledge, holdings.wording), holdings.wording.phrases
    return Pages(composer, phrases, SubscriptionButtons(phrases, composer.topic).keyboard)
