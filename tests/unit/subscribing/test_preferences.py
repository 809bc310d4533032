"""The language of what a chat is written unasked."""

import datetime as dt

import pytest

from bot.subscribing.preferences import language_unasked


class Chats:
    """Chats that all chose the same."""

    def __init__(self, chosen: str | None) -> None:
        self.chosen = chosen

    async def language(self, chat_id: int) -> str | None:
        return self.chosen

    async def set_language(self, chat_id: int, language: str | None, now: dt.datetime) -> None:
        self.chosen = language


@pytest.mark.parametrize(
    ("chosen", "language"),
    [("ja", "ja"), (None, "ru"), ("de", "ru")],
    ids=["the one chosen", "the first where none was", "the first where the knowledge has lost it"],
)
async def test_a_chat_is_written_to_in(chosen: str | None, language: str) -> None:
    assert await language_unasked(Chats(chosen), 1, ("ru", "ja")) == language
