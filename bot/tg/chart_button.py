"""The button that shows a chart beside an answer, and its form in ``callback_data``."""

import re
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

CHART_PATTERN: Final = r"^c:"
_FORM: Final = re.compile(r"c:(?P<language>[a-z]{2,3}):(?P<id>[a-z0-9_-]{1,54})\Z")


@dataclass(frozen=True, slots=True)
class ShowChart:
    """Show a chart in a language."""

    id: str
    language: str


def encode_chart(shown: ShowChart) -> str:
    """Return ``shown`` as callback data."""
    return f"c:{shown.language}:{shown.id}"


def decode_chart(data: str) -> ShowChart | None:
    """Return the chart that ``data`` names, or None if it names none."""
    form = _FORM.match(data)
    return None if form is None else ShowChart(form["id"], form["language"])


def with_chart(keyboard: InlineKeyboardMarkup | None, shown: ShowChart, label: str) -> InlineKeyboardMarkup:
    """Return ``keyboard`` with the button that shows a chart on top."""
    rows = keyboard.inline_keyboard if keyboard is not None else ()
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=encode_chart(shown))], *rows])


def without_chart(keyboard: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """Return ``keyboard`` without the button that shows a chart."""
    kept = ([key for key in row if not _shows_chart(key)] for row in keyboard.inline_keyboard)
    return InlineKeyboardMarkup([row for row in kept if row])


def _shows_chart(key: InlineKeyboardButton) -> bool:
    return isinstance(key.callback_data, str) and decode_chart(key.callback_data) is not None
