"""The buttons about a topic's announcements that stand under other messages: answers, and announcements themselves."""

from collections.abc import Callable

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.knowledge.phrases import Phrases
from bot.storage.announcement_records import Announcement
from bot.tg.subscriptions import Verb, Wish, fits, wish_button


class SubscriptionButtons:
    """Builds the buttons; ``title`` gives a topic's title in a language."""

    def __init__(self, phrases: Phrases, title: Callable[[str, str], str]) -> None:
        self._phrases = phrases
        self._title = title

    def under_answer(self, topic: str, language: str, *, followed: bool) -> InlineKeyboardButton:
        """Return the button under an answer: to follow its topic, or that it is followed."""
        phrase, verb = ("button-followed", Verb.OPEN) if followed else ("button-follow", Verb.FOLLOW)
        return self._about(topic, language, phrase, verb)

    def under_announcement(self, topic: str, language: str, *, subscribed: bool) -> InlineKeyboardButton:
        """Return the button under an announcement: to unsubscribe from its topic, or to subscribe again."""
        phrase, verb = ("button-unsubscribe", Verb.STOP) if subscribed else ("button-resubscribe", Verb.AGAIN)
        return self._about(topic, language, phrase, verb)

    def keyboard(self, announcements: tuple[Announcement, ...], language: str) -> InlineKeyboardMarkup:
        """Return what stands under announcements: unsubscribing from each topic in one tap, and the settings."""
        rows = [
            [self.under_announcement(topic, language, subscribed=True)]
            for topic in dict.fromkeys(one.topic for one in announcements)
            if fits(Wish(language, Verb.STOP, topic))
        ]
        opening = wish_button(self._phrases.say(language, "button-topics"), Wish(language, Verb.OPEN))
        return InlineKeyboardMarkup([*rows, [opening]])

    def _about(self, topic: str, language: str, phrase: str, verb: Verb) -> InlineKeyboardButton:
        label = self._phrases.say(language, phrase, topic=self._title(topic, language))
        return wish_button(label, Wish(language, verb, topic))
