"""A chat's language: guessed from each question unless the chat chose one."""

import datetime as dt
from collections.abc import Collection
from typing import Protocol


class ChatStore(Protocol):
    """Where chats' choices are kept."""

    async def language(self, chat_id: int) -> str | None:
        """Return the language the chat chose, or None."""
        ...

    async def set_language(self, chat_id: int, language: str | None, now: dt.datetime) -> None:
        """Keep the chat's language; None forgets the chat."""
        ...


async def language_unasked(chats: ChatStore, chat_id: int, languages: Collection[str]) -> str:
    """Return the language that a chat chose, else the first of ``languages``, for what is written to it unasked."""
    chosen = await chats.language(chat_id)
    return chosen if chosen is not None and chosen in languages else next(iter(languages))
