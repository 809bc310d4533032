"""How a group wants to be answered: what replies to the bot is a question too, unless only mentions are."""

import datetime as dt
from typing import Protocol


class GroupStore(Protocol):
    """Where groups' choices are kept."""

    async def mentions_only(self, chat_id: int) -> bool:
        """Say whether the group wants answers only where the bot is mentioned."""
        ...

    async def set_mentions_only(self, chat_id: int, on: bool, now: dt.datetime) -> None:
        """Keep the group's choice."""
        ...

    async def move(self, old_id: int, new_id: int) -> None:
        """Keep all that a group chose when it becomes a supergroup with a new id."""
        ...
