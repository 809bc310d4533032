"""Memory outside Python: the C library's heap, and files that libraries map. Does nothing where there is no glibc.

Telling the collector what it need not look at is ``bot.collector``'s.
"""

import ctypes
import mmap
from collections.abc import Iterator
from pathlib import Path
from typing import Final

_ARENA_MAX: Final = -8  # glibc's M_ARENA_MAX, from malloc.h
_MAPS: Final = Path("/proc/self/maps")


def use_one_arena() -> None:
    """Have all threads take memory from one heap: each of its own would keep what the others could use.

    Threads that hold Python's lock one at a time never wait for it. To be called before there are any.
    """
    library = ctypes.CDLL(None)
    if hasattr(library, "mallopt"):
        library.mallopt(_ARENA_MAX, 1)


def let_go_of(path: Path) -> None:
    """Stop holding the pages of a file that is mapped read-only for as long as this process lives.

    What is read next is mapped anew, from the system's cache as a rule: a microsecond for each 64 kB.
    """
    library = ctypes.CDLL(None)
    for start, size in _mapped(str(path.resolve())):
        library.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), mmap.MADV_DONTNEED)


def _mapped(path: str) -> Iterator[tuple[int, int]]:
    """Yield address and size of each part of memory that is the file's, and that nothing could have written to."""
    if not _MAPS.exists():
        return
    for line in _MAPS.read_text("utf-8", errors="replace").splitlines():
        span, mode, _, _, _, *name = line.split(maxsplit=5)
        if name == [path] and "w" not in mode:
            start, end = (int(bound, 16) for bound in span.split("-"))
            yield start, end - start
