"""How often each entry was asked for, so that the most asked can be shown first."""

from typing import Protocol


class AskedStore(Protocol):
    """Where the counts are kept."""

    async def count(self, entry_id: str) -> None:
        """Count one more question that the entry answered."""
        ...

    async def most(self, limit: int) -> tuple[str, ...]:
        """Return the ids of up to ``limit`` entries, the most asked first."""
        ...
