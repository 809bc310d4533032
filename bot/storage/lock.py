"""The lock beside a SQLite file: one running bot at a time; commands work beside it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.errors import StorageError


@contextmanager
def alone_on(url: str) -> Iterator[bool]:
    """Keep other bots away from a SQLite file while inside; give whether this is the only bot there can be.

    PostgreSQL serves many at once, and nothing is locked there. The lock goes with the process, however it ends.

    Raises:
        StorageError: if another bot runs on the same file.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        yield parsed.get_backend_name() == "sqlite"
        return
    path = Path(f"{parsed.database}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a")
    except OSError as error:
        raise StorageError(f"cannot lock {parsed.database}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageError(
                f"another bot runs on {parsed.database}; only one can, and several need PostgreSQL"
            ) from error
        yield True
