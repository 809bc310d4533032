"""Building a large base apart: each language in a process of its own, as many at once as there are cores.

What building takes in memory goes with those processes, and the one that answers is not held up.
``python -m bot.matching.apart FOLDER DIRECTORY LANGUAGE`` is such a process.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import structlog

from bot.collector import collector_paused
from bot.knowledge.model import KnowledgeBase
from bot.matching.concepts import Lexicon
from bot.matching.keeping import Array, freeze_knowledge, freeze_lexicon, thaw_knowledge, thaw_lexicon
from bot.matching.making import Making

_BASE: Final = "base.npz"
_STRANGERS: Final = "strangers.json"
_log = structlog.stdlib.get_logger(__name__)


def build_apart(
    knowledge: KnowledgeBase, directory: Path, lexicon: Lexicon, strangers: Mapping[str, Sequence[str]]
) -> dict[str, Array]:
    """Return every language's tables and calibration for the ``knowledge`` read from ``directory``."""
    with tempfile.TemporaryDirectory(prefix="kzjp-index-") as name:
        folder = Path(name)
        np.savez(
            folder / _BASE, allow_pickle=False, **freeze_knowledge(knowledge, directory), **freeze_lexicon(lexicon)
        )
        (folder / _STRANGERS).write_text(json.dumps({key: list(texts) for key, texts in strangers.items()}), "utf-8")
        with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
            parts = list(pool.map(lambda language: _built_by_another(folder, directory, language), knowledge.languages))
        arrays: dict[str, Array] = {}
        for language, part in zip(knowledge.languages, parts, strict=True):
            # one after the other: liblinear draws from one generator for the whole process
            arrays |= part if part is not None else _making(folder, directory).build_language(language)
        return arrays


def _built_by_another(folder: Path, directory: Path, language: str) -> Mapping[str, Array] | None:
    """Return what another process has built of a language, None where it failed."""
    command = [sys.executable, "-m", __name__, str(folder), str(directory), language]
    ended = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    if ended.returncode != 0:
        _log.warning("index not built apart", lang=language, code=ended.returncode)
        return None
    with np.load(_part(folder, language), allow_pickle=False) as kept:
        return dict(kept)


def _making(folder: Path, directory: Path) -> Making:
    with np.load(folder / _BASE, allow_pickle=False) as kept:
        base: Mapping[str, Array] = dict(kept)
    strangers: Mapping[str, Sequence[str]] = json.loads((folder / _STRANGERS).read_text("utf-8"))
    return Making(thaw_knowledge(base, directory), thaw_lexicon(base), strangers)


def _part(folder: Path, language: str) -> Path:
    return folder / f"language-{language}.npz"


def main(folder: Path, directory: Path, language: str) -> None:
    """Build one language of what stands in ``folder``, and leave it there."""
    with collector_paused():
        arrays = _making(folder, directory).build_language(language)
    np.savez(_part(folder, language), allow_pickle=False, **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
