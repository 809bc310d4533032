"""Which messages of a group are the bot's business."""

import datetime as dt
import re

import pytest
from telegram import Chat, ForumTopicCreated, Message, MessageEntity, User

from bot.tg.addressing import Self, question_in, replied_text

BOT = User(7, "Guide", is_bot=True, username="Guide_bot")
DANA = User(8, "Dana", is_bot=False)
OWN = Self(7, "Guide_bot")
GROUP, PRIVATE = Chat(-100, "supergroup"), Chat(8, "private")


def message(
    text: str,
    chat: Chat = GROUP,
    replied: Message | None = None,
    via: User | None = None,
    mentioned: User | None = None,
) -> Message:
    found = re.search(r"@\w+", text)
    kind = MessageEntity.TEXT_MENTION if mentioned else MessageEntity.MENTION
    entities = [] if found is None else [MessageEntity(kind, found.start(), len(found.group()), user=mentioned)]
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    return Message(1, now, chat, DANA, text=text, entities=entities, reply_to_message=replied, via_bot=via)


def said(by: User, text: str, **service: ForumTopicCreated) -> Message:
    created = service.get("forum_topic_created")
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    return Message(0, now, GROUP, by, text=text, forum_topic_created=created)


def under_a_picture(text: str, chat: Chat = GROUP) -> Message:
    found = re.search(r"@\w+", text)
    entities = [] if found is None else [MessageEntity(MessageEntity.MENTION, found.start(), len(found.group()))]
    return Message(1, dt.datetime(2026, 11, 22, tzinfo=dt.UTC), chat, DANA, caption=text, caption_entities=entities)


TOPIC = ForumTopicCreated("Visas", 0)


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        pytest.param(message("Visa?"), None, id="said to others"),
        pytest.param(message("@other_bot Visa?"), None, id="another bot is mentioned"),
        pytest.param(message("@Guide_bot, visa?"), "visa?", id="mentioned first"),
        pytest.param(message("Visa? @guide_BOT"), "Visa?", id="mentioned last, in other case"),
        pytest.param(message("@Guide visa?", mentioned=BOT), "visa?", id="mentioned by its name"),
        pytest.param(message("@Dana visa?", mentioned=DANA), None, id="someone is mentioned by name"),
        pytest.param(message("Visa?", replied=said(BOT, "Hello")), "Visa?", id="a reply to the bot"),
        pytest.param(message("Visa?", replied=said(DANA, "Hello")), None, id="a reply to someone"),
        pytest.param(message("@Guide_bot", replied=said(DANA, "Visa?")), "Visa?", id="a mention under a question"),
        pytest.param(message("@Guide_bot"), "", id="a bare mention"),
        pytest.param(message("Hi", replied=said(BOT, "", forum_topic_created=TOPIC)), None, id="a topic of the bot's"),
        pytest.param(message("Visa?", PRIVATE), "Visa?", id="in private"),
        pytest.param(under_a_picture("Visa?", PRIVATE), "Visa?", id="under a picture in private"),
        pytest.param(under_a_picture("@Guide_bot visa?"), "visa?", id="under a picture that mentions it"),
        pytest.param(under_a_picture("Visa?"), None, id="under a picture, said to others"),
        pytest.param(message("Visa?", PRIVATE, via=BOT), None, id="the bot's own inline result"),
        pytest.param(message("@Guide_bot Visa?", via=BOT), None, id="its own inline result in a group"),
    ],
)
def test_what_a_message_asks_the_bot(given: Message, asked: str | None) -> None:
    assert question_in(given, OWN, mentions_only=False) == asked


@pytest.mark.parametrize(
    ("given", "asked"),
    [
        pytest.param(message("Visa?", replied=said(BOT, "Hello")), None, id="a reply"),
        pytest.param(message("@Guide_bot visa?", replied=said(BOT, "Hello")), "visa?", id="a reply that mentions it"),
        pytest.param(message("Visa?", PRIVATE), "Visa?", id="in private"),
    ],
)
def test_where_only_mentions_count_replies_do_not(given: Message, asked: str | None) -> None:
    assert question_in(given, OWN, mentions_only=True) == asked


def test_a_message_that_replies_to_nothing_has_no_replied_text() -> None:
    assert replied_text(message("Visa?")) == ""
