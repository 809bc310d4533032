"""A knowledge directory as it is, or as it was at a revision that git keeps of it."""

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.errors import KnowledgeError

_PATIENCE_S: Final = 60


@contextmanager
def directory_at(version: str, directory: Path) -> Iterator[Path]:
    """Yield the folder that ``version`` names: one that is there, or ``directory`` at a git revision, for the while.

    Raises:
        KnowledgeError: if it names neither.
    """
    if Path(version).is_dir():
        yield Path(version)
        return
    with tempfile.TemporaryDirectory(prefix="kzjp-revision-") as name:
        folder = Path(name)
        with zipfile.ZipFile(io.BytesIO(_archive(version, directory))) as archive:
            archive.extractall(folder)
        yield folder


def _archive(revision: str, directory: Path) -> bytes:
    """Return a zip file of what git keeps in ``directory`` at a revision."""
    command = ["git", "-C", str(directory), "archive", "--format=zip", "--end-of-options", revision, "."]
    try:
        ended = subprocess.run(command, check=False, capture_output=True, timeout=_PATIENCE_S)  # noqa: S603 - no shell
    except (OSError, subprocess.TimeoutExpired) as error:
        raise KnowledgeError((f"{revision}: neither a folder nor readable by git ({type(error).__name__})",)) from error
    if ended.returncode != 0:
        said = ended.stderr.decode(errors="replace").strip().splitlines()
        reason = said[-1] if said else f"git ended with {ended.returncode}"
        raise KnowledgeError((f"{revision}: neither a folder nor a git revision of {directory}: {reason}",))
    return ended.stdout
