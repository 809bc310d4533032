"""The tools that judge deployment files: Debian's, and those that come with the development packages.

A test that needs a tool which isn't there is skipped; CI installs them all and fails where one was skipped.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

_BESIDE_PYTHON = Path(sys.executable).parent


class Verdict(NamedTuple):
    """What a tool said, both streams in one, and its exit code."""

    code: int
    said: str


def verdict(tool: str, *arguments: str | Path, cwd: Path | None = None) -> Verdict:
    """Run ``tool`` and return its verdict; skip the test where it isn't installed."""
    found = shutil.which(tool, path=str(_BESIDE_PYTHON)) or shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed")
    done = subprocess.run(
        [found, *map(str, arguments)],
        cwd=cwd,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return Verdict(done.returncode, done.stdout)
