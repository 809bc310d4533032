"""The real bot in a process of its own that needs not import everything anew: for tests that start it fifty times."""

import multiprocessing
import os
import sys
import time
from collections.abc import Mapping
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from typing import Final

from bot.__main__ import main

START_S: Final = 60.0
_POLL_S: Final = 0.005


def context() -> ForkServerContext:
    """Return what starts processes out of one that has imported the bot already."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(["bot.cli_operating", "tests.e2e.forking"])
    return server


class ForkedBot:
    """``kzjp run`` with a whole environment, its output in a file."""

    def __init__(self, server: ForkServerContext, environment: Mapping[str, str], output: Path) -> None:
        output.touch()
        self._output = output
        self._seen = len(output.read_bytes())
        self._process: ForkServerProcess = server.Process(target=_run, args=(dict(environment), str(output)))
        self._process.start()

    @property
    def output(self) -> str:
        """What it has printed so far."""
        return self._output.read_bytes()[self._seen :].decode()

    def wait_for(self, words: str) -> None:
        """Return once it has printed these words."""
        deadline = time.monotonic() + START_S
        while words not in self.output:
            assert self._process.is_alive(), self.output
            assert time.monotonic() < deadline, self.output
            time.sleep(_POLL_S)

    def kill(self) -> None:
        """End it as a power cut does."""
        self._process.kill()
        self._process.join()

    def terminate(self) -> int | None:
        """Send SIGTERM and return the exit code."""
        self._process.terminate()
        self._process.join()
        return self._process.exitcode


def _run(environment: Mapping[str, str], output: str) -> None:
    os.environ.clear()
    os.environ.update(environment)
    file = os.open(output, os.O_WRONLY | os.O_APPEND)
    for stream in (1, 2):
        os.dup2(file, stream)
    sys.argv = ["kzjp", "run"]
    main()
