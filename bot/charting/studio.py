"""The studio: pictures drawn in a process of their own, one at a time, each once and kept on disk by its content."""

import asyncio
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Final

import structlog

from bot.charting.model import Drawing
from bot.errors import ChartError

DRAWING_COMMAND: Final = (sys.executable, "-m", "bot.charting")
LONGEST_S: Final = 60.0
_MODULE: Final = Path(__file__).with_name("drawing.py")
_log = structlog.stdlib.get_logger(__name__)


class Studio:
    """Draws with ``command``, which reads a drawing as JSON and writes a PNG; keeps what it drew in ``folder``."""

    def __init__(self, folder: Path, command: Sequence[str] = DRAWING_COMMAND, longest_s: float = LONGEST_S) -> None:
        self._folder = folder
        self._command = command
        self._longest_s = longest_s
        self._one_at_a_time = asyncio.Lock()
        self._style = hashlib.sha256(_MODULE.read_bytes()).digest()

    def digest(self, drawing: Drawing) -> str:
        """Return a name for the picture that changes with anything that is seen in it."""
        return hashlib.sha256(self._style + _as_json(drawing)).hexdigest()

    async def picture(self, drawing: Drawing) -> bytes:
        """Return the PNG, drawn now or kept from before.

        Raises:
            ChartError: if it cannot be drawn.
        """
        path = self._folder / f"{self.digest(drawing)}.png"
        async with self._one_at_a_time:
            kept = await asyncio.to_thread(_read, path)
            if kept is not None:
                return kept
            png = await self._draw(drawing)
            await asyncio.to_thread(_keep, path, png)
            return png

    async def _draw(self, drawing: Drawing) -> bytes:
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
            png, complaint = await asyncio.wait_for(process.communicate(_as_json(drawing)), self._longest_s)
        except TimeoutError as error:
            raise ChartError(f"drawing took more than {self._longest_s} s") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode != 0 or not png:
            last = complaint.decode(errors="replace").strip().splitlines()[-1:]
            raise ChartError(f"drawing failed: {last[0] if last else process.returncode}")
        return png


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
