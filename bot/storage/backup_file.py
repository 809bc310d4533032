"""The form of a backup: gzipped lines of JSON that no database's own format is part of.

The first line is the header: the form's version, the schema's revision, and each table with its columns and number of
rows. Then come each table's rows, one a line, and a line that ends the table with its number of rows and checksum.
Whatever does not agree, a file cut short included, is refused.
"""

import gzip
import json
import os
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final, TypeAlias

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from bot.errors import StorageError
from bot.storage.rows import BATCH_ROWS, Digest, Shape, known_kind

VERSION: Final = 1
_COMPRESSION: Final = 2  # three quarters of what the highest saves, in a fifth of its time
_ROW_BEGIN: Final = b"["
_DAMAGED: Final = (OSError, EOFError, zlib.error, ValueError)
_Line: TypeAlias = "dict[str, object]"


_Name: TypeAlias = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,62}$")]
_Kind: TypeAlias = Annotated[str, AfterValidator(known_kind)]


@dataclass(frozen=True, slots=True)
class BackupTable:
    """A table in a backup."""

    name: _Name
    columns: tuple[tuple[_Name, _Kind], ...]
    rows: Annotated[int, Field(ge=0)]

    @property
    def shape(self) -> Shape:
        """The table's name and columns."""
        return Shape(self.name, self.columns)


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself."""

    kzjp_backup: int
    revision: str
    tables: tuple[BackupTable, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.rows for table in self.tables)


@dataclass(frozen=True, slots=True)
class _End:
    end: str
    rows: int
    checksum: str


_HEADER: Final = TypeAdapter(Header)
_END: Final = TypeAdapter(_End)


class BackupWriter:
    """Writes a backup: the header first, then each table's rows and its end."""

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        self._digest = Digest()

    def header(self, header: Header) -> None:
        """Write the header."""
        self._line(_HEADER.dump_python(header, mode="json"))

    def rows(self, lines: Sequence[bytes]) -> None:
        """Write rows of the present table."""
        self._digest.add(lines)
        self._stream.write(b"\n".join(lines) + b"\n")

    def end(self, table: BackupTable) -> None:
        """End the present table.

        Raises:
            StorageError: if it doesn't have as many rows as the header says.
        """
        if self._digest.rows != table.rows:
            raise StorageError(f"{table.name} has {self._digest.rows} rows instead of {table.rows}")
        self._line({"end": table.name, "rows": self._digest.rows, "checksum": self._digest.checksum})
        self._digest = Digest()

    def _line(self, line: _Line) -> None:
        self._stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


class BackupReader:
    """Reads a backup: its header at once, then each table's rows in the header's order.

    Raises:
        StorageError: if the file is damaged, or of a form that this program doesn't know.
    """

    def __init__(self, stream: gzip.GzipFile) -> None:
        self._stream = stream
        try:
            self.header = _HEADER.validate_json(stream.readline())
        except ValidationError:
            raise StorageError("the file is no backup of kzjp") from None
        except _DAMAGED as error:
            raise StorageError("the file is no backup of kzjp, or damaged") from error
        if self.header.kzjp_backup != VERSION:
            raise StorageError(f"the backup's form {self.header.kzjp_backup} is unknown: a newer program made it")

    def rows(self, table: BackupTable) -> Iterator[list[bytes]]:
        """Return the lines of a table's rows, many at a time.

        Raises:
            StorageError: if they are not the ones that were written.
        """
        digest, lines = Digest(), list[bytes]()
        try:
            for line in self._stream:
                if not line.startswith(_ROW_BEGIN):
                    if lines:
                        digest.add(lines)
                        yield lines
                    _compare(table, digest, _END.validate_json(line))
                    return
                lines.append(line.rstrip(b"\n"))
                if len(lines) == BATCH_ROWS:
                    digest.add(lines)
                    yield lines
                    lines = []
        except _DAMAGED as error:
            raise StorageError(f"the backup is damaged in {table.name}") from error
        raise StorageError(f"the backup ends in the middle of {table.name}")

    def finish(self) -> None:
        """See that nothing follows the last table, and that the file's own checksum is right.

        Raises:
            StorageError: if it isn't so.
        """
        try:
            following = self._stream.readline()
        except _DAMAGED as error:
            raise StorageError("the backup is damaged at its end") from error
        if following:
            raise StorageError("the backup is damaged: something follows its last table")


def _compare(table: BackupTable, digest: Digest, end: _End) -> None:
    if (end.end, end.rows, end.checksum) != (table.name, digest.rows, digest.checksum) or end.rows != table.rows:
        raise StorageError(f"the backup is damaged in {table.name}: rows and checksum do not agree")


@contextmanager
def new_backup(path: Path) -> Iterator[BackupWriter]:
    """Write a backup that takes its place at ``path`` only when it is whole, on the disk, and read back.

    Only its owner may read it: it holds chats' ids and words.

    Raises:
        StorageError: if it cannot be written.
    """
    unfinished: Path | None = None
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        unfinished = Path(name)
        with os.fdopen(number, "wb") as raw:
            with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=_COMPRESSION, mtime=0, filename="") as stream:
                yield BackupWriter(stream)
            raw.flush()
            os.fsync(raw.fileno())
        check(unfinished)
        unfinished.replace(path)
        _fsync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"cannot write {path}: {error.strerror}") from error
    finally:
        if unfinished is not None:
            unfinished.unlink(missing_ok=True)


@contextmanager
def open_backup(path: Path) -> Iterator[BackupReader]:
    """Open a backup.

    Raises:
        StorageError: if it cannot be read.
    """
    try:
        raw = path.open("rb")
    except OSError as error:
        raise StorageError(f"cannot read {path}: {error.strerror}") from error
    with raw, gzip.GzipFile(fileobj=raw, mode="rb") as stream:
        yield BackupReader(stream)


def check(path: Path) -> Header:
    """Read a backup to its end and return its header.

    Raises:
        StorageError: if it is damaged.
    """
    with open_backup(path) as backup:
        for table in backup.header.tables:
            for _ in backup.rows(table):
                pass
        backup.finish()
        return backup.header


def _fsync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
