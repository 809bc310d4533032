"""Deep links: what ``t.me/<bot>?start=…`` opens, in at most 64 characters of ``[A-Za-z0-9_-]``.

An answer is named by its id and language; a question is carried in whichever encoding takes the fewest bytes:
UTF-8, a one-byte encoding that has the Kazakh and Russian letters, or a two-byte one that has the Japanese.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from bot.answering.model import Choice
from bot.tg.actions import OpenEntry, OpenFact

MAX_PAYLOAD: Final = 64
_ANSWER: Final = re.compile(r"(?P<kind>[ef])-(?P<language>[a-z]{2,3})-(?P<id>[a-z0-9_-]{1,54})\Z")
_CODECS: Final = {"q": "utf-8", "k": "ptcp154", "j": "cp932"}


@dataclass(frozen=True, slots=True)
class AskQuestion:
    """Answer a question as if it had just been typed."""

    text: str


LinkTarget = OpenEntry | OpenFact | AskQuestion


def answer_payload(choice: Choice, language: str) -> str:
    """Return the payload that opens ``choice`` in ``language``."""
    return f"{'e' if choice.kind == 'entry' else 'f'}-{language}-{choice.id}"


def question_payload(text: str) -> str | None:
    """Return the payload that asks ``text``, or None where it doesn't fit."""
    payloads = [f"{mark}-{coded}" for mark, codec in _CODECS.items() if (coded := _coded(text, codec)) is not None]
    shortest = min(payloads, key=len, default="")
    return shortest if text and len(shortest) <= MAX_PAYLOAD else None


def read_payload(payload: str) -> LinkTarget | None:
    """Return what ``payload`` opens, or None if it opens nothing."""
    form = _ANSWER.match(payload)
    if form is not None:
        opening = OpenEntry if form["kind"] == "e" else OpenFact
        return opening(form["id"], form["language"])
    codec = _CODECS.get(payload[:1])
    if codec is None or payload[1:2] != "-":
        return None
    coded = payload[2:]
    try:
        text = base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode(codec)
    except (binascii.Error, ValueError):
        return None
    return AskQuestion(text) if text.strip() else None


def start_link(username: str, payload: str) -> str:
    """Return the address that opens the bot with ``payload``."""
    return f"https://t.me/{username}?start={payload}"


def share_link(username: str, payload: str, heading: str) -> str:
    """Return the address that lets the reader choose a chat to share ``payload``'s link in."""
    link = quote(start_link(username, payload), safe="")
    return f"https://t.me/share/url?url={link}&text={quote(heading, safe='')}"


def _coded(text: str, codec: str) -> str | None:
    try:
        raw = text.encode(codec)
        if raw.decode(codec) != text:
            return None
    except UnicodeError:
        return None
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
