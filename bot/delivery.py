"""Puts announcing together: settings, stores and Telegram's side become the task that delivers beside the bot."""

import datetime as dt
import os
import secrets
import socket
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.announcing.composing import AnnouncementComposer
from bot.announcing.delivering import AT_ONCE, Clocks, DeliveryLoop
from bot.announcing.pacing import Pace
from bot.announcing.supervising import Supervisor, announce
from bot.answering.wording import Wording
from bot.config import Settings
from bot.knowledge.model import KnowledgeBase
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.chats import SqlChatStore
from bot.storage.outbox import SqlOutbox
from bot.storage.send_clock import SqlSendClock
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
    knowledge: KnowledgeBase
    wording: Wording
    alone: bool
    now: Callable[[], dt.datetime]

    def tasks(self, telegram: Telegram) -> tuple[Coroutine[object, object, None], ...]:
        """Return what delivers until it is cancelled, and first ends what it began; nothing where others do it."""
        if "deliver" not in self.settings.roles:
            return ()
        announcements = SqlAnnouncementStore(self.engine)
        outbox = SqlOutbox(self.engine, _own_name())
        notices = AdminNotices(telegram.sender, self.settings.admins, self._language, self.wording.phrases)
        supervisor = Supervisor(announcements, outbox, notices, self.now)
        composer = AnnouncementComposer(self.knowledge, self.wording)
        buttons = SubscriptionButtons(self.wording.phrases, composer.topic)
        pages = Pages(composer, self.wording.phrases, buttons.keyboard)
        is_paid = self.settings.paid_broadcast
        outlet = TelegramOutlet(telegram.bot, telegram.limiter, announcements.get, pages, is_paid=is_paid)
        pace = Pace(SqlSendClock(self.engine), self.settings.broadcast_rate, lambda: self.now().timestamp())
        at_once = max(_FEWEST_AT_ONCE, pace.in_seconds(_AHEAD_S, most=AT_ONCE))
        loop = DeliveryLoop(outbox, outlet, pace, supervisor, Clocks(self.now, time.monotonic), at_once)
        return (announce(loop, supervisor, alone=self.alone),)

    async def _language(self, chat_id: int) -> str:
        chosen = await SqlChatStore(self.engine).language(chat_id)
        return (
            chosen
            if chosen is not None and chosen in self.knowledge.languages
            else next(iter(self.knowledge.languages))
        )


def _own_name() -> str:
    """Return a name for this process that no other has, now or later."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{secrets.token_hex(4)}"
