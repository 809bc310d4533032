"""Python's garbage collector, kept from looking again and again at what lives as long as the process.

Modules and knowledge are hundreds of thousands of objects. Looking through them costs a third of a start, about a
second at the end of a process, and a long pause every now and then in between.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python from looking for garbage meanwhile: what makes many objects that live on takes half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def spare_what_lives() -> None:
    """Don't look any more at what is there now; what is dropped of it goes as before, unless it refers to itself."""
    gc.freeze()
