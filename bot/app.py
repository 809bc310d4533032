"""The composition root: settings become knowledge, index and stores, these services, and these the running bot."""

import asyncio
import datetime as dt
import signal
from collections.abc import Callable
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.announcing.composing import AnnouncementComposer
from bot.answering.answerer import Answerer
from bot.answering.conversing import Conversation
from bot.answering.following import FollowUpSigns, read_follow_ups
from bot.answering.opening import open_answerer
from bot.answering.remembering import Retention, keep_retention
from bot.answering.smalltalk import Smalltalk, read_smalltalk
from bot.answering.wording import Wording
from bot.charting.gallery import open_gallery
from bot.config import Settings
from bot.delivery import Delivering
from bot.errors import KnowledgeError, SettingsError
from bot.knowledge.phrases import load_phrases
from bot.stopping import done_before
from bot.storage.announcements import SqlAnnouncementStore
from bot.storage.asked import SqlAskedStore
from bot.storage.chats import SqlChatStore
from bot.storage.database import open_engine
from bot.storage.groups import SqlGroupStore
from bot.storage.lock import alone_on
from bot.storage.own_data import SqlOwnData
from bot.storage.pictures import SqlPictureStore
from bot.storage.questions import SqlPreviousStore, SqlUnansweredStore
from bot.storage.subscribers import SqlSubscriberStore
from bot.storage.votes import SqlVoteStore
from bot.storage.waiting import migrate_when_reachable
from bot.subscribing.timing import due_at
from bot.subscribing.zones import ZoneFinder, named_cities
from bot.tg.application import Access, serve
from bot.tg.keyboards import Keyboards
from bot.tg.limiter import Limiter, overall_rate
from bot.tg.sender import Sender
from bot.tg.services import Services

_log = structlog.stdlib.get_logger(__name__)


def utc_now() -> dt.datetime:
    """Return the present time in UTC."""
    return dt.datetime.now(dt.UTC)


def open_manners(directory: Path, answerer: Answerer) -> tuple[Smalltalk, FollowUpSigns]:
    """Return the small talk and the signs of follow-ups in ``directory``, those it lacks the shipped ones.

    Raises:
        KnowledgeError: with every problem of the two files.
    """
    languages = tuple(answerer.knowledge.languages)
    smalltalk, problems = read_smalltalk(directory, languages)
    signs, more = read_follow_ups(directory)
    if problems or more:
        raise KnowledgeError(tuple(map(str, (*problems, *more))))
    return smalltalk, signs


def _nothing() -> None:
    """Do nothing: nobody waits to hear that the bot is ready."""


async def run_bot(settings: Settings, stop: asyncio.Event, ready: Callable[[], None] = _nothing) -> None:
    """Run the bot until ``stop`` is set; ``ready`` is called once it answers.

    Raises:
        KzjpError: if settings, knowledge, database or Telegram don't allow to start or to go on.
    """
    if settings.bot_token is None:
        raise SettingsError(("KZJP_BOT_TOKEN: is not set",))
    if settings.webhook_url is not None:
        raise SettingsError(("KZJP_WEBHOOK_URL: this version runs by long polling only; unset it",))
    access = Access(settings.bot_token.get_secret_value(), settings.api_base_url)
    with alone_on(settings.storage_url()) as alone:
        wording = Wording(load_phrases(settings.knowledge_dir))
        # a cold index takes seconds; signals, and the playground in a demo, are served meanwhile
        answerer = await asyncio.to_thread(open_answerer, settings.knowledge_dir, settings.cache_dir())
        engine = open_engine(settings.storage_url(), settings.database_pool)
        delivering = Delivering(settings, engine, answerer.knowledge, wording, alone, utc_now)
        try:
            if await done_before(stop, migrate_when_reachable(engine, settings.database_wait_s)):
                await _serve(settings, access, engine, delivering, answerer, wording, stop, ready)
        finally:
            await engine.dispose()
    _log.info("stopped")


async def _serve(
    settings: Settings,
    access: Access,
    engine: AsyncEngine,
    delivering: Delivering,
    answerer: Answerer,
    wording: Wording,
    stop: asyncio.Event,
    ready: Callable[[], None],
) -> None:
    chats, groups, asked = SqlChatStore(engine), SqlGroupStore(engine), SqlAskedStore(engine)

    previous, unanswered = SqlPreviousStore(engine), SqlUnansweredStore(engine)
    conversation = Conversation(answerer, *open_manners(settings.knowledge_dir, answerer), previous, unanswered)
    votes, own_data = SqlVoteStore(engine), SqlOwnData(engine)

    gallery = open_gallery(
        settings.knowledge_dir, answerer.knowledge, wording, settings.cache_dir(), SqlPictureStore(engine)
    )
    subscribers = SqlSubscriberStore(engine, due_at)
    zones = ZoneFinder(answerer.knowledge.languages, named_cities(wording.phrases))
    retention = Retention(unanswered, previous, subscribers, settings.unanswered_days)

    def make_services(sender: Sender) -> Services:
        return Services(
            answerer=answerer,
            wording=wording,
            keyboards=Keyboards(wording.phrases),
            chats=chats,
            groups=groups,
            asked=asked,
            conversation=conversation,
            votes=votes,
            own_data=own_data,
            retention=retention,
            gallery=gallery,
            subscribers=subscribers,
            zones=zones,
            announcements=SqlAnnouncementStore(engine),
            composer=AnnouncementComposer(answerer.knowledge, wording),
            sender=sender,
            now=utc_now,
        )

    cleaning = asyncio.create_task(keep_retention(retention, utc_now))
    try:
        limiter = Limiter(overall_rate(settings.broadcast_rate))
        await serve(access, limiter, make_services, delivering.tasks, stop, ready)
    finally:
        cleaning.cancel()
        await asyncio.wait({cleaning})


def stop_on_signals(stop: asyncio.Event) -> None:
    """Set ``stop`` at the first SIGTERM or SIGINT; call in a running loop."""
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
