"""Flood protection: each person may send so much; beyond it they are told once, then nothing is answered.

The budget refills steadily; when there is room again, everything is answered as before. Each process keeps its
own budgets: with several replicas a flooder gets that many times as much, which protects each of them all the same.
"""

import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog
from telegram import Chat, Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.error import TelegramError

from bot.answering.document import Document, block
from bot.live import Live
from bot.tg.sender import Place
from bot.tg.services import Services

BURST: Final = 30
PER_S: Final = 1.0
REMEMBERED_PEOPLE: Final = 10_000
_REMEMBERED_ARRIVALS: Final = 10_000
_log = structlog.stdlib.get_logger(__name__)

Process = Callable[[Update], Awaitable[None]]


@dataclass(slots=True)
class _Budget:
    left: float
    at: float
    told: bool = False


class Budgets:
    """A budget of updates for each person; moments are seconds of a clock that only ever grows."""

    def __init__(self) -> None:
        self._budgets: OrderedDict[int, _Budget] = OrderedDict()

    def spend(self, person_id: int, at: float) -> bool:
        """Take one from the person's budget for what came ``at`` that moment; False where nothing is left."""
        budget = self._budgets.setdefault(person_id, _Budget(BURST, at))
        self._budgets.move_to_end(person_id)
        while len(self._budgets) > REMEMBERED_PEOPLE:
            self._budgets.popitem(last=False)
        budget.left = min(BURST, budget.left + max(0.0, at - budget.at) * PER_S)
        budget.at = max(at, budget.at)
        if budget.left < 1:
            return False
        budget.left -= 1
        if budget.left >= BURST / 2:
            budget.told = False
        return True

    def tell(self, person_id: int) -> bool:
        """Say whether the person is to be told now: once until half of the budget is back."""
        budget = self._budgets[person_id]
        told, budget.told = budget.told, True
        return not told


class FloodGate:
    """Lets a person's updates through as long as there is budget for them.

    What counts is when an update arrived, not when its turn came: whoever writes faster than the chat may be answered
    would else be answered message by message for ever.
    """

    def __init__(self, live: Live[Services], process: Process, budgets: Budgets) -> None:
        self._live = live
        self._process = process
        self._budgets = budgets
        self._arrivals: OrderedDict[int, float] = OrderedDict()

    def arrived(self, update: Update) -> None:
        """Note that ``update`` came, before it waits for those of its chat that came earlier."""
        self._arrivals.setdefault(update.update_id, time.monotonic())
        if len(self._arrivals) > _REMEMBERED_ARRIVALS:
            self._arrivals.popitem(last=False)

    async def handle(self, update: Update) -> None:
        """Process ``update``, or tell its sender once that it is too much."""
        person = update.effective_user
        at = self._arrivals.pop(update.update_id, time.monotonic())
        if person is None or not _counts(update) or self._budgets.spend(person.id, at):
            await self._process(update)
            return
        if update.inline_query is not None:
            return  # nothing is waited for: what is typed next, once there is room again, gets results
        try:
            await self._refuse(update, told_already=not self._budgets.tell(person.id))
        except TelegramError as error:
            _log.warning("flood notice not shown", reason=type(error).__name__)

    async def _refuse(self, update: Update, *, told_already: bool) -> None:
        services = self._live.current
        language = await services.frame_language(update)
        text = services.phrases.say(language, "too-fast")
        if update.callback_query is not None:
            await services.sender.close_callback(update.callback_query.id, None if told_already else text)
        elif not told_already and (message := update.effective_message) is not None:
            thread = message.message_thread_id if message.is_topic_message else None
            reply = services.reply(Document((block(text),)), language)
            await services.sender.send(Place(message.chat_id, thread), reply)


def _counts(update: Update) -> bool:
    """Say whether the update is meant for the bot: of a group's messages, what has a command or mention, or replies."""
    if update.callback_query is not None or update.inline_query is not None:
        return True
    message = update.message or update.edited_message
    if message is None:
        return False
    return _is_private(message.chat) or _addresses_someone(message)


def _is_private(chat: Chat) -> bool:
    return chat.type == ChatType.PRIVATE


def _addresses_someone(message: Message) -> bool:
    marks = {MessageEntity.BOT_COMMAND, MessageEntity.MENTION}
    replied = message.reply_to_message
    to_bot = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    return to_bot or any(entity.type in marks for entity in (*message.entities, *message.caption_entities))
