"""``kzjp`` in a process of its own that needs not import everything anew, which is most of what a start takes.

It is the real program in a real process, with another process's imports: for tests that are not about starting and
exiting.
"""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess
from multiprocessing.reduction import DupFd
from typing import Final, Protocol, TextIO

from bot.__main__ import main

_PRELOADED: Final = [
    "bot.cli_announce",
    "bot.cli_operating",
    "bot.cli_storage",
    "bot.cli_subscribers",
    "bot.playground",
    "tests.e2e.forking",
]


class Forked:
    """``kzjp`` with its arguments and a whole environment; used as ``subprocess.Popen`` is.

    ``streams`` are its standard input, output and error, as numbers of files that are open here.
    """

    def __init__(self, arguments: Sequence[str], environment: Mapping[str, str], streams: tuple[int, int, int]) -> None:
        given = (tuple(arguments), dict(environment), tuple(map(_Passed, streams)))
        self._process: ForkServerProcess = _context().Process(target=_run, args=given)
        self._process.start()
        self.stdout: TextIO | None = None

    @classmethod
    def reading(cls, arguments: Sequence[str], environment: Mapping[str, str]) -> "Forked":
        """Start one with nothing to read, and both of its streams in ``stdout``."""
        here, there = os.pipe()
        nothing = os.open(os.devnull, os.O_RDONLY)
        try:
            started = cls(arguments, environment, (nothing, there, there))
        finally:
            os.close(nothing)
            os.close(there)
        started.stdout = os.fdopen(here, encoding="utf-8")
        return started

    @property
    def pid(self) -> int:
        """The process id."""
        assert self._process.pid is not None
        return self._process.pid

    def poll(self) -> int | None:
        """Return the exit code, None as long as it runs."""
        return self._process.exitcode

    def send_signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()

    def wait(self, timeout: float) -> int:
        """Return the exit code once it has ended.

        Raises:
            subprocess.TimeoutExpired: if it hasn't by then.
        """
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired("kzjp", timeout)
        return self._process.exitcode


class _Passed:
    """An open file's number that becomes the other process's number of that file on its way there."""

    def __init__(self, number: int) -> None:
        self._number = number

    def __reduce__(self) -> tuple[object, ...]:
        return _received, (DupFd(self._number),)


class _Detachable(Protocol):
    def detach(self) -> int: ...


def _received(passed: _Detachable) -> int:
    return passed.detach()


@cache
def _context() -> ForkServerContext:
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(_PRELOADED)
    return server


def _run(arguments: Sequence[str], environment: Mapping[str, str], streams: Sequence[int]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115 - lives as long as the process
    sys.argv = ["kzjp", *arguments]
    main()
