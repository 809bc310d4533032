"""The Telegram side, put together: the request settings, what updates go through, start and stop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import structlog
from telegram import Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import ApplicationBuilder, ExtBot

import bot.errors
from bot.live import Live
from bot.metrics import Metrics
from bot.stopping import done_before
from bot.tasks import until_done
from bot.tg.aside import Aside, AsideStore, take_up
from bot.tg.flood import Budgets, FloodGate
from bot.tg.handlers.announcing_cards import keep_cards_fresh
from bot.tg.handlers.failures import FailureHandlers
from bot.tg.handover import WebhookAddress, deliver_nowhere, deliver_to
from bot.tg.limiter import Limiter, Turn
from bot.tg.once import HandledUpdates, Once, Postponed
from bot.tg.profile import set_profiles
from bot.tg.reaching import Reach, WatchedRequest, keep_probing
from bot.tg.receiving import UpdatesRequest
from bot.tg.requesting import TelegramRequest
from bot.tg.routing import Router, handlers
from bot.tg.sender import Sender
from bot.tg.services import Services
from bot.tg.updates import DRAIN_S, TOKEN_REFUSED_MESSAGE, ChatOrder, Poller
from bot.tg.webhook import Webhook

ALLOWED_UPDATES: Final = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
    Update.CHANNEL_POST,
)
CONNECTIONS: Final = 48
"""As many as deliveries at once, and room for answers; each that is idle is looked at before every request."""
_FIRST_DELAY_S: Final = 1.0
_LONGEST_DELAY_S: Final = 30.0
_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Access:
    """How to reach Telegram: the token, and the address of the Bot API up to and including ``/bot``."""

    token: str
    api_base_url: str


@dataclass(frozen=True, slots=True)
class Intake:
    """How updates come in: to ``webhook`` at ``address``, else by polling; none at all where ``is_on`` is false."""

    handled: HandledUpdates
    aside: AsideStore
    webhook: Webhook | None
    address: WebhookAddress | None
    is_on: bool


@dataclass(frozen=True, slots=True)
class Watched:
    """What tells operators how it goes."""

    reach: Reach
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class Telegram:
    """The way to Telegram: the bot, what holds its messages back, and the door for replies."""

    bot: ExtBot[Turn]
    limiter: Limiter
    sender: Sender


async def serve(
    access: Access,
    watched: Watched,
    intake: Intake,
    limiter: Limiter,
    make_services: Callable[[Sender], Live[Services]],
    beside: Callable[[Telegram], Sequence[Coroutine[object, object, None]]],
    stop: asyncio.Event,
    ready: Callable[[], None],
) -> None:
    """Answer updates until ``stop`` is set; what was begun is finished and confirmed.

    What ``beside`` gives runs meanwhile. ``ready`` is called once Telegram has been reached, right before the first
    updates are taken in.

    Raises:
        TelegramError: (of ``bot.errors``) if Telegram doesn't accept the token or the webhook.
    """
    updates_request = UpdatesRequest()
    builder = (
        ApplicationBuilder()
        .token(access.token)
        .base_url(access.api_base_url)
        .base_file_url(access.api_base_url.removesuffix("/bot") + "/file/bot")
        .rate_limiter(limiter)
        .request(WatchedRequest(TelegramRequest(CONNECTIONS), watched.reach, watched.metrics))
        .get_updates_request(updates_request)
        .updater(None)
    )
    application = builder.build()
    telegram = Telegram(application.bot, limiter, Sender(application.bot))
    live = make_services(telegram.sender)
    postponed = Postponed()
    router = Router(application)
    live.follow(lambda services: router.install(handlers(services)))
    application.add_error_handler(FailureHandlers(live, postponed).on_error)
    if not await done_before(stop, _reach(application.initialize)):
        return
    _log.info("serving", bot=application.bot.username)
    ready()
    async with application:
        await application.start()
        gate = FloodGate(live, router.route, Budgets())
        once = Once(gate.handle, intake.handled, postponed, watched.metrics, live.current.now)
        arrived = (telegram.sender.saw, gate.arrived)
        background = (
            set_profiles(application.bot, live),
            keep_probing(application.bot, watched.reach),
            keep_cards_fresh(live),
            *beside(telegram),
        )
        try:
            await until_done(_take_in(application.bot, intake, once, arrived, updates_request, stop), background)
        finally:
            await application.stop()


async def _take_in(
    telegram_bot: ExtBot[Turn],
    intake: Intake,
    once: Once,
    arrived: Sequence[Callable[[Update], None]],
    reading: UpdatesRequest,
    stop: asyncio.Event,
) -> None:
    """Take updates in until ``stop`` is set, then finish what was begun."""
    aside = Aside(intake.aside, telegram_bot)
    if not intake.is_on:
        await stop.wait()
    elif intake.webhook is not None and intake.address is not None:
        handle = ChatOrder(once.handle, *arrived).handle
        intake.webhook.open(telegram_bot, handle)
        taking_up = asyncio.create_task(take_up(aside, handle))
        try:
            if await done_before(stop, _reach(partial(deliver_to, telegram_bot, intake.address, ALLOWED_UPDATES))):
                await stop.wait()
        finally:
            taking_up.cancel()
            await asyncio.wait({taking_up})
            await intake.webhook.drain(DRAIN_S)
    elif await done_before(stop, _reach(partial(deliver_nowhere, telegram_bot))):
        order = ChatOrder(once.handle_at_last, *arrived)
        await Poller(telegram_bot, order, ALLOWED_UPDATES, reading, aside).run(stop)


async def _reach(initialize: Callable[[], Awaitable[None]]) -> None:
    """Reach Telegram, trying until it answers."""
    delay_s = _FIRST_DELAY_S
    while True:
        try:
            await initialize()
        except InvalidToken as error:
            raise bot.errors.TelegramError(TOKEN_REFUSED_MESSAGE) from error
        except TelegramError as error:
            _log.warning("Telegram cannot be reached", reason=type(error).__name__, retry_s=delay_s)
            await asyncio.sleep(delay_s)
            delay_s = min(delay_s * 2, _LONGEST_DELAY_S)
        else:
            return
