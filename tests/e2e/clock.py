"""A machine whose system clock a test sets, as an administrator or a time server would.

Programs get it through a small library that stands between them and libc's clock. Debian's libfaketime is no use for
this: it spoils waits that go by the clock that only ever grows (``time.sleep`` fails under it).
"""

import shutil
import struct
import subprocess
from pathlib import Path
from typing import Final

COMPILER: Final = shutil.which("cc")
_SOURCE: Final = Path(__file__).with_suffix(".c")


class SystemClock:
    """The clock of all programs that are started with its ``variables``; right until it is set."""

    def __init__(self, folder: Path) -> None:
        assert COMPILER is not None
        self._file = folder / "system-clock"
        self._file.write_bytes(bytes(8))
        self._library = folder / "system-clock.so"
        subprocess.run([COMPILER, "-shared", "-fPIC", "-O2", "-o", self._library, _SOURCE], check=True)

    @property
    def variables(self) -> dict[str, str]:
        """What makes a program go by this clock."""
        return {"LD_PRELOAD": str(self._library), "SYSTEM_CLOCK_FILE": str(self._file)}

    def set(self, hours: float) -> None:
        """Set it so many hours ahead of the right time, or behind it, for every program at once."""
        with self._file.open("r+b", buffering=0) as file:
            file.write(struct.pack("=q", round(hours * 3600)))
