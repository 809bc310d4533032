"""What the bot's messages show: an edit into the same is known, anything else is not taken for it."""

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.tg.shown import Shown

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="x:en")]])
OTHER_KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="x:ru")]])


def test_only_the_same_text_with_the_same_buttons_in_the_same_message_is_the_same() -> None:
    shown = Shown()
    shown.note(1, 7, "text", KEYS)

    assert shown.is_same(1, 7, "text", InlineKeyboardMarkup(KEYS.inline_keyboard))
    assert not shown.is_same(1, 7, "text", OTHER_KEYS)
    assert not shown.is_same(1, 7, "text", None)
    assert not shown.is_same(1, 7, "other", KEYS)
    assert not shown.is_same(1, 8, "text", KEYS)
    assert not shown.is_same(2, 7, "text", KEYS)


def test_a_message_shows_what_it_was_edited_into_last() -> None:
    shown = Shown()
    shown.note(1, 7, "first", None)
    shown.note(1, 7, "second", None)

    assert (shown.is_same(1, 7, "first", None), shown.is_same(1, 7, "second", None)) == (False, True)


def test_a_forgotten_message_is_edited_again() -> None:
    shown = Shown()
    shown.note(1, 7, "text", None)
    shown.forget(1, 7)
    shown.forget(1, 8)

    assert not shown.is_same(1, 7, "text", None)


def test_only_the_latest_messages_are_remembered() -> None:
    shown = Shown(most=2)
    for message_id in (1, 2, 1, 3):
        shown.note(1, message_id, "text", None)

    assert [shown.is_same(1, message_id, "text", None) for message_id in (1, 2, 3)] == [True, False, True]
