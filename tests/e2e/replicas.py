"""Several bots on one database behind a balancer, as operators run them."""

import asyncio
import itertools
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import httpx

from tests.e2e.harness import EXIT_S, Program
from tests.e2e.stage import Stage

SECRET: Final = "secret-of_the-tests-1"


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Balancer:
    """Leads each connection to the next port that takes it, in a thread of its own; a context manager."""

    def __init__(self, ports: Sequence[int]) -> None:
        self.port = free_port()
        self._turns = itertools.cycle(ports)
        self._count = len(ports)
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._open: set[asyncio.StreamWriter] = set()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._loop.run_until_complete, args=(self._serve(),), name="balancer")

    def __enter__(self) -> "Balancer":
        """Start."""
        self._thread.start()
        assert self._ready.wait(EXIT_S)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(EXIT_S)
        self._loop.close()

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._lead, "127.0.0.1", self.port)
        self._ready.set()
        await self._stop.wait()
        server.close()
        for writer in list(self._open):
            writer.transport.abort()
        await asyncio.gather(*(asyncio.all_tasks() - {asyncio.current_task()}), return_exceptions=True)

    async def _lead(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        for _ in range(self._count):
            try:
                inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", next(self._turns))
            except OSError:
                continue
            self._open |= {writer, inner_writer}
            await asyncio.gather(_pipe(reader, inner_writer), _pipe(inner_reader, writer))
            self._open -= {writer, inner_writer}
            return
        await _close(writer)


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    await _close(writer)


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


class Replicas:
    """Bots on one database; ``ports`` are theirs, in the order they were started."""

    def __init__(self, stage: Stage, url: str, balancer: Balancer, ports: Sequence[int]) -> None:
        self._stage = stage
        self._url = url
        self._balancer = balancer
        self.ports = ports
        self.programs = [self.start(port) for port in ports]
        for port in ports:
            self.wait_until_ready(port)

    def settings(self, port: int) -> dict[str, str]:
        """Return the settings of the bot on ``port``."""
        return self._stage.home.access(self._stage.playground) | {
            "DATABASE_URL": self._url,
            "WEBHOOK_URL": f"http://127.0.0.1:{self._balancer.port}/hook",
            "WEBHOOK_SECRET": SECRET,
            "LISTEN": f"127.0.0.1:{port}",
        }

    def start(self, port: int) -> Program:
        """Start a bot."""
        program = self._stage.home.start("run", **self.settings(port))
        self._stage.programs.append(program)
        return program

    def wait_until_ready(self, port: int) -> None:
        """Return once the bot on ``port`` says that it can serve."""
        self._stage.programs[-1].wait_for_line("webhook set")
        transport = httpx.HTTPTransport(retries=10)
        with httpx.Client(transport=transport, trust_env=False, timeout=EXIT_S) as client:
            for _ in range(600):
                if client.get(f"http://127.0.0.1:{port}/readyz").is_success:
                    return
                threading.Event().wait(0.1)
        raise AssertionError(f"never ready:\n{self._stage.output}")


@contextmanager
def running_replicas(stage: Stage, url: str, count: int = 2) -> Iterator[Replicas]:
    """Run ``count`` bots on the database at ``url`` behind a balancer."""
    ports = [free_port() for _ in range(count)]
    with Balancer(ports) as balancer:
        yield Replicas(stage, url, balancer, ports)


def copy_of(knowledge: Path, folder: Path) -> Path:
    """Return a copy of a knowledge directory, to be changed."""
    for path in knowledge.rglob("*"):
        if path.is_file():
            target = folder / path.relative_to(knowledge)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return folder
