"""What administrators' handlers work with."""

from dataclasses import dataclass

from telegram import User

from bot.announcing.administration import Administration
from bot.announcing.writing import Writing
from bot.tg.progress import Followed


@dataclass(frozen=True, slots=True)
class Administering:
    """The administrators, what they may do, at which rate it is sent, and the cards that show how it goes."""

    admins: frozenset[int]
    administration: Administration
    writing: Writing
    rate: float
    followed: Followed

    def allows(self, user: User | None) -> bool:
        """Say whether someone is an administrator of the bot."""
        return user is not None and user.id in self.admins
