"""Carrying out what administrators order by buttons, and what they type; the rules are those of ``bot.announcing``."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.announcing.administration import Approved, SecondNeeded
from bot.announcing.lifecycle import Action, Refusal
from bot.announcing.typed import Mistake, read_moment
from bot.storage.announcement_records import Announcement
from bot.subscribing.timing import zone_named
from bot.tg.admin_notices import AdminNotices
from bot.tg.admin_view import AdminView, AdminWords
from bot.tg.announcement_cards import AnnouncementCards
from bot.tg.draft_screens import DraftScreens
from bot.tg.handlers.admin_prompts import Asked, Prompt, prompt_text
from bot.tg.orders import Order, Ordered, decode_moment, page_of
from bot.tg.progress import Card, Shown
from bot.tg.sender import Place, Reply
from bot.tg.services import Services
from bot.tg.subscription_buttons import SubscriptionButtons

_ACTIONS: Final = {Order.PAUSE: Action.PAUSE, Order.RESUME: Action.RESUME, Order.CANCEL: Action.CANCEL}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an order led to: a screen in place of the one before, a notice that pops up, or both.

    ``card_of`` is the announcement whose card the screen is.
    """

    shown: Shown | None = None
    notice: str | None = None
    card_of: str = ""


Carry = Callable[[AdminView, Ordered], Awaitable[Outcome]]


class AdminOrders:
    """Carries out orders of someone who is known to be an administrator."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._words = AdminWords(services)
        self._drafts = DraftScreens(services, self._words)
        self._cards = AnnouncementCards(services, self._words, self._drafts)
        self._administration = services.administering.administration
        self._writing = services.administering.writing
        self._carriers: Mapping[Order, Carry] = {
            Order.BEGIN: self._begin,
            Order.TOPIC: self._topic,
            Order.LIST: self._list,
            Order.CARD: self._card,
            Order.ASK_TEXT: self._ask_text,
            Order.REMOVE: self._remove,
            Order.FOR_OTHERS: self._for_others,
            Order.MYSELF: self._myself,
            Order.CONFIRM: self._confirm,
            Order.ASK_TIME: self._ask_time,
            Order.APPROVE: self._approve,
            Order.PAUSE: self._act,
            Order.RESUME: self._act,
            Order.CANCEL: self._act,
            Order.REPORT: self._report,
            Order.REQUEUE: self._requeue,
            Order.CORRECT_EDIT: self._correct,
            Order.CORRECT_MESSAGE: self._correct,
            Order.STOP_ALL: self._switch,
            Order.RESUME_ALL: self._switch,
        }

    async def carry_out(self, view: AdminView, ordered: Ordered) -> Outcome:
        """Do what is ordered."""
        carry = self._carriers.get(ordered.order)
        return await (self._look(view, ordered) if carry is None else carry(view, ordered))

    async def take_words(self, view: AdminView, prompt: Prompt, typed: str) -> Outcome | Reply:
        """Keep an announcement's words in a language; a Reply tells what is wrong with them."""
        now = self._services.now()
        written = await self._writing.write(prompt.announcement_id, prompt.content_language, typed, view.admin_id, now)
        match written:
            case Mistake(flaw=flaw, where=where, similar=similar):
                told = self._words.say(view, f"admin-mistake-{flaw}", where=where)
                hint = self._words.say(view, "admin-similar", id=similar) if similar else ""
                return self._services.note("\n".join(filter(None, (told, hint))), view.language)
            case Refusal():
                return self._services.note(self._refused(view, written), view.language)
            case Announcement():
                return await self._shown_card(view, written)

    async def take_time(self, view: AdminView, prompt: Prompt, typed: str) -> Outcome | Reply:
        """Return the last question, for the time typed; a Reply tells that it is none."""
        languages = dict.fromkeys((view.language, *self._services.answerer.knowledge.languages))
        at = read_moment(typed, languages, zone_named(view.zone), self._services.now())
        if at is None:
            return self._services.note(self._words.say(view, "admin-bad-time"), view.language)
        return await self._confirming(view, prompt.announcement_id, at)

    async def card(self, card: Card, view: AdminView) -> Shown | None:
        """Return what a card shows now, or None where its announcement is gone."""
        return (await self._shown_card(view, await self._administration.get(card.announcement_id))).shown

    async def ask(self, chat_id: int, prompt: Prompt) -> None:
        """Ask a question that is answered by a reply."""
        await self._services.sender.ask(Place(chat_id), prompt_text(self._services, prompt))

    async def _begin(self, view: AdminView, _ordered: Ordered) -> Outcome:
        return _screen(self._drafts.topics(view))

    async def _topic(self, view: AdminView, ordered: Ordered) -> Outcome:
        begun = await self._writing.begin(ordered.what, view.admin_id, self._services.now())
        return await self._kept(view, begun)

    async def _list(self, view: AdminView, ordered: Ordered) -> Outcome:
        found, is_stopped = await self._administration.all(), await self._administration.is_stopped()
        return _screen(self._cards.listed(view, found, page_of(ordered.what), is_stopped=is_stopped))

    async def _card(self, view: AdminView, ordered: Ordered) -> Outcome:
        return await self._shown_card(view, await self._administration.get(ordered.id))

    async def _look(self, view: AdminView, ordered: Ordered) -> Outcome:
        """Show a screen that changes nothing."""
        one = await self._administration.get(ordered.id)
        if one is None:
            return self._refusing(view, Refusal.UNKNOWN)
        if ordered.order is Order.FACTS:
            return _screen(self._drafts.facts(view, one, page_of(ordered.what)))
        if not one.content.text:
            return self._refusing(view, Refusal.UNWRITTEN)
        match ordered.order:
            case Order.OTHERS:
                return _screen(self._drafts.others(view, one))
            case Order.PREVIEW:
                return _screen(self._drafts.preview(view, one, self._reader(view, one, ordered.what)))
            case Order.ASK_CANCEL:
                return _screen(self._cards.cancelling(view, one))
            case Order.ASK_REQUEUE:
                return _screen(self._cards.requeueing(view, one))
            case _:
                return _screen(self._cards.corrections(view, one))

    async def _ask_text(self, view: AdminView, ordered: Ordered) -> Outcome:
        one = await self._administration.get(ordered.id)
        if one is None or ordered.what not in self._services.answerer.knowledge.languages:
            return self._refusing(view, Refusal.UNKNOWN)
        place, language = Place(view.admin_id), ordered.what
        if language in one.content.text:
            words = f"{one.content.title[language]}\n\n{one.content.text[language]}"
            await self._services.sender.send(place, self._services.note(words, view.language))
        await self.ask(view.admin_id, Prompt(view.language, Asked.TEXT, one.id, language))
        return Outcome()

    async def _remove(self, view: AdminView, ordered: Ordered) -> Outcome:
        now = self._services.now()
        return await self._kept(view, await self._writing.remove(ordered.id, ordered.what, view.admin_id, now))

    async def _for_others(self, view: AdminView, ordered: Ordered) -> Outcome:
        now = self._services.now()
        kept = await self._writing.choose_for_others(ordered.id, ordered.what, view.admin_id, now)
        if isinstance(kept, Refusal):
            return self._refusing(view, kept)
        return _screen(self._drafts.preview(view, kept, self._reader(view, kept, "")))

    async def _myself(self, view: AdminView, ordered: Ordered) -> Outcome:
        one = await self._administration.get(ordered.id)
        if one is None or not one.content.text:
            return self._refusing(view, Refusal.UNKNOWN if one is None else Refusal.UNWRITTEN)
        language, composer = self._reader(view, one, ordered.what), self._services.composer
        keyboard = SubscriptionButtons(self._services.phrases, composer.topic).keyboard((one,), language)
        cut_notice = self._services.phrases.say(language, "cut-notice")
        await self._services.sender.send(
            Place(view.admin_id), Reply(composer.single(one, language), keyboard, cut_notice)
        )
        return Outcome(notice=self._words.say(view, "admin-myself-done"))

    async def _confirm(self, view: AdminView, ordered: Ordered) -> Outcome:
        try:
            return await self._confirming(view, ordered.id, decode_moment(ordered.what))
        except ValueError:
            return self._refusing(view, Refusal.UNKNOWN)

    async def _confirming(self, view: AdminView, announcement_id: str, at: dt.datetime | None) -> Outcome:
        one = await self._administration.get(announcement_id)
        if one is None or not one.content.text:
            return self._refusing(view, Refusal.UNKNOWN if one is None else Refusal.UNWRITTEN)
        audience = await self._administration.audience(one)
        return _screen(self._drafts.confirming(view, one, audience, at or one.scheduled_at))

    async def _ask_time(self, view: AdminView, ordered: Ordered) -> Outcome:
        one = await self._administration.get(ordered.id)
        if one is None:
            return self._refusing(view, Refusal.UNKNOWN)
        await self.ask(view.admin_id, Prompt(view.language, Asked.TIME, one.id))
        return Outcome()

    async def _approve(self, view: AdminView, ordered: Ordered) -> Outcome:
        try:
            at = decode_moment(ordered.what)
        except ValueError:
            return self._refusing(view, Refusal.UNKNOWN)
        outcome = await self._administration.approve(ordered.id, view.admin_id, self._services.now(), at)
        match outcome:
            case Refusal():
                return self._refusing(view, outcome)
            case Approved(audience=audience):
                notice = self._words.say(view, "admin-approved", count=audience)
            case SecondNeeded(audience=audience):
                notice = self._words.say(view, "admin-second-needed", count=audience)
        one = await self._administration.get(ordered.id)
        if isinstance(outcome, SecondNeeded) and one is not None:
            await self._others_told(view).second_needed(one, audience)
        return await self._shown_card(view, one, notice)

    async def _act(self, view: AdminView, ordered: Ordered) -> Outcome:
        action = _ACTIONS[ordered.order]
        outcome = await self._administration.act(action, ordered.id, view.admin_id, self._services.now())
        if isinstance(outcome, Refusal):
            return self._refusing(view, outcome)
        return await self._card(view, ordered)

    async def _report(self, view: AdminView, ordered: Ordered) -> Outcome:
        one, report = await self._administration.get(ordered.id), await self._administration.report(ordered.id)
        if one is None or report is None:
            return self._refusing(view, Refusal.UNKNOWN)
        return _screen(self._cards.report(view, one, report))

    async def _requeue(self, view: AdminView, ordered: Ordered) -> Outcome:
        now = self._services.now()
        outcome = await self._administration.requeue_uncertain(ordered.id, view.admin_id, now)
        if isinstance(outcome, Refusal):
            return self._refusing(view, outcome)
        notice = self._words.say(view, "admin-requeued", count=outcome)
        return await self._shown_card(view, await self._administration.get(ordered.id), notice)

    async def _correct(self, view: AdminView, ordered: Ordered) -> Outcome:
        now, is_edit = self._services.now(), ordered.order is Order.CORRECT_EDIT
        return await self._kept(view, await self._writing.correct(ordered.id, view.admin_id, now, is_edit=is_edit))

    async def _switch(self, view: AdminView, ordered: Ordered) -> Outcome:
        now, is_stop = self._services.now(), ordered.order is Order.STOP_ALL
        switch = self._administration.stop_all if is_stop else self._administration.resume_all
        await switch(view.admin_id, now)
        return await self._list(view, ordered)

    async def _kept(self, view: AdminView, kept: Announcement | Refusal) -> Outcome:
        return self._refusing(view, kept) if isinstance(kept, Refusal) else await self._shown_card(view, kept)

    async def _shown_card(self, view: AdminView, one: Announcement | None, notice: str | None = None) -> Outcome:
        if one is None:
            return self._refusing(view, Refusal.UNKNOWN)
        report, is_stopped = await self._administration.report(one.id), await self._administration.is_stopped()
        return Outcome(self._cards.card(view, one, report, is_stopped=is_stopped), notice, one.id)

    def _reader(self, view: AdminView, one: Announcement, wanted: str) -> str:
        readers = self._drafts.readers(one)
        return next((language for language in (wanted, view.language) if language in readers), readers[0])

    def _others_told(self, view: AdminView) -> AdminNotices:
        services = self._services
        others = services.administering.admins - {view.admin_id}
        return AdminNotices(services.sender, others, services.language_of, services.phrases)

    def _refusing(self, view: AdminView, refusal: Refusal) -> Outcome:
        return Outcome(notice=self._refused(view, refusal))

    def _refused(self, view: AdminView, refusal: Refusal) -> str:
        return self._words.say(view, f"admin-refused-{refusal}")


def _screen(reply: Reply) -> Outcome:
    return Outcome(Shown(reply, goes_on=False))
