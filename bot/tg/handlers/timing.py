"""Settings of when a chat is written to, and in which language: by buttons, and by replies to what the bot asked."""

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from telegram import Message, Update
from telegram.ext import ContextTypes, filters

from bot.knowledge.phrases import Phrases
from bot.storage.records import Subscriber, Timing
from bot.subscribing.pausing import paused_for, read_day
from bot.subscribing.subscribers import spoken_to, timed
from bot.subscribing.timing import zone_named
from bot.subscribing.zones import is_zone
from bot.text import cut_utf16
from bot.tg.handlers.deciding import may_decide
from bot.tg.sender import Reply, place_of
from bot.tg.services import Services
from bot.tg.subscription_screens import View
from bot.tg.subscriptions import Verb, Wish
from bot.tg.timing_screens import HOURS, TimingScreens

AUTOMATIC: Final = "auto"
OFF: Final = "off"
PROMPTS: Final = {"zone-ask": Verb.ASK_ZONE, "pause-ask": Verb.ASK_PAUSE}
_MAX_ECHO: Final = 60


class TimingChoices:
    """Keeps choices. What a chat chooses before it subscribes to anything is kept for a while, too."""

    def __init__(self, services: Services, screens: TimingScreens) -> None:
        self._services = services
        self._screens = screens

    async def settings(self, view: View, chat_id: int) -> Reply:
        """Return all settings of a chat."""
        return self._screens.settings(view, await self._services.chats.language(chat_id))

    async def carry_out(self, view: View, wish: Wish, chat_id: int) -> Reply | None:
        """Show or keep what a button asks for; None where it asks for nothing that there is."""
        if wish.verb is Verb.SETTINGS:
            return await self.settings(view, chat_id)
        if wish.verb is Verb.LANGUAGE:
            return await self._speak(view, wish.what, chat_id)
        shown = self._shown(view, wish)
        if shown is not None:
            return shown
        retime = _retiming(wish, self._today(view))
        return None if retime is None else await self._retime(view, retime, chat_id)

    async def on_answer(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Read the reply to a question for a time zone or a day; in groups that of an administrator."""
        message = update.effective_message
        prompt = None if message is None else prompt_answered(message, self._services.phrases)
        if message is None or prompt is None or not await may_decide(self._services.sender, message):
            return
        language, verb = prompt
        view = View(language, await self._services.subscribers.subscriber(message.chat_id))
        read = self._read_zone if verb is Verb.ASK_ZONE else self._read_pause
        await self._services.sender.send(place_of(message), await read(view, message.text or "", message.chat_id))

    async def _read_zone(self, view: View, typed: str, chat_id: int) -> Reply:
        del chat_id  # it is chosen by a button beneath
        # the names of all places in all languages are read when somebody searches for the first time
        found = await asyncio.to_thread(self._services.zones.find, typed, self._services.now())
        return self._screens.found_zones(view, cut_utf16(" ".join(typed.split()), _MAX_ECHO), found)

    async def _read_pause(self, view: View, typed: str, chat_id: int) -> Reply:
        languages = (view.language, *self._services.answerer.knowledge.languages)
        day = read_day(typed, dict.fromkeys(languages), self._today(view))
        if day is None:
            return self._screens.bad_day(view)
        return await self._retime(view, lambda timing: replace(timing, paused_until=day), chat_id)

    async def _retime(self, view: View, retime: Callable[[Timing], Timing], chat_id: int) -> Reply:
        fresh = Subscriber(chat_id, view.language, frozenset())
        kept = await self._services.subscribers.change(chat_id, timed(retime), self._services.now(), fresh)
        return await self.settings(replace(view, subscriber=kept), chat_id)

    async def _speak(self, view: View, language: str, chat_id: int) -> Reply | None:
        now, languages = self._services.now(), self._services.answerer.knowledge.languages
        if language not in {*languages, AUTOMATIC}:
            return None
        chosen = None if language == AUTOMATIC else language
        await self._services.chats.set_language(chat_id, chosen, now)
        if chosen is None:
            return await self.settings(view, chat_id)
        kept = await self._services.subscribers.change(chat_id, spoken_to(chosen), now)
        return await self.settings(replace(view, language=chosen, subscriber=kept), chat_id)

    def _shown(self, view: View, wish: Wish) -> Reply | None:
        screens = self._screens
        match wish.verb:
            case Verb.LANGUAGES:
                return screens.languages(view)
            case Verb.DIGESTS:
                return screens.digests(view)
            case Verb.ZONES:
                return screens.zones(view)
            case Verb.OFFSETS:
                return screens.offsets(view)
            case Verb.QUIETS:
                return screens.quiets(view)
            case Verb.QUIET_FROM:
                return screens.quiet_from(view)
            case Verb.QUIET_TO:
                start = _hour(wish.what)
                return None if start is None else screens.quiet_to(view, start)
            case Verb.PAUSES:
                return screens.pauses(view)
            case _:
                return None

    def _today(self, view: View) -> dt.date:
        zone = "UTC" if view.subscriber is None else view.subscriber.timing.time_zone
        return self._services.now().astimezone(zone_named(zone)).date()


class AnswersPrompt(filters.MessageFilter):
    """Messages that reply to a question of the bot's for a time zone or a day."""

    def __init__(self, services: Services) -> None:
        super().__init__()
        self._services = services

    def filter(self, message: Message) -> bool:
        """Say whether it is one."""
        asker = None if message.reply_to_message is None else message.reply_to_message.from_user
        is_own = asker is not None and asker.id == self._services.sender.bot_id
        return is_own and prompt_answered(message, self._services.phrases) is not None


def prompt_answered(message: Message, phrases: Phrases) -> tuple[str, Verb] | None:
    """Return the language and the kind of the question that a message replies to; None for any other text."""
    replied = message.reply_to_message
    if replied is None or not replied.text:
        return None
    for language in phrases.languages:
        for phrase, verb in PROMPTS.items():
            if replied.text == phrases.say(language, phrase):
                return language, verb
    return None


def _retiming(wish: Wish, today: dt.date) -> Callable[[Timing], Timing] | None:
    what = wish.what
    match wish.verb:
        case Verb.DIGEST:
            hour = _hour(what)
            return None if hour is None and what != OFF else lambda timing: replace(timing, digest_hour=hour)
        case Verb.ZONE:
            return (lambda timing: replace(timing, time_zone=what)) if is_zone(what) else None
        case Verb.QUIET:
            start, end = (_hour(part) for part in (what.split("-") if what.count("-") == 1 else ("", "")))
            if what != OFF and (start is None or end is None or start == end):
                return None
            return lambda timing: replace(timing, quiet_from=start, quiet_to=end)
        case Verb.PAUSE:
            try:
                until = paused_for(what, today)
            except ValueError:
                return None
            return lambda timing: replace(timing, paused_until=until)
        case _:
            return None


def _hour(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= 2 and int(text) in HOURS else None
