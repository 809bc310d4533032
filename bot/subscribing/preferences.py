"""A chat's language: guessed from each question unless the chat chose one."""

import datetime as dt
from typing import Protocol


class ChatStore(Protocol):
    """Where chats' choices are kept."""

    async def language(self, chat_id: int) -> str | None:
        """Return the language the chat chose, or None."""
        ...

    async def set_language(self, chat_id: int, language: str | None, now: dt.datetime) -> None:
        """Keep the chat's language; None forgets the chat."""
        ...
