"""The two processes of an end-to-end test: a playground in a thread of this one, and programs run for real.

Nothing here sleeps for a fixed time: waits end with a line of output, an exit, or a deadline that fails the test.
The people who talk to the bot are in `people`.
"""

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Final

from bot.playground import PlaygroundServer, World
from tests.e2e.forking import Forked

TOKEN: Final = "987654321:AAE2e-token_of_the_tests-0123456789"
SMALL_KNOWLEDGE: Final = Path(__file__).parent / "small_knowledge"
REPOSITORY: Final = Path(__file__).resolve().parent.parent.parent
START_S: Final = 300.0
EXIT_S: Final = 20.0
_SECRET_PART: Final = TOKEN.partition(":")[2]


class Playground:
    """A local Telegram on a free port, served from a thread; a context manager."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self._address: Future[str] = Future()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="playground")

    @property
    def url(self) -> str:
        """The address of the page and the control API."""
        return self._address.result(EXIT_S)

    def __enter__(self) -> "Playground":
        """Start serving."""
        self._thread.start()
        self._address.result(EXIT_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop serving."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(EXIT_S)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except OSError as error:
            self._address.set_exception(error)

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with PlaygroundServer(World(self.token)) as server:
            self._address.set_result(server.url)
            await self._stop.wait()


class Program:
    """A started program whose output, both streams in one, is read as it comes; a context manager."""

    def __init__(self, process: "subprocess.Popen[str] | Forked") -> None:
        self._lines: list[str] = []
        self._news = threading.Condition()
        self._process = process
        self._reader = threading.Thread(target=self._read, name="program output")
        self._reader.start()

    @classmethod
    def of(cls, arguments: Sequence[str], environment: Mapping[str, str]) -> "Program":
        """Start a program by its command line."""
        process = subprocess.Popen(
            arguments,
            env=dict(environment),
            cwd=REPOSITORY,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        return cls(process)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def output(self) -> str:
        """Everything printed so far."""
        with self._news:
            return "".join(self._lines)

    @property
    def has_ended(self) -> bool:
        """Whether the program is no more."""
        return self._process.poll() is not None

    def __enter__(self) -> "Program":
        """Nothing is left to start."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the program."""
        self.close()

    def close(self) -> None:
        """End the program if it still runs; one that does not obey SIGTERM in time is killed."""
        try:
            self.terminate()
        except subprocess.TimeoutExpired:
            self.kill()

    def wait_for_line(self, pattern: str, timeout_s: float = START_S) -> str:
        """Return the first line that ``pattern`` (a regular expression) is found in, once it is printed."""
        wanted, deadline, read = re.compile(pattern), time.monotonic() + timeout_s, 0
        with self._news:
            while True:
                for line in self._lines[read:]:
                    if wanted.search(line):
                        return line
                read = len(self._lines)
                left_s = deadline - time.monotonic()
                if left_s <= 0 or self._lines[-1:] == [""]:
                    raise AssertionError(f"no line with {pattern!r} in:\n{''.join(self._lines)}")
                self._news.wait(left_s)

    def terminate(self) -> int:
        """Send SIGTERM and return the exit code."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
        return self.wait()

    def kill(self) -> None:
        """End the program as a power cut does."""
        self._process.kill()
        self.wait()

    def wait(self, timeout_s: float = EXIT_S) -> int:
        """Return the exit code once the program has ended and all its output is read."""
        code = self._process.wait(timeout_s)
        self._reader.join(timeout_s)
        return code

    def _read(self) -> None:
        if self._process.stdout is None:
            return
        with self._process.stdout as stream:
            for line in stream:
                self._add(line)
        self._add("")

    def _add(self, line: str) -> None:
        with self._news:
            self._lines.append(line)
            self._news.notify_all()


class Home:
    """A data folder of one bot, and the environment to run programs in; indexes are shared through ``cache``.

    ``surroundings`` are variables of the machine's, for every program from now on. Where ``forks``, programs are
    forked off one that has imported everything; else each is started by its command line.
    """

    def __init__(self, folder: Path, cache: Path, knowledge: Path | None = None, *, forks: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        cache.mkdir(parents=True, exist_ok=True)
        if not (folder / "cache").is_symlink():
            (folder / "cache").symlink_to(cache, target_is_directory=True)
        self.folder = folder
        self._knowledge = knowledge
        self._forks = forks
        self.surroundings: dict[str, str] = {}

    def environment(self, **settings: str) -> dict[str, str]:
        """Return this process's environment with only the given settings, named without ``KZJP_``."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KZJP_", "COV_"))}
        kept |= {"NO_PROXY": "127.0.0.1,localhost", "PYTHONUTF8": "1", "KZJP_DATA_DIR": str(self.folder)}
        kept |= self.surroundings
        if self._knowledge is not None:
            kept["KZJP_KNOWLEDGE_DIR"] = str(self._knowledge)
        return kept | {f"KZJP_{name}": value for name, value in settings.items()}

    def access(self, playground: Playground) -> dict[str, str]:
        """Return the settings that lead to a playground."""
        return {"BOT_TOKEN": playground.token, "API_BASE_URL": f"{playground.url}/bot"}

    def bot(self, playground: Playground, **settings: str) -> Program:
        """Start the real bot against a playground, with more settings."""
        return self.start("run", **self.access(playground), **settings)

    def start(self, *arguments: str, **settings: str) -> Program:
        """Start a command."""
        environment = self.environment(**settings)
        if self._forks:
            return Program(Forked.reading(arguments, environment))
        return Program.of(kzjp(*arguments), environment)

    def run(self, *arguments: str, given: str = "", **settings: str) -> "Finished":
        """Run a command to its end, ``given`` as its standard input."""
        environment = self.environment(**settings)
        with TemporaryFile() as stdin, TemporaryFile() as out, TemporaryFile() as err:
            stdin.write(given.encode())
            stdin.seek(0)
            streams = (stdin.fileno(), out.fileno(), err.fileno())
            if self._forks:
                code = Forked(arguments, environment, streams).wait(START_S)
            else:
                done = subprocess.run(
                    kzjp(*arguments),
                    env=environment,
                    cwd=REPOSITORY,
                    stdin=stdin,
                    stdout=out,
                    stderr=err,
                    timeout=START_S,
                    check=False,
                )
                code = done.returncode
            for stream in (out, err):
                stream.seek(0)
            return Finished(code, out.read().decode(), err.read().decode())


class Finished:
    """What a command left: exit code, standard output and error. Holding a token or a traceback fails the test."""

    def __init__(self, code: int, out: str, err: str) -> None:
        assert_fit_to_show(out + err)
        self.code = code
        self.out = out
        self.err = err


def kzjp(*arguments: str) -> tuple[str, ...]:
    """Return the command line of ``kzjp``, run by the Python that runs the tests."""
    return (sys.executable, "-m", "bot", *arguments)


def assert_fit_to_show(output: str) -> None:
    """Fail where a program's output has the token or a traceback in it."""
    assert _SECRET_PART not in output, "the token is in the output"
    assert "Traceback (most recent call last)" not in output, output
