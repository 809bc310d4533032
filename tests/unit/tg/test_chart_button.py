"""The button that shows a chart: its form, and how it joins and leaves other buttons."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.knowledge.record import MAX_ID_LENGTH
from bot.tg.chart_button import ShowChart, decode_chart, encode_chart, with_chart, without_chart

TRADE = ShowChart("trade-turnover", "ja")
LINK = InlineKeyboardButton("Share", url="https://t.me/share/url?url=x")


def test_a_chart_survives_its_form_which_fits_a_button() -> None:
    longest = ShowChart("a" * MAX_ID_LENGTH, "kaz")

    assert decode_chart(encode_chart(TRADE)) == TRADE
    assert decode_chart(encode_chart(longest)) == longest
    assert len(encode_chart(longest).encode()) <= 64


@pytest.mark.parametrize("data", ["", "c:", "c:en", "c:en:", "c:EN:trade", "c:en:trade\n", "c:en:a:b", "e:en:trade"])
def test_anything_else_names_no_chart(data: str) -> None:
    assert decode_chart(data) is None


def test_the_button_stands_on_top_and_goes_alone() -> None:
    keyboard = InlineKeyboardMarkup([[LINK], [InlineKeyboardButton("More", callback_data="t:ja:trade:0")]])

    added = with_chart(keyboard, TRADE, "Chart")

    assert added.inline_keyboard[0][0].callback_data == "c:ja:trade-turnover"
    assert added.inline_keyboard[1:] == keyboard.inline_keyboard
    assert without_chart(added) == keyboard
    assert without_chart(with_chart(None, TRADE, "Chart")) == InlineKeyboardMarkup([])
