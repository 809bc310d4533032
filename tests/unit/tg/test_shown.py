"""What the bot's messages show: an edit into the same is known, anything else is not taken for it."""

import datetime as dt

import pytest
from telegram import Chat, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.tg.shown import SECOND_TAP_S, Shown

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="x:en")]])
OTHER_KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="x:ru")]])
KEY = (1, 7)


class Clock:
    """A time that tests set."""

    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def telegrams(text: str, keyboard: InlineKeyboardMarkup | None) -> Message:
    """Return the message of ``KEY`` as Telegram gives it."""
    sent = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)
    return Message(KEY[1], sent, Chat(KEY[0], "private"), text=text, reply_markup=keyboard)


def test_only_the_same_text_with_the_same_buttons_in_the_same_message_is_the_same() -> None:
    shown = Shown()
    shown.note(KEY, "text", KEYS)

    assert shown.is_same(KEY, "text", InlineKeyboardMarkup(KEYS.inline_keyboard))
    assert not shown.is_same(KEY, "text", OTHER_KEYS)
    assert not shown.is_same(KEY, "text", None)
    assert not shown.is_same(KEY, "other", KEYS)
    assert not shown.is_same((1, 8), "text", KEYS)
    assert not shown.is_same((2, 7), "text", KEYS)


def test_a_message_shows_what_it_was_edited_into_last() -> None:
    shown = Shown()
    shown.note(KEY, "first", None)
    shown.note(KEY, "second", None)

    assert (shown.is_same(KEY, "first", None), shown.is_same(KEY, "second", None)) == (False, True)


def test_new_buttons_leave_the_text_as_it_was() -> None:
    shown = Shown()
    shown.note(KEY, "text", KEYS)
    shown.note_keyboard(KEY, OTHER_KEYS)

    assert (shown.is_same(KEY, "text", KEYS), shown.is_same(KEY, "text", OTHER_KEYS)) == (False, True)


def test_buttons_of_an_unknown_message_say_nothing_about_its_text() -> None:
    shown = Shown()
    shown.note_keyboard(KEY, KEYS)

    assert shown.keyboard(KEY, otherwise=None) == KEYS
    assert not shown.is_same(KEY, "", KEYS)


def test_a_message_without_buttons_is_told_from_an_unknown_one() -> None:
    shown = Shown()
    shown.note(KEY, "text", None)

    assert (shown.keyboard(KEY, otherwise=KEYS), shown.keyboard((1, 8), otherwise=KEYS)) == (None, KEYS)


def test_a_forgotten_message_is_edited_again() -> None:
    shown = Shown()
    shown.note(KEY, "text", None)
    shown.forget(KEY)
    shown.forget((1, 8))

    assert not shown.is_same(KEY, "text", None)


def test_only_the_latest_messages_are_remembered() -> None:
    shown = Shown(most=2)
    for message_id in (1, 2, 1, 3):
        shown.note((1, message_id), "text", None)

    assert [shown.is_same((1, message_id), "text", None) for message_id in (1, 2, 3)] == [True, False, True]


@pytest.mark.parametrize("later_s", [0.0, SECOND_TAP_S, 86_400.0])
def test_a_press_on_what_is_known_changes_nothing(later_s: float) -> None:
    clock = Clock()
    shown = Shown(clock=clock)
    shown.note(KEY, "<b>text</b>", KEYS, telegrams("text", KEYS))
    clock.now_s = later_s
    shown.saw(telegrams("text", KEYS))

    assert shown.is_same(KEY, "<b>text</b>", KEYS)


def test_a_press_made_just_before_the_edit_does_not_undo_what_is_known() -> None:
    clock = Clock()
    shown = Shown(clock=clock)
    shown.note(KEY, "new", OTHER_KEYS, telegrams("new", OTHER_KEYS))
    clock.now_s = SECOND_TAP_S - 0.01
    shown.saw(telegrams("old", KEYS))

    assert shown.is_same(KEY, "new", OTHER_KEYS)


@pytest.mark.parametrize(
    "seen",
    [pytest.param(telegrams("text", OTHER_KEYS), id="buttons"), pytest.param(telegrams("theirs", KEYS), id="text")],
)
def test_what_another_process_has_edited_meanwhile_is_learned_from_a_press(seen: Message) -> None:
    clock = Clock()
    shown = Shown(clock=clock)
    shown.note(KEY, "text", KEYS, telegrams("text", KEYS))
    clock.now_s = SECOND_TAP_S
    shown.saw(seen)

    assert not shown.is_same(KEY, "text", KEYS)
    assert shown.keyboard(KEY, otherwise=None) == seen.reply_markup
