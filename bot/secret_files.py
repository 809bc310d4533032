"""Secrets out of files: ``KZJP_BOT_TOKEN_FILE`` names the file that holds what ``KZJP_BOT_TOKEN`` would.

That is how container platforms and systemd hand over secrets without showing them in a process's environment.
What a secret must look like is judged in ``bot.config``.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

SUFFIX: Final = "_file"
LONGEST_BYTES: Final = 8192


class Taken(NamedTuple):
    """Values with the files' contents among them, which name each such value was given by, and what is wrong."""

    values: dict[str, str]
    named: dict[str, str]
    problems: tuple[tuple[str, str], ...]


def take_secret_files(given: Mapping[str, str], secrets: Sequence[str]) -> Taken:
    """Return ``given`` with each of ``secrets`` read from its file, where a file is named."""
    values, named, problems = dict(given), {}, []
    for secret in secrets:
        name = f"{secret}{SUFFIX}"
        path = values.pop(name, None)
        if path is None:
            continue
        if secret in values:
            problems.append((name, f"is set beside KZJP_{secret.upper()}; set only one of them"))
            continue
        named[secret] = name
        try:
            values[secret] = _content(Path(path))
        except OSError as error:
            problems.append((name, f"cannot be read: {error.strerror}"))
        except ValueError as error:
            problems.append((name, str(error)))
    return Taken(values, named, tuple(problems))


def _content(path: Path) -> str:
    """Return the file's text without the line end that editors and `echo` leave behind it."""
    with path.open("rb") as file:
        content = file.read(LONGEST_BYTES + 1)
    if len(content) > LONGEST_BYTES:
        raise ValueError(f"is longer than {LONGEST_BYTES} bytes")
    try:
        text = content.decode("utf-8").rstrip("\r\n")
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8 text") from None
    if not text.strip():
        raise ValueError("is empty")
    return text
