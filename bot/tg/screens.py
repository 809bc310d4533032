"""Screens: the replies that are not answers — welcome, help, topics, language, about, privacy."""

from bot.answering.document import Document, block, bold, italic
from bot.answering.model import TopicLabel
from bot.answering.remembering import SETTINGS_KEPT
from bot.tg.keyboards import page_count
from bot.tg.sender import Reply
from bot.tg.services import Services

COMMANDS = (
    "start", "help", "topics", "search", "timeline", "latest", "sources", "subscribe", "unsubscribe", "settings",
    "language", "about", "privacy", "mydata", "forget",
)  # fmt: skip
GROUP_COMMANDS = ("ask", "help", "topics", "search", "timeline", "latest", "sources", "about", "privacy")
ADMINISTRATOR_COMMANDS = (*GROUP_COMMANDS, "subscribe", "unsubscribe", "settings")

BOT_ADMIN_COMMANDS = (*COMMANDS, "announce", "announcements")


class Screens:
    """Builds screens in a language out of the services' phrases and knowledge."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def say(self, language: str, *phrases: str) -> Reply:
        """Return phrases that need no values, one paragraph each."""
        texts = (self._services.phrases.say(language, phrase) for phrase in phrases)
        return self._services.reply(Document(tuple(block(text) for text in texts)), language)

    def say_with_example(self, language: str, phrase: str) -> Reply:
        """Return a phrase that shows an example question."""
        example = self._services.phrases.say(language, "example-question")
        text = self._services.phrases.say(language, phrase, example=example)
        return self._services.reply(Document((block(text),)), language)

    def start(self, language: str) -> Reply:
        """Return the welcome, with every topic as a button."""
        reply = self.say(language, "start", "start-how")
        return self._with_topics(reply, language)

    def help(self, language: str, names: tuple[str, ...] = COMMANDS) -> Reply:
        """Return how to ask, the commands of these names and a few examples from the knowledge."""
        say = self._services.phrases.say
        commands = "\n".join(f"/{command} – {say(language, f'command-{command}')}" for command in names)
        composer = self._services.answerer.composer
        firsts = (composer.entries_of(topic.id, language)[:1] for topic in composer.topics(language)[:4])
        examples = "\n".join(f"– {choice.heading}" for first in firsts for choice in first)
        blocks = [block(say(language, "help")), block(bold(say(language, "help-commands")), "\n", commands)]
        if examples:
            blocks.append(block(bold(say(language, "help-examples")), "\n", examples))
        return self._services.reply(Document(tuple(blocks)), language)

    def topics(self, language: str) -> Reply:
        """Return the list of topics."""
        document = Document((block(bold(self._services.phrases.say(language, "topics"))),))
        return self._with_topics(self._services.reply(document, language), language)

    def topic(self, label: TopicLabel, page: int, language: str) -> Reply:
        """Return one page of a topic's questions; a page beyond the last shows the last."""
        choices = self._services.answerer.composer.entries_of(label.id, language)
        pages = page_count(choices)
        page = min(page, pages - 1)
        blocks = [block(bold(f"{label.icon} {label.title}".strip()))]
        if not choices:
            blocks.append(block(self._services.phrases.say(language, "topic-empty")))
        elif pages > 1:
            text = self._services.phrases.say(language, "page", page=page + 1, pages=pages)
            blocks.append(block(italic(text)))
        reply = self._services.reply(Document(tuple(blocks)), language)
        keyboard = self._services.keyboards.topic(label.id, choices, page, language)
        return Reply(reply.document, keyboard, reply.cut_notice)

    def about(self, language: str) -> Reply:
        """Return what the knowledge holds and how new it is."""
        knowledge, say = self._services.answerer.knowledge, self._services.phrases.say
        counts = {
            "facts": len(knowledge.facts),
            "sources": len(knowledge.sources),
            "entries": len(knowledge.entries),
        }
        blocks = [block(say(language, "about", **counts))]
        newest = max((source.published for source in knowledge.sources.values()), default=None)
        if newest is not None:
            date = self._services.wording.date(newest, language)
            blocks.append(block(say(language, "about-newest", date=date)))
        return self._services.reply(Document(tuple(blocks)), language)

    def privacy(self, language: str) -> Reply:
        """Return what is stored and how to delete it."""
        say = self._services.phrases.say
        questions = say(language, "privacy-questions", days=self._services.retention.unanswered_days)
        subscriptions = say(language, "privacy-subscriptions", days=SETTINGS_KEPT.days)
        texts = (say(language, "privacy"), questions, subscriptions, say(language, "privacy-delete"))
        return self._services.reply(Document(tuple(map(block, texts))), language)

    def languages(self, language: str) -> Reply:
        """Return the choice of languages."""
        reply = self.say(language, "language-choose")
        languages = self._services.answerer.knowledge.languages.values()
        return Reply(reply.document, self._services.keyboards.languages(languages, language), reply.cut_notice)

    def language_set(self, language: str, phrase: str) -> Reply:
        """Return that a language was chosen, with the way on to the topics."""
        reply = self.say(language, phrase)
        return Reply(reply.document, self._services.keyboards.back_to_topics(language), reply.cut_notice)

    def group_settings(self, chosen: str | None, language: str, *, mentions_only: bool) -> Reply:
        """Return how a group is answered, and the ways to change it."""
        say, languages = self._services.phrases.say, self._services.answerer.knowledge.languages
        own = languages.get(chosen or "")
        name = say(language, "language-automatic") if own is None else own.name
        blocks = (
            block(bold(say(language, "settings"))),
            block(say(language, "settings-language", language=name)),
            block(say(language, "settings-mentions" if mentions_only else "settings-replies")),
        )
        keyboard = self._services.keyboards.group_settings(languages.values(), language, mentions_only=mentions_only)
        return Reply(Document(blocks), keyboard, say(language, "cut-notice"))

    def with_topics(self, language: str, phrase: str) -> Reply:
        """Return a phrase with every topic as a button."""
        return self._with_topics(self.say(language, phrase), language)

    def _with_topics(self, reply: Reply, language: str) -> Reply:
        topics = self._services.answerer.composer.topics(language)
        return Reply(reply.document, self._services.keyboards.topics(topics, language), reply.cut_notice)
