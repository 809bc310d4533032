"""The sender's edits: no call for what a message shows already, however often and from wherever it is asked for."""

import asyncio
import datetime as dt
from functools import partial

import pytest
from telegram import CallbackQuery, Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message, Update, User
from telegram.error import BadRequest, NetworkError

from bot.answering.document import Document, block
from bot.tg.edits import Edited
from bot.tg.sender import Place, Reply, Sender
from tests.unit.tg.fakes import Answer, FakeTelegram, refused

NOW = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)
CHAT = 100
SAME = refused(400, "Bad Request: message is not modified: specified new message content and reply markup are the same")
GONE = refused(400, "Bad Request: message to edit not found")
BLOCKED = refused(403, "Forbidden: bot was blocked by the user")
UNKNOWN = refused(400, "Bad Request: something new")


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    """Return buttons one below the other, each of which sends its label."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label)] for label in labels])


def reply(text: str, *labels: str) -> Reply:
    """Return a reply with buttons."""
    return Reply(Document((block(text),)), keyboard(*labels) if labels else None, "…")


def message(*labels: str, message_id: int = 7) -> Message:
    """Return a message of the bot's as an update brings it."""
    return Message(message_id, NOW, Chat(CHAT, "private"), text="text", reply_markup=keyboard(*labels))


def pressed(under: Message) -> Update:
    """Return the update of a pressed button."""
    query = CallbackQuery("1", User(CHAT, "Ana", is_bot=False), "1", message=under, data="a")
    return Update(1, callback_query=query)


def given_back(text: str, *labels: str) -> Answer:
    """Return Telegram's answer: the message as it is now."""
    sent = Message(7, NOW, Chat(CHAT, "private"), text=text, reply_markup=keyboard(*labels) if labels else None)
    return Answer(200, {"ok": True, "result": sent.to_dict()})


def replaced(old: str, new: str, before: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """Return the buttons with another in place of one."""
    labels = [key.text for row in before.inline_keyboard for key in row]
    return keyboard(*(new if label == old else label for label in labels))


async def test_what_was_sent_is_not_edited_into_itself() -> None:
    telegram = FakeTelegram([given_back("text", "a")])
    sender = Sender(telegram.bot())
    await sender.send(Place(CHAT), reply("text", "a"))

    assert await sender.edit(CHAT, 7, reply("text", "a")) is Edited.DONE
    assert len(telegram.calls) == 1


async def test_edits_at_once_into_the_same_make_one_call() -> None:
    telegram = FakeTelegram([given_back("new", "a")])
    sender = Sender(telegram.bot())

    edited = await asyncio.gather(*(sender.edit(CHAT, 7, reply("new", "a")) for _ in range(5)))

    assert (edited, len(telegram.calls)) == ([Edited.DONE] * 5, 1)


async def test_edits_at_once_of_the_same_buttons_make_one_call() -> None:
    telegram = FakeTelegram([given_back("text", "b")])
    sender = Sender(telegram.bot())

    await asyncio.gather(*(sender.edit_keyboard(message("a"), partial(replaced, "a", "b")) for _ in range(5)))

    assert [call["reply_markup"] for call in telegram.calls] == [keyboard("b").to_dict()]


async def test_a_button_that_is_not_under_the_message_changes_nothing() -> None:
    telegram = FakeTelegram([])

    await Sender(telegram.bot()).edit_keyboard(message("a"), partial(replaced, "forged", "b"))

    assert telegram.calls == []


async def test_two_buttons_pressed_before_either_has_changed_are_both_changed() -> None:
    telegram = FakeTelegram([given_back("text", "A", "b"), given_back("text", "A", "B")])
    sender = Sender(telegram.bot())

    await sender.edit_keyboard(message("a", "b"), partial(replaced, "a", "A"))
    sender.saw(pressed(message("a", "b")))
    await sender.edit_keyboard(message("a", "b"), partial(replaced, "b", "B"))

    assert [call["reply_markup"] for call in telegram.calls] == [
        keyboard("A", "b").to_dict(),
        keyboard("A", "B").to_dict(),
    ]


async def test_a_text_is_edited_back_after_its_buttons_were_changed() -> None:
    telegram = FakeTelegram([given_back("text", "a"), given_back("text", "b"), given_back("text", "a")])
    sender = Sender(telegram.bot())
    await sender.edit(CHAT, 7, reply("text", "a"))
    await sender.edit_keyboard(message("a"), partial(replaced, "a", "b"))

    await sender.edit(CHAT, 7, reply("text", "a"))
    await sender.edit(CHAT, 7, reply("text", "a"))

    assert len(telegram.calls) == 3


async def test_an_edit_told_to_be_the_same_is_done_and_not_asked_for_again() -> None:
    telegram = FakeTelegram([SAME])
    sender = Sender(telegram.bot())

    edited = [await sender.edit(CHAT, 7, reply("text")) for _ in range(2)]

    assert (edited, len(telegram.calls)) == ([Edited.DONE] * 2, 1)


@pytest.mark.parametrize(("answer", "became"), [(GONE, Edited.GONE), (BLOCKED, Edited.REFUSED)])
async def test_an_edit_that_was_not_made_is_tried_again(answer: Answer, became: Edited) -> None:
    telegram = FakeTelegram([answer, given_back("text")])
    sender = Sender(telegram.bot())

    assert await sender.edit(CHAT, 7, reply("text")) is became
    assert await sender.edit(CHAT, 7, reply("text")) is Edited.DONE
    assert len(telegram.calls) == 2


@pytest.mark.parametrize("failure", [NetworkError("lost"), UNKNOWN])
async def test_what_a_failed_edit_left_is_not_taken_for_known(failure: Answer | Exception) -> None:
    telegram = FakeTelegram([given_back("old"), failure, given_back("old")])
    sender = Sender(telegram.bot())
    await sender.edit(CHAT, 7, reply("old"))
    with pytest.raises((NetworkError, BadRequest)):
        await sender.edit(CHAT, 7, reply("new"))

    await sender.edit(CHAT, 7, reply("old"))

    assert [call["text"] for call in telegram.calls] == ["old", "new", "old"]


async def test_a_keyboard_of_a_message_that_is_gone_is_left() -> None:
    telegram = FakeTelegram([GONE])

    await Sender(telegram.bot()).edit_keyboard(message("a"), partial(replaced, "a", "b"))

    assert len(telegram.calls) == 1


async def test_a_pressed_button_tells_what_an_unknown_message_shows() -> None:
    telegram = FakeTelegram([])
    sender = Sender(telegram.bot())
    sender.saw(pressed(message("b")))

    await sender.edit_keyboard(message("a"), partial(replaced, "a", "b"))

    assert telegram.calls == []
