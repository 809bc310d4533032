"""Keeping what was built on disk, under a hash of what it was built from. Plain arrays only, nothing executable.

A file that cannot be read, or was cut short, is as good as none: it is built anew.
"""

import hashlib
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Final
from zipfile import BadZipFile

import numpy as np
import numpy.typing as npt
import structlog

from bot.knowledge.freezing import freeze, thaw
from bot.knowledge.model import KnowledgeBase
from bot.matching.calibration import PRIOR_FILE, Calibration
from bot.matching.concepts import Lexicon
from bot.matching.features import BLOCKS
from bot.matching.having import Having
from bot.matching.index import Margins, Tables
from bot.matching.trigrams import Trigrams
from bot.matching.vectors import Postings, Rows, Vectorizer
from bot.matching.vocabulary import Vocabulary

Array = (
    npt.NDArray[np.float32]
    | npt.NDArray[np.int64]
    | npt.NDArray[np.int32]
    | npt.NDArray[np.uint16]
    | npt.NDArray[np.uint8]
)
_PACKAGES: Final = ("marisa-trie", "numpy", "sudachidict-small", "sudachipy", "pystemmer")
_KEPT_FILES: Final = 6
"""Those used last; each of the shipped knowledge takes some 50 MB."""
_log = structlog.stdlib.get_logger(__name__)


def code_digest() -> str:
    """Return a hash of everything but the knowledge that an index depends on."""
    digest = hashlib.sha256()
    room = Path(__file__).parent
    knowledge = room.parent / "knowledge"
    for path in (*sorted(room.glob("*.py")), PRIOR_FILE, room.parent / "text.py", *sorted(knowledge.glob("*.py"))):
        digest.update(path.read_bytes())
    for package in _PACKAGES:
        digest.update(f"{package}={version(package)}\0".encode())
    return digest.hexdigest()


class Shelf:
    """One file of named arrays in a folder."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder = folder
        self._path = folder / f"index-{hashlib.sha256(key.encode()).hexdigest()[:32]}.npz"

    def load(self) -> Mapping[str, Array] | None:
        """Return the arrays, or None where there are none that can be read."""
        try:
            with self._path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
                arrays = dict(kept)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
            _log.warning("kept index unreadable, building anew", reason=type(error).__name__)
            return None
        with suppress(OSError):  # a folder that cannot be written is used all the same
            os.utime(self._path)
        return arrays

    def save(self, arrays: Mapping[str, Array]) -> None:
        """Keep the arrays; where that fails, say so and go on without."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".tmp", delete=False) as file:
                np.savez(file, allow_pickle=False, **arrays)
            os.replace(file.name, self._path)  # noqa: PTH105 - atomic, unlike writing in place
            self._forget_old()
        except OSError as error:
            _log.warning("index not kept", reason=error.strerror)

    def _forget_old(self) -> None:
        kept = sorted(self._folder.glob("index-*.npz"), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[_KEPT_FILES:]:
            path.unlink(missing_ok=True)


def freeze_tables(name: str, tables: Tables) -> dict[str, Array]:
    """Return the tables as arrays, each name starting with ``name``."""
    arrays: dict[str, Array] = {"idf": tables.vectorizer.idf, "sum_squares": tables.sum_squares}
    for block, vocabulary in zip(BLOCKS, tables.vectorizer.vocabularies, strict=True):
        arrays[f"vocabulary.{block}"] = np.frombuffer(vocabulary.to_bytes(), dtype=np.uint8)
    postings = tables.postings
    arrays |= {"starts": postings.starts, "rows": postings.rows, "values": postings.values}
    margins = tables.margins
    arrays |= {"support.rows": margins.rows, "support.weights": margins.weights}
    arrays |= {"support.units": margins.units, "support.starts": margins.starts}
    arrays["intercepts"] = margins.intercepts
    arrays["strangers"] = np.array(tables.strangers)
    arrays["size"] = np.array(postings.size)
    arrays["scale"] = np.array(tables.scale)
    arrays["folded"] = _text(tables.folded)
    arrays["spoken"] = _text(tables.spoken)
    arrays["spoken.counts"] = np.fromiter(tables.spoken.values(), np.int64)
    for part, having in (("concepts", tables.concepts), ("words", tables.words), ("said", tables.said)):
        arrays |= {part: having.numbers, f"{part}.sizes": having.sizes}
    return {f"{name}.{key}": array for key, array in arrays.items()}


def thaw_tables(name: str, kept: Mapping[str, Array]) -> Tables:
    """Return the tables that were frozen under ``name``.

    Raises:
        KeyError: if they weren't.
    """
    postings = Postings(
        kept[f"{name}.starts"].astype(np.int32, copy=False),
        _rows(kept[f"{name}.rows"]),
        kept[f"{name}.values"].astype(np.float32, copy=False),
        int(kept[f"{name}.size"]),
    )
    counts = kept[f"{name}.spoken.counts"].tolist()
    vocabularies = [Vocabulary(kept[f"{name}.vocabulary.{block}"].tobytes()) for block in BLOCKS]
    return Tables(
        vectorizer=Vectorizer(vocabularies, kept[f"{name}.idf"].astype(np.float32, copy=False)),
        postings=postings,
        margins=Margins(
            _rows(kept[f"{name}.support.rows"]),
            kept[f"{name}.support.weights"].astype(np.float32, copy=False),
            kept[f"{name}.support.units"].astype(np.int32, copy=False),
            kept[f"{name}.support.starts"].astype(np.int32, copy=False),
            kept[f"{name}.intercepts"].astype(np.float32, copy=False),
        ),
        strangers=int(kept[f"{name}.strangers"]),
        sum_squares=kept[f"{name}.sum_squares"].astype(np.float32, copy=False),
        scale=float(kept[f"{name}.scale"]),
        folded=tuple(_texts(kept[f"{name}.folded"])),
        spoken=dict(zip(_texts(kept[f"{name}.spoken"]), counts, strict=True)),
        concepts=_having(f"{name}.concepts", kept),
        words=_having(f"{name}.words", kept),
        said=_having(f"{name}.said", kept),
    )


def _having(part: str, kept: Mapping[str, Array]) -> Having:
    numbers, sizes = (kept[key].astype(np.int32, copy=False) for key in (part, f"{part}.sizes"))
    return Having(numbers, sizes)


def freeze_lexicon(lexicon: Lexicon) -> dict[str, Array]:
    """Return a lexicon as arrays."""
    return {
        "lexicon.phrases": _text(map(" ".join, lexicon.phrases)),
        "lexicon.phrases.of": _text(lexicon.phrases.values()),
        "lexicon.runs": _text(lexicon.runs),
        "lexicon.runs.of": _text(lexicon.runs.values()),
        "lexicon.foreign": _text(sorted(lexicon.foreign)),
    }


def thaw_lexicon(kept: Mapping[str, Array]) -> Lexicon:
    """Return the lexicon that was frozen."""
    phrases = (tuple(phrase.split(" ")) for phrase in _texts(kept["lexicon.phrases"]))
    named, runs_named = (map(sys.intern, _texts(kept[f"lexicon.{part}.of"])) for part in ("phrases", "runs"))
    return Lexicon(
        dict(zip(phrases, named, strict=True)),
        dict(zip(_texts(kept["lexicon.runs"]), runs_named, strict=True)),
        frozenset(map(sys.intern, _texts(kept["lexicon.foreign"]))),
    )


def freeze_knowledge(knowledge: KnowledgeBase, directory: Path) -> dict[str, Array]:
    """Return a knowledge base that was read from ``directory`` as one array."""
    return {"knowledge": np.frombuffer(freeze(knowledge, directory).encode(), dtype=np.uint8)}


def thaw_knowledge(kept: Mapping[str, Array], directory: Path) -> KnowledgeBase:
    """Return the knowledge base that was frozen, as if read from ``directory``."""
    return thaw(kept["knowledge"].tobytes().decode(), directory)


def freeze_calibration(name: str, fitted: Calibration) -> dict[str, Array]:
    """Return a calibration as arrays."""
    rows = np.vstack((fitted.centre, fitted.scale, fitted.weights)).astype(np.float32, copy=False)
    return {f"{name}.calibration": rows, f"{name}.intercept": np.array(fitted.intercept)}


def thaw_calibration(name: str, kept: Mapping[str, Array]) -> Calibration:
    """Return the calibration that was frozen under ``name``."""
    centre, scale, weights = kept[f"{name}.calibration"].astype(np.float32, copy=False)
    return Calibration(centre, scale, weights, float(kept[f"{name}.intercept"]))


def freeze_trigrams(models: Mapping[str, Trigrams]) -> dict[str, Array]:
    """Return the language models as arrays."""
    arrays: dict[str, Array] = {"models": _text(models)}
    for name, model in models.items():
        arrays |= {f"trigrams.{name}": model.keys, f"trigrams.{name}.counts": model.counts}
        arrays[f"trigrams.{name}.words"] = np.frombuffer(model.words.to_bytes(), dtype=np.uint8)
    return arrays


def thaw_trigrams(kept: Mapping[str, Array]) -> dict[str, Trigrams]:
    """Return the language models that were frozen."""
    return {
        name: Trigrams(
            kept[f"trigrams.{name}"].astype(np.int64, copy=False),
            kept[f"trigrams.{name}.counts"].astype(np.int64, copy=False),
            Vocabulary(kept[f"trigrams.{name}.words"].tobytes()),
        )
        for name in _texts(kept["models"])
    }


def _rows(kept: Array) -> Rows:
    """Return row numbers in the width that they were kept in."""
    return kept.astype(np.uint16, copy=False) if kept.dtype == np.uint16 else kept.astype(np.int32, copy=False)


def _text(texts: Iterable[str]) -> Array:
    return np.frombuffer("".join(f"{text}\n" for text in texts).encode(), dtype=np.uint8)


def _texts(array: Array) -> Sequence[str]:
    return array.tobytes().decode().split("\n")[:-1]
