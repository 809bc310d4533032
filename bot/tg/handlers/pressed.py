"""What a pressed button leads to."""

from dataclasses import dataclass

from bot.tg.sender import Reply


@dataclass(frozen=True, slots=True)
class Pressed:
    """``reply`` takes the place of the message, which stays as it is where that is None; ``notice`` pops up."""

    reply: Reply | None
    notice: str | None = None
