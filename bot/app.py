"""The composition root: settings become knowledge, index and stores, these services, and these the running bot."""

import asyncio
import datetime as dt
import signal
from collections.abc import Callable
from pathlib import Path

import structlog

from bot.answering.answerer import Answerer
from bot.answering.wording import Wording
from bot.config import Settings
from bot.errors import SettingsError
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from bot.matching.opening import open_matcher
from bot.storage.asked import SqlAskedStore
from bot.storage.chats import SqlChatStore
from bot.storage.database import migrate, open_engine
from bot.storage.groups import SqlGroupStore
from bot.tg.application import Access, serve
from bot.tg.keyboards import Keyboards
from bot.tg.sender import Sender
from bot.tg.services import Services

_log = structlog.stdlib.get_logger(__name__)


def utc_now() -> dt.datetime:
    """Return the present time in UTC."""
    return dt.datetime.now(dt.UTC)


def open_answerer(directory: Path, cache: Path) -> Answerer:
    """Return an answerer over the knowledge in ``directory``, its index kept in ``cache``.

    Raises:
        KnowledgeError: with every problem of the directory.
    """
    knowledge = load_knowledge(directory)
    return Answerer(knowledge, open_matcher(knowledge, directory, cache))


async def run_bot(settings: Settings, stop: asyncio.Event) -> None:
    """Run the bot until ``stop`` is set.

    Raises:
        KzjpError: if settings, knowledge, database or Telegram don't allow to start or to go on.
    """
    if settings.bot_token is None:
        raise SettingsError(("KZJP_BOT_TOKEN: is not set",))
    wording = Wording(load_phrases(settings.knowledge_dir))
    answerer = open_answerer(settings.knowledge_dir, settings.cache_dir())
    engine = open_engine(settings.storage_url())
    try:
        await migrate(engine)
        chats, groups, asked = SqlChatStore(engine), SqlGroupStore(engine), SqlAskedStore(engine)

        def make_services(sender: Sender) -> Services:
            return Services(answerer, wording, Keyboards(wording.phrases), chats, groups, asked, sender, utc_now)

        await serve(Access(settings.bot_token.get_secret_value(), settings.api_base_url), make_services, stop)
    finally:
        await engine.dispose()
    _log.info("stopped")


def stop_on_signals(stop: asyncio.Event, heard: Callable[[], None] = lambda: None) -> None:
    """Set ``stop`` at the first SIGTERM or SIGINT; call in a running loop."""

    def set_stop() -> None:
        heard()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, set_stop)
