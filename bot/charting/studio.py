"""The studio: pictures drawn in a process of their own, each once and kept on disk by its content.

A process takes a second or two to begin, and one runs at a time: what is asked for meanwhile is drawn by the next, all
of it.
"""

import asyncio
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import structlog

from bot.batching import Batches
from bot.charting.model import LENGTH_BYTES, Drawing
from bot.errors import ChartError

DRAWING_COMMAND: Final = (sys.executable, "-m", "bot.charting")
LONGEST_S: Final = 60.0
MOST_AT_ONCE: Final = 10
_MODULE: Final = Path(__file__).with_name("drawing.py")
_log = structlog.stdlib.get_logger(__name__)


class Studio:
    """Draws with ``command``, as ``bot.charting`` does; keeps what it drew in ``folder``.

    No process may take longer than ``longest_s``.
    """

    def __init__(self, folder: Path, command: Sequence[str] = DRAWING_COMMAND, longest_s: float = LONGEST_S) -> None:
        self._folder = folder
        self._command = command
        self._longest_s = longest_s
        self._asked_for: dict[str, asyncio.Task[bytes]] = {}
        self._drawn: Batches[Drawing, bytes] = Batches(self._draw_each, MOST_AT_ONCE)
        self._style = hashlib.sha256(_MODULE.read_bytes()).digest()

    def digest(self, drawing: Drawing) -> str:
        """Return a name for the picture that changes with anything that is seen in it."""
        return hashlib.sha256(self._style + _as_json(drawing)).hexdigest()

    async def picture(self, drawing: Drawing) -> bytes:
        """Return the PNG, drawn now or kept from before.

        Raises:
            ChartError: if it cannot be drawn.
        """
        digest = self.digest(drawing)
        asked_for = self._asked_for.get(digest)
        if asked_for is None:
            asked_for = self._asked_for[digest] = asyncio.create_task(self._kept_or_drawn(drawing, digest))
            asked_for.add_done_callback(lambda _: self._asked_for.pop(digest))
        return await asyncio.shield(asked_for)

    async def _kept_or_drawn(self, drawing: Drawing, digest: str) -> bytes:
        path = self._folder / f"{digest}.png"
        kept = await asyncio.to_thread(_read, path)
        if kept is not None:
            return kept
        png = await self._drawn.ask(drawing)
        await asyncio.to_thread(_keep, path, png)
        return png

    async def _draw_each(self, drawings: Sequence[Drawing]) -> Sequence[bytes | BaseException]:
        """Draw all of them in one process; where that fails, each in its own, so that one bad one spoils no other."""
        try:
            return await self._draw(drawings)
        except ChartError as error:
            if len(drawings) == 1:
                return [error]
        return [one for drawing in drawings for one in await self._draw_each((drawing,))]

    async def _draw(self, drawings: Sequence[Drawing]) -> list[bytes]:
        # the plotting library keeps a list of fonts in a folder of its own, which the home of a service may not allow
        environment = os.environ | {"MPLCONFIGDIR": str(self._folder), "MPLBACKEND": "agg"}
        pipe = asyncio.subprocess.PIPE
        try:
            process = await asyncio.create_subprocess_exec(
                *self._command, stdin=pipe, stdout=pipe, stderr=pipe, env=environment
            )
        except OSError as error:
            raise ChartError(f"cannot start drawing: {error.strerror}") from error
        try:
            asked = b"[%s]" % b",".join(map(_as_json, drawings))
            drawn, complaint = await asyncio.wait_for(process.communicate(asked), self._longest_s)
        except TimeoutError as error:
            raise ChartError(f"drawing took more than {self._longest_s} s") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        pictures = list(_parted(drawn))
        if process.returncode != 0 or len(pictures) != len(drawings):
            last = complaint.decode(errors="replace").strip().splitlines()[-1:]
            raise ChartError(f"drawing failed: {last[0] if last else process.returncode}")
        return pictures


def _parted(drawn: bytes) -> Iterator[bytes]:
    """Yield each whole picture."""
    while len(drawn) > LENGTH_BYTES:
        end = LENGTH_BYTES + int.from_bytes(drawn[:LENGTH_BYTES])
        if end <= len(drawn):
            yield drawn[LENGTH_BYTES:end]
        drawn = drawn[end:]


def _as_json(drawing: Drawing) -> bytes:
    return json.dumps(asdict(drawing), ensure_ascii=False, sort_keys=True).encode()


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _keep(path: Path, png: bytes) -> None:
    """Write the file at once or not at all; a disk that takes nothing costs only the drawing."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            file.write(png)
        Path(file.name).replace(path)
    except OSError as error:
        _log.warning("picture not kept", reason=type(error).__name__)
