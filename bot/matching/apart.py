"""Building a large base apart: its languages shared out among processes, as many as there are cores.

What building takes in memory goes with those processes, and the one that answers is not held up.
``python -m bot.matching.apart FOLDER DIRECTORY LANGUAGE…`` is such a process.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np
import structlog

from bot.collector import collector_paused, spare_what_lives
from bot.knowledge.model import KnowledgeBase
from bot.matching.concepts import Lexicon
from bot.matching.keeping import Array, freeze_knowledge, freeze_lexicon, thaw_knowledge, thaw_lexicon
from bot.matching.making import Making

_BASE: Final = "base.npz"
_STRANGERS: Final = "strangers.json"
_log = structlog.stdlib.get_logger(__name__)


def build_apart(
    knowledge: KnowledgeBase,
    directory: Path,
    lexicon: Lexicon,
    strangers: Mapping[str, Sequence[str]],
    meanwhile: Callable[[], Mapping[str, Array]] = dict,
) -> dict[str, Array]:
    """Return every language's tables and calibration for the ``knowledge`` read from ``directory``.

    What ``meanwhile`` returns, called in this process, comes with them.
    """
    with tempfile.TemporaryDirectory(prefix="kzjp-index-") as name:
        folder = Path(name)
        np.savez(
            folder / _BASE, allow_pickle=False, **freeze_knowledge(knowledge, directory), **freeze_lexicon(lexicon)
        )
        (folder / _STRANGERS).write_text(json.dumps({key: list(texts) for key, texts in strangers.items()}), "utf-8")
        shares = _shares(tuple(knowledge.languages), os.cpu_count() or 1)
        with ThreadPoolExecutor(len(shares)) as pool:
            building = [pool.submit(_build_by_another, folder, directory, share) for share in shares]
            arrays = dict(meanwhile())
            for built in building:
                built.result()
        for language in knowledge.languages:
            part = _part(folder, language)
            if part.exists():
                with np.load(part, allow_pickle=False) as kept:
                    arrays |= kept
            else:
                # one after the other: liblinear draws from one generator for the whole process
                arrays |= _making(folder, directory).build_language(language)
        return arrays


def _shares(languages: Sequence[str], count: int) -> list[tuple[str, ...]]:
    """Return the languages dealt out to at most ``count`` processes."""
    return [tuple(languages[start::count]) for start in range(min(count, len(languages)))]


def _build_by_another(folder: Path, directory: Path, languages: Sequence[str]) -> None:
    """Have another process build languages; those whose part is missing afterwards it failed to build."""
    command = [sys.executable, "-m", __name__, str(folder), str(directory), *languages]
    ended = subprocess.run(command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603 - our own
    if ended.returncode != 0:
        _log.warning("index not built apart", langs=list(languages), code=ended.returncode)


def _making(folder: Path, directory: Path) -> Making:
    with np.load(folder / _BASE, allow_pickle=False) as kept:
        base: Mapping[str, Array] = dict(kept)
    strangers: Mapping[str, Sequence[str]] = json.loads((folder / _STRANGERS).read_text("utf-8"))
    return Making(thaw_knowledge(base, directory), thaw_lexicon(base), strangers)


def _part(folder: Path, language: str) -> Path:
    return folder / f"language-{language}.npz"


def main(folder: Path, directory: Path, languages: Sequence[str]) -> None:
    """Build languages of what stands in ``folder``, and leave each there as soon as it is whole."""
    with collector_paused():
        making = _making(folder, directory)
        for language in languages:
            unfinished = folder / f"{language}.unfinished.npz"
            np.savez(unfinished, allow_pickle=False, **making.build_language(language))
            unfinished.rename(_part(folder, language))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
    spare_what_lives()
