"""Puts announcing together: settings, stores and Telegram's side become the task that delivers beside the bot."""

import datetime as dt
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Final

from bot.announcing.delivering import AT_ONCE, Clocks, DeliveryLoop
from bot.announcing.pacing import Pace
from bot.announcing.supervising import Supervisor, announce
from bot.config import Settings
from bot.holdings import Holdings
from bot.knowledge.phrases import Phrases
from bot.live import Live
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.outbox import SqlOutbox
from bot.storage.send_clock import SqlSendClock
from bot.storage.stores import Stores
from bot.tg.admin_notices import AdminNotices
from bot.tg.application import Telegram
from bot.tg.delivering import Pages, TelegramOutlet

_FEWEST_AT_ONCE: Final = 4
_AHEAD_S: Final = 1.5
"""How far ahead of their turns deliveries are taken up: the calls that are under way, at a slow pace those waiting."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """Delivers announcements; ``is_alone`` where no other process can be delivering from this database."""

    settings: Settings
    stores: Stores
    knowing: Live[Holdings]
    own_name: str
    is_alone: bool
    now: Callable[[], dt.datetime]

    def tasks(self, telegram: Telegram) -> tuple[Coroutine[object, object, None], ...]:
        """Return what delivers until it is cancelled, and first ends what it began; nothing where others do it."""
        if "deliver" not in self.settings.roles:
            return ()
        engine, rate = self.stores.engine, self.settings.broadcast_rate
        announcements, outbox = SqlAnnouncementStore(engine), SqlOutbox(engine, self.own_name)
        notices = AdminNotices(telegram.sender, self.settings.admins, self._language, self._phrases)
        supervisor = Supervisor(announcements, outbox, notices, self.now)
        pages = Pages(announcements.get, lambda *_: None)
        self.knowing.follow(lambda holdings: pages.follow(holdings.answerer.knowledge, holdings.wording))
        outlet = TelegramOutlet(telegram.bot, telegram.limiter, pages, is_paid=self.settings.paid_broadcast)
        pace = Pace(SqlSendClock(engine), rate, lambda: self.now().timestamp())
        at_once = max(_FEWEST_AT_ONCE, pace.in_seconds(_AHEAD_S, most=AT_ONCE))
        loop = DeliveryLoop(outbox, outlet, pace, supervisor, Clocks(self.now, time.monotonic), at_once)
        return (announce(loop, supervisor, alone=self.is_alone),)

    def _phrases(self) -> Phrases:
        return self.knowing.current.wording.phrases

    async def _language(self, chat_id: int) -> str:
        languages = self.knowing.current.answerer.knowledge.languages
        chosen = await self.stores.chats.language(chat_id)
        return chosen if chosen is not None and chosen in languages else next(iter(languages))
