"""Memory of this process over a run, at every tenth of the way."""

import gc
import sys
from dataclasses import dataclass, field
from statistics import median
from typing import Final

import psutil

TENTHS: Final = 10
WARM_TENTHS: Final = 3
MOST_GROWTH_MB: Final = 14.0
"""Between the fourth tenth and the ninth, around which the looks lie: as steep as 20 from the third to the last."""
_LOOKS: Final = 3
_MB: Final = 1024 * 1024


@dataclass(slots=True)
class Memory:
    """What this process held, in MB, at the beginning and at every tenth of ``count``."""

    count: int
    mb: list[float] = field(default_factory=list)

    def look(self, done: int) -> None:
        """Measure where another tenth is done."""
        if done * TENTHS >= len(self.mb) * self.count:
            self.mb.append(own_mb())
            print(f"{done:,} made, {self.mb[-1]:.0f} MB", file=sys.stderr, flush=True)

    @property
    def growth_mb(self) -> float:
        """How much it grew once caches were full: the middle of the last three looks less that of three after warming.

        One look says little: pages go back to the system in lumps.
        """
        return median(self.mb[-_LOOKS:]) - median(self.mb[WARM_TENTHS : WARM_TENTHS + _LOOKS])

    @property
    def grew(self) -> bool:
        """Tell whether memory grew by more than it may."""
        return self.growth_mb > MOST_GROWTH_MB

    def lines(self) -> tuple[str, str]:
        """Return the figures in words."""
        return (
            f"memory    {' '.join(f'{value:.0f}' for value in self.mb)} MB at each tenth",
            f"growth    {self.growth_mb:+.1f} MB from {WARM_TENTHS} tenths of the way to the end",
        )


def own_mb() -> float:
    """Return what this process has in memory and shares with no file, garbage collected.

    Pages of the Japanese dictionary's file come and go as the system and the allocator's care of them will.
    """
    gc.collect()
    info = psutil.Process().memory_info()
    return float(info.rss - getattr(info, "shared", 0)) / _MB
