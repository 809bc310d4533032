"""The lock beside a SQLite file: one running bot at a time; commands work beside it, or see that one runs."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StorageError
from bot.storage.database import is_sqlite, sqlite_file


@contextmanager
def alone_on(url: str) -> Iterator[bool]:
    """Keep other bots away from a SQLite file while inside; give whether this is the only bot there can be.

    PostgreSQL serves many at once, and nothing is locked there. The lock goes with the process, however it ends.

    Raises:
        StorageError: if another bot runs on the same file.
    """
    database = sqlite_file(url)
    if database is None:
        yield is_sqlite(url)
        return
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        file = _lock_of(database).open("a")
    except OSError as error:
        raise StorageError(f"cannot lock {database}: {error.strerror}") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise StorageError(f"another bot runs on {database}; only one can, and several need PostgreSQL") from error
        yield True


def is_held(database: Path) -> bool:
    """Say whether a bot runs on the SQLite file ``database``."""
    try:
        with _lock_of(database).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False  # there is no such file, and so no bot that holds it
    return False


def _lock_of(database: Path) -> Path:
    return Path(f"{database}.lock")
