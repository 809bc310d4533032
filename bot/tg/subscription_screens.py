"""Screens of what a chat is told: the topics to press on and off, and leaving."""

from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.answering.document import Block, Document, block, bold
from bot.answering.model import TopicLabel
from bot.answering.remembering import SETTINGS_KEPT
from bot.storage.records import EVERYTHING, Subscriber
from bot.subscribing.subscribers import follows
from bot.tg.keyboards import Row
from bot.tg.sender import Reply
from bot.tg.services import Services
from bot.tg.subscription_buttons import SubscriptionButtons
from bot.tg.subscriptions import Verb, Wish, fits, wish_button

# Telegram cuts keyboards beyond a hundred buttons; the last rows are for the ways on
_MOST_TOPICS: Final = 90


@dataclass(frozen=True, slots=True)
class View:
    """Whose subscriptions are shown, and in which language.

    ``chat_id`` and ``title`` are given where they are those of another chat than the one that is looked at;
    ``can_type`` is false where nobody can answer by a text, as in channels.
    """

    language: str
    subscriber: Subscriber | None
    chat_id: int | None = None
    title: str = ""
    can_type: bool = True

    def wish(self, verb: Verb, what: str = "") -> Wish:
        """Return a wish about the chat shown."""
        return Wish(self.language, verb, what, self.chat_id)


class SubscriptionScreens:
    """Builds the screens out of the services' phrases and topics."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.buttons = SubscriptionButtons(services.phrases, self.title)

    def topics(self, view: View, *above: str) -> Reply:
        """Return the topics, each with what pressing it does, under the paragraphs ``above``."""
        blocks = [*map(block, above), block(bold(self.heading(view))), block(self.summary(view))]
        rows = [[self._toggle(view, EVERYTHING, self._say(view, "topic-everything"))]]
        labels = self._labels(view.language)[:_MOST_TOPICS]
        rows += [
            [self._toggle(view, label.id, _titled(label))]
            for label in labels
            if fits(view.wish(Verb.UNSUBSCRIBE, label.id))
        ]
        rows.append([wish_button(self._say(view, "button-when"), view.wish(Verb.SETTINGS))])
        if view.subscriber is not None and view.subscriber.topics:
            rows.append([self._leave(view)])
        return self._reply(view, blocks, rows)

    def leaving(self, view: View) -> Reply:
        """Return the ways out: of everything at once, or topic by topic."""
        choosing = wish_button(self._say(view, "button-topics"), view.wish(Verb.TOPICS))
        rows = [[self._leave(view)], [choosing]] if view.subscriber and view.subscriber.topics else [[choosing]]
        return self._reply(view, [block(bold(self.heading(view))), block(self.summary(view))], rows)

    def left(self, view: View) -> Reply:
        """Return that nothing is subscribed to any more, and the way back."""
        text = self._say(view, "unsubscribed-all", days=SETTINGS_KEPT.days)
        again = wish_button(self._say(view, "button-topics"), view.wish(Verb.TOPICS))
        return self._reply(view, [block(text)], [[again]])

    def heading(self, view: View) -> str:
        """Return whose announcements these are."""
        if view.chat_id is None:
            return self._say(view, "subscriptions")
        return self._say(view, "subscriptions-of", title=view.title)

    def summary(self, view: View) -> str:
        """Return in words what is subscribed to."""
        topics = view.subscriber.topics if view.subscriber is not None else frozenset[str]()
        if EVERYTHING in topics:
            return self._say(view, "subscribed-everything")
        if not topics:
            return self._say(view, "subscribed-nothing")
        return self._say(view, "subscribed-to", topics=", ".join(self.titles(topics, view.language)))

    def titles(self, topics: frozenset[str], language: str) -> list[str]:
        """Return the topics' titles in the knowledge's order; those it no longer has by their ids, at the end."""
        labels = self._labels(language)
        known = {label.id for label in labels}
        return [_titled(label) for label in labels if label.id in topics] + sorted(topics - known - {EVERYTHING})

    def title(self, topic: str, language: str) -> str:
        """Return a topic's title, or that of everything."""
        if topic == EVERYTHING:
            return self._services.phrases.say(language, "topic-everything")
        label = self._services.answerer.composer.topic(topic, language)
        return topic if label is None else label.title

    def _toggle(self, view: View, topic: str, title: str) -> InlineKeyboardButton:
        if follows(view.subscriber, topic):
            label = self._say(view, "topic-subscribed", topic=title)
            return wish_button(label, view.wish(Verb.UNSUBSCRIBE, topic))
        return wish_button(title, view.wish(Verb.SUBSCRIBE, topic))

    def _leave(self, view: View) -> InlineKeyboardButton:
        return wish_button(self._say(view, "button-leave"), view.wish(Verb.LEAVE))

    def _labels(self, language: str) -> list[TopicLabel]:
        return list(self._services.answerer.composer.topics(language))

    def _reply(self, view: View, blocks: list[Block], rows: list[Row]) -> Reply:
        return Reply(Document(tuple(blocks)), InlineKeyboardMarkup(rows), self._say(view, "cut-notice"))

    def _say(self, view: View, phrase: str, /, **values: str | int) -> str:
        return self._services.phrases.say(view.language, phrase, **values)


def _titled(label: TopicLabel) -> str:
    return f"{label.icon} {label.title}".strip()
