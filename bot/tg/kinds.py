"""What a message without text is, and which phrase answers it kindly."""

from typing import Final

from telegram import Message

_KINDS: Final = (
    ("sticker", "sticker"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("photo", "photo"),
    ("video", "photo"),
    ("video_note", "photo"),
    ("animation", "photo"),  # before document: an animation is sent as one, too
    ("document", "document"),
    ("venue", "location"),
    ("location", "location"),
    ("contact", "contact"),
    ("poll", "poll"),
)


def only_text_phrase(message: Message) -> str:
    """Return the phrase that tells the sender of this kind of message that only text is read."""
    for field, kind in _KINDS:
        if getattr(message, field):
            return f"only-text-{kind}"
    return "only-text"
