"""What administrators' buttons ask for, and its form in ``callback_data`` (at most 64 bytes).

An order names its announcement by id; whether that still is in a state for it is found out when it is carried out,
and whether the one who presses is an administrator at each press. Forged data decodes to None, or to an order like
any other.
"""

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import Final

from telegram import InlineKeyboardButton

from bot.text import cut_utf16
from bot.tg.subscriptions import MAX_DATA

ORDER_PATTERN: Final = r"^d:"
_MAX_LABEL: Final = 100
_FORM: Final = re.compile(
    r"d:(?P<language>[a-z]{2,3}):(?P<verb>[a-z]{2})(?::(?P<id>[A-Za-z0-9_-]{0,54}))?(?::(?P<what>[A-Za-z0-9_-]{1,54}))?\Z"
)
_MINUTE_S: Final = 60
_LAST_MINUTE: Final = 10**9


class Order(enum.StrEnum):
    """What a button does. The lines beneath tell what ``what`` holds."""

    BEGIN = "nw"
    TOPIC = "to"
    """A topic."""
    LIST = "ls"
    """A page, counted from 0."""
    CARD = "ca"
    ASK_TEXT = "at"
    """A language."""
    REMOVE = "rm"
    """A language."""
    FACTS = "fa"
    """A page, counted from 0."""
    OTHERS = "ot"
    FOR_OTHERS = "fo"
    """The language that they get whose own is missing, or ``none``."""
    PREVIEW = "pv"
    """A language."""
    MYSELF = "me"
    """A language."""
    CONFIRM = "cf"
    """When it is to go out, in minutes of the epoch; at once without it."""
    ASK_TIME = "tm"
    APPROVE = "ok"
    """When it is to go out, in minutes of the epoch; at once without it."""
    PAUSE = "pa"
    RESUME = "re"
    ASK_CANCEL = "ac"
    CANCEL = "cx"
    REPORT = "rp"
    ASK_REQUEUE = "aq"
    REQUEUE = "rq"
    CORRECTIONS = "co"
    CORRECT_EDIT = "ce"
    CORRECT_MESSAGE = "cm"
    STOP_ALL = "st"
    RESUME_ALL = "go"


@dataclass(frozen=True, slots=True)
class Ordered:
    """An order in ``language``, about an announcement where that is given."""

    language: str
    order: Order
    id: str = ""
    what: str = ""


def encode_order(ordered: Ordered) -> str:
    """Return the order as callback data; longer than Telegram takes where the ids are, see ``fits_order``."""
    what = f":{ordered.what}" if ordered.what else ""
    named = f":{ordered.id}" if ordered.id or what else ""
    return f"d:{ordered.language}:{ordered.order}{named}{what}"


def decode_order(data: str) -> Ordered | None:
    """Return the order that ``data`` encodes, or None if it encodes none."""
    form = _FORM.match(data)
    if form is None or form["verb"] not in set(Order):
        return None
    return Ordered(form["language"], Order(form["verb"]), form["id"] or "", form["what"] or "")


def fits_order(ordered: Ordered) -> bool:
    """Say whether a button can carry the order."""
    data = encode_order(ordered)
    return len(data) <= MAX_DATA and decode_order(data) == ordered


def order_button(label: str, ordered: Ordered) -> InlineKeyboardButton:
    """Return a button that gives an order."""
    return InlineKeyboardButton(cut_utf16(label, _MAX_LABEL), callback_data=encode_order(ordered))


def encode_moment(at: dt.datetime | None) -> str:
    """Return a moment as an order's ``what``, whole minutes; nothing for at once."""
    return "" if at is None else str(int(at.timestamp()) // _MINUTE_S)


def decode_moment(what: str) -> dt.datetime | None:
    """Return the moment that ``what`` encodes, or None for at once.

    Raises:
        ValueError: if it encodes neither.
    """
    if not what:
        return None
    if not what.isdecimal() or int(what) > _LAST_MINUTE:
        raise ValueError(f"{what!r} is no moment")
    return dt.datetime.fromtimestamp(int(what) * _MINUTE_S, dt.UTC)


def page_of(what: str) -> int:
    """Return the page that ``what`` encodes; the first for anything else."""
    return int(what) if what.isdecimal() and len(what) <= 4 else 0
