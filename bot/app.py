"""The composition root: settings become knowledge, index and stores, these services, and these the running bot."""

import asyncio
import datetime as dt
import signal
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial

import structlog
from starlette.routing import BaseRoute

from bot.allocator import use_one_arena
from bot.announcing.administration import Administration
from bot.announcing.composing import AnnouncementComposer
from bot.announcing.file_drafts import FileDrafts
from bot.announcing.writing import Writing
from bot.answering.conversing import Conversation
from bot.answering.remembering import Retention, keep_retention
from bot.collector import spare_what_lives
from bot.config import Settings
from bot.delivery import Delivering
from bot.errors import SettingsError
from bot.holdings import Holdings, open_holdings
from bot.live import Live
from bot.metrics import Metrics
from bot.process_name import own_name
from bot.reloading import Reader, Reloader
from bot.stopping import done_before
from bot.storage.database import open_engine
from bot.storage.lock import alone_on
from bot.storage.stores import Stores, stores_on
from bot.storage.switches import SqlSwitches
from bot.storage.waiting import migrate_when_reachable
from bot.subscribing.timing import due_at
from bot.subscribing.zones import ZoneFinder, named_cities
from bot.tasks import until_done
from bot.tg.administering import Administering
from bot.tg.application import Access, Intake, Watched, serve
from bot.tg.handover import WebhookAddress
from bot.tg.keyboards import Keyboards
from bot.tg.limiter import Limiter, overall_rate
from bot.tg.progress import Followed
from bot.tg.reaching import Reach
from bot.tg.sender import Sender
from bot.tg.services import Services
from bot.tg.webhook import Webhook
from bot.watch import PARTS, watch_database, watch_knowledge, watch_telegram
from bot.web.listening import DEFAULT_LISTEN, listening
from bot.web.watching import Watching

_log = structlog.stdlib.get_logger(__name__)


def utc_now() -> dt.datetime:
    """Return the present time in UTC."""
    return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Outside:
    """Where this process meets the world: how it reaches Telegram, is reached by it, and is watched."""

    access: Access
    address: WebhookAddress | None
    webhook: Webhook | None
    watched: Watched
    watching: Watching

    @classmethod
    def of(cls, settings: Settings) -> "Outside":
        """Return the outside that ``settings`` describe.

        Raises:
            SettingsError: if they lack something, each lack told.
        """
        token, secret, url = settings.bot_token, settings.webhook_secret, settings.webhook_url
        lacking = [] if token else ["KZJP_BOT_TOKEN: is not set"]
        if url is not None and secret is None:
            lacking.append("KZJP_WEBHOOK_SECRET: is not set, and a webhook without it would believe anyone")
        if token is None or lacking:
            raise SettingsError(tuple(lacking))
        address = None if url is None or secret is None else WebhookAddress(url, secret.get_secret_value())
        metrics = Metrics()
        return cls(
            Access(token.get_secret_value(), settings.api_base_url),
            address,
            None if address is None else Webhook(address.secret),
            Watched(Reach(), metrics),
            Watching(metrics, PARTS),
        )

    def routes(self) -> list[BaseRoute]:
        """Return what is to be listened to."""
        routes = self.watching.routes()
        if self.webhook is not None and self.address is not None:
            routes.append(self.webhook.route(self.address.url))
        return routes


@dataclass(frozen=True, slots=True)
class Ground:
    """What this process stands on; ``alone`` where no other can be using the same database."""

    stores: Stores
    settings: Settings
    alone: bool


def _nothing() -> None:
    """Do nothing: nobody waits to hear that the bot is ready."""


async def run_bot(settings: Settings, stop: asyncio.Event, ready: Callable[[], None] = _nothing) -> None:
    """Run the bot until ``stop`` is set; ``ready`` is called once it answers.

    Raises:
        KzjpError: if settings, knowledge, database or Telegram don't allow to start or to go on.
    """
    outside = Outside.of(settings)
    async with _listening(settings, outside):
        await run_inside(settings, outside, stop, ready)
    _log.info("stopped")


async def run_inside(
    settings: Settings, outside: Outside, stop: asyncio.Event, ready: Callable[[], None] = _nothing
) -> None:
    """Run the bot behind ``outside``, whoever listens for it, until ``stop`` is set.

    Raises:
        KzjpError: if knowledge, database or Telegram don't allow to start or to go on.
    """
    use_one_arena()
    with alone_on(settings.storage_url()) as alone:
        engine = open_engine(settings.storage_url(), settings.database_pool)
        try:
            if await done_before(stop, migrate_when_reachable(engine, settings.database_wait_s)):
                async with stores_on(engine, due_at, shares_updates=outside.webhook is not None) as stores:
                    await _run_on(Ground(stores, settings, alone), outside, stop, ready)
        finally:
            await engine.dispose()


async def _run_on(ground: Ground, outside: Outside, stop: asyncio.Event, ready: Callable[[], None]) -> None:
    stores, settings = ground.stores, ground.settings
    metrics = outside.watched.metrics
    watch_database(outside.watching, metrics, stores, utc_now)
    watch_telegram(outside.watching, outside.watched.reach)
    reader = Reader(partial(open_holdings, settings, stores.pictures), lambda holdings: holdings.digest)
    wishes_before = await stores.replicas.newest_reload()
    # a cold index takes seconds; signals, health, and the playground in a demo, are served meanwhile
    knowing = Live(await asyncio.to_thread(reader.read))
    spare_what_lives()
    watch_knowledge(outside.watching, knowing)
    reloader = Reloader(own_name(), stores.replicas, reader, knowing, metrics, utc_now)
    expiring = (stores.answered, stores.handled, stores.replicas)
    retention = Retention(stores.unanswered, stores.previous, stores.subscribers, settings.unanswered_days, expiring)
    administering = partial(_administering, ground, Followed())
    make_services = partial(_live_services, stores, retention, metrics, knowing, administering)
    intake = Intake(stores.handled, stores.aside, outside.webhook, outside.address, is_on="web" in settings.roles)
    limiter = Limiter(overall_rate(settings.broadcast_rate))
    delivering = Delivering(settings, stores.engine, knowing, ground.alone, utc_now)
    serving = serve(outside.access, outside.watched, intake, limiter, make_services, delivering.tasks, stop, ready)
    with _reloading_on_signal(reloader.wish):
        await until_done(serving, (keep_retention(retention, utc_now), reloader.run(wishes_before)))


@asynccontextmanager
async def _listening(settings: Settings, outside: Outside) -> AsyncIterator[None]:
    """Listen while inside where anything is to be listened to."""
    address = settings.listen or (DEFAULT_LISTEN if outside.webhook is not None else None)
    if address is None:
        yield
        return
    async with listening(address, outside.routes()):
        yield


def _live_services(
    stores: Stores,
    retention: Retention,
    metrics: Metrics,
    knowing: Live[Holdings],
    administering: Callable[[Holdings], Administering],
    sender: Sender,
) -> Live[Services]:
    """Return services that follow the knowledge in force."""

    def made(holdings: Holdings) -> Services:
        answerer = holdings.answerer
        return Services(
            answerer=answerer,
            wording=holdings.wording,
            keyboards=Keyboards(holdings.wording.phrases),
            chats=stores.chats,
            groups=stores.groups,
            asked=stores.asked,
            conversation=Conversation(answerer, holdings.smalltalk, holdings.signs, stores.previous, stores.unanswered),
            answered=stores.answered,
            votes=stores.votes,
            own_data=stores.own_data,
            retention=retention,
            gallery=holdings.gallery,
            subscribers=stores.subscribers,
            zones=ZoneFinder(answerer.knowledge.languages, named_cities(holdings.wording.phrases)),
            announcements=stores.announcements,
            composer=AnnouncementComposer(answerer.knowledge, holdings.wording),
            administering=administering(holdings),
            sender=sender,
            metrics=metrics,
            now=utc_now,
        )

    live = Live(made(knowing.current))
    knowing.follow(lambda holdings: live.swap(made(holdings)))
    return live


def _administering(ground: Ground, followed: Followed, holdings: Holdings) -> Administering:
    """Return what administrators work with, on the knowledge of ``holdings``."""
    settings, store = ground.settings, ground.stores.announcements
    knowledge = holdings.answerer.knowledge
    drafts = FileDrafts(settings.knowledge_dir, lambda: knowledge, utc_now)
    switches = SqlSwitches(ground.stores.engine)
    administration = Administration(store, switches, drafts, due_at, settings.second_approval_above)
    writing = Writing(store, administration, knowledge, AnnouncementComposer(knowledge, holdings.wording))
    return Administering(settings.admins, administration, writing, settings.broadcast_rate, followed)


@contextmanager
def _reloading_on_signal(wish: Callable[[], None]) -> Iterator[None]:
    """Call ``wish`` at each SIGHUP while inside."""
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGHUP, wish)
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGHUP)


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set ``stop`` at the first SIGTERM or SIGINT; call in a running loop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
