"""Backing up and restoring: all of it or nothing, on both databases, whatever the file has been through."""

import asyncio
import datetime as dt
import gzip
import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError, UsageError
from bot.storage.backup import Existing, back_up, restore
from bot.storage.backup_file import VERSION, BackupTable, Header, check, new_backup
from bot.storage.behind import WriteBehind
from bot.storage.chats import SqlChatStore
from bot.storage.database import open_engine
from bot.storage.records import UnansweredQuestion
from bot.storage.revisions import newest_revision, revision_of
from bot.storage.rows import shapes, to_lines
from bot.storage.schema import METADATA
from bot.storage.unanswered import SqlUnansweredStore
from tests.storage.contents import NOON, ROWS, TEXTS, Watched, contents_of, fill, rows

TABLES = len(METADATA.tables)
EARLY = {"chats", "votes", "unanswered", "previous_questions", "groups", "asked_entries"}


@pytest.fixture
async def full(engine: AsyncEngine) -> AsyncEngine:
    """A database with rows in every table."""
    await fill(engine)
    return engine


@pytest.fixture
async def sqlite_full(sqlite_engine: AsyncEngine) -> AsyncEngine:
    """A SQLite file with rows in every table, for what concerns the backup's file alone."""
    await fill(sqlite_engine)
    return sqlite_engine


@pytest.fixture
def other(empty_engine: AsyncEngine) -> AsyncEngine:
    """An empty database that was never migrated."""
    return empty_engine


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the backup is written."""
    return tmp_path / "kzjp.backup"


def write_early_backup(file: Path) -> None:
    """Write a backup as revision 0003 made them."""
    early = [shape for shape in shapes() if shape.name in EARLY]
    with new_backup(file) as backup:
        backup.header(Header(VERSION, "0003", tuple(BackupTable(one.name, one.columns, ROWS) for one in early)))
        for shape in early:
            given = [row.values() for row in rows(METADATA.tables[shape.name])]
            backup.rows(to_lines([tuple(row) for row in given], shape))
            backup.end(BackupTable(shape.name, shape.columns, ROWS))


def permissions(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


def names_beside(file: Path) -> list[str]:
    return [path.name for path in file.parent.iterdir() if "backup" in path.name]


def content(file: Path) -> bytes:
    return file.read_bytes()


def cut(file: Path, kept: int) -> None:
    file.write_bytes(file.read_bytes()[:kept])


def flip_a_bit(file: Path) -> None:
    changed = bytearray(file.read_bytes())
    changed[len(changed) // 2] ^= 1
    file.write_bytes(changed)


def without_table(lines: list[bytes], name: str) -> list[bytes]:
    header = json.loads(lines[0])
    place = [table["name"] for table in header["tables"]].index(name)
    del header["tables"][place]
    begin = 1 + place * (ROWS + 1)
    return [json.dumps(header).encode() + b"\n", *lines[1:begin], *lines[begin + ROWS + 1 :]]


def rewrite(file: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Change the lines of a backup."""
    file.write_bytes(gzip.compress(b"".join(change(gzip.decompress(file.read_bytes()).splitlines(keepends=True)))))


def rewrite_header(file: Path, **values: object) -> None:
    def change(lines: list[bytes]) -> list[bytes]:
        return [json.dumps({**json.loads(lines[0]), **values}).encode() + b"\n", *lines[1:]]

    rewrite(file, change)


async def test_what_was_backed_up_is_restored_on_a_database_that_was_never_migrated(
    full: AsyncEngine, other: AsyncEngine, file: Path
) -> None:
    before = await contents_of(full)

    header = await back_up(full, file, Watched())
    restored = await restore(other, file, Watched())

    assert await contents_of(other) == before
    assert header == restored
    assert (header.revision, header.rows) == (newest_revision(), TABLES * ROWS)


async def test_the_same_rows_make_the_same_lines_on_both_databases(
    sqlite_migrated_url: str, postgresql_migrated_url: str, tmp_path: Path
) -> None:
    lines = []
    for url in (sqlite_migrated_url, postgresql_migrated_url):
        engine = open_engine(url)
        await fill(engine)
        await back_up(engine, tmp_path / "kzjp.backup", Watched())
        await engine.dispose()
        lines.append(sorted(gzip.decompress(content(tmp_path / "kzjp.backup")).splitlines()))

    assert lines[0] == lines[1]


async def test_an_empty_database_is_backed_up_and_restored(engine: AsyncEngine, other: AsyncEngine, file: Path) -> None:
    await back_up(engine, file, Watched())

    assert (await restore(other, file, Watched())).rows == 0


async def test_a_database_of_another_schema_is_not_backed_up(empty_engine: AsyncEngine, file: Path) -> None:
    with pytest.raises(StorageError, match="run kzjp migrate"):
        await back_up(empty_engine, file, Watched())

    assert names_beside(file) == []


async def test_a_backup_holds_one_moment_though_the_bot_goes_on_writing(engine: AsyncEngine, file: Path) -> None:
    chats = SqlChatStore(engine)
    for number in range(50):
        await chats.set_language(number, "kk", NOON)

    class Meanwhile(Watched):
        def begin(self, purpose: str, rows: int) -> None:
            super().begin(purpose, rows)
            writing_now.append(asyncio.create_task(chats.set_language(1000, "ja", NOON)))

    writing_now: list[asyncio.Task[None]] = []
    header = await back_up(engine, file, Meanwhile())
    await asyncio.gather(*writing_now)

    assert header.rows == 50
    assert await chats.language(1000) == "ja"


async def test_every_row_is_seen_going_by(full: AsyncEngine, other: AsyncEngine, file: Path) -> None:
    watched = Watched()

    await back_up(full, file, watched)
    await restore(other, file, watched)

    assert watched.done == watched.expected
    assert watched.done == dict.fromkeys(("Backing up", "Restoring", "Reading back"), TABLES * ROWS)


async def test_a_backup_is_readable_by_its_owner_alone(sqlite_full: AsyncEngine, file: Path) -> None:
    await back_up(sqlite_full, file, Watched())

    assert permissions(file) == stat.S_IRUSR | stat.S_IWUSR
    assert names_beside(file) == [file.name]


async def test_an_older_backup_stays_where_a_new_one_fails(full: AsyncEngine, file: Path) -> None:
    await back_up(full, file, Watched())
    before = content(file)

    class Failing(Watched):
        def advance(self, rows: int) -> None:
            raise StorageError("the database is gone")

    with pytest.raises(StorageError, match="gone"):
        await back_up(full, file, Failing())

    assert content(file) == before
    assert names_beside(file) == [file.name]


async def test_a_place_that_cannot_be_written_is_told(sqlite_full: AsyncEngine, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot write .*No such file or directory"):
        await back_up(sqlite_full, tmp_path / "nowhere" / "kzjp.backup", Watched())


async def test_a_full_disk_is_told_and_leaves_nothing(sqlite_full: AsyncEngine) -> None:
    with pytest.raises(StorageError, match="cannot write"):
        await back_up(sqlite_full, Path("/dev/full/kzjp.backup"), Watched())


async def test_rows_that_are_there_are_kept_and_the_backup_refused(full: AsyncEngine, file: Path) -> None:
    await back_up(full, file, Watched())
    await SqlChatStore(full).set_language(4711, "ja", NOON)
    before = await contents_of(full)

    with pytest.raises(UsageError, match=r"not empty: .* add --replace"):
        await restore(full, file, Watched())

    assert await contents_of(full) == before


async def test_rows_that_are_there_are_replaced_where_that_is_wanted(full: AsyncEngine, file: Path) -> None:
    before = await contents_of(full)
    await back_up(full, file, Watched())
    await SqlChatStore(full).set_language(4711, "ja", NOON)

    await restore(full, file, Watched(), Existing.REPLACED)

    assert await contents_of(full) == before


async def test_new_rows_are_numbered_after_those_restored(full: AsyncEngine, other: AsyncEngine, file: Path) -> None:
    await back_up(full, file, Watched())
    await restore(other, file, Watched())
    behind = WriteBehind(other)
    store = SqlUnansweredStore(other, behind)

    await store.add(UnansweredQuestion("a new one", "en", NOON.date(), "declined", ()))
    await behind.flush()

    assert [question.number for question in await store.all()] == [*range(1, ROWS + 1), ROWS + 1]


async def test_a_backup_of_an_earlier_version_is_brought_up_to_date(other: AsyncEngine, file: Path) -> None:
    write_early_backup(file)

    header = await restore(other, file, Watched())

    after = await contents_of(other)
    assert header.revision == "0003"
    assert {name: len(after[name]) for name in EARLY} == dict.fromkeys(EARLY, ROWS)
    assert (4 * 10**15, f"4{TEXTS[4]}"[:8], NOON + dt.timedelta(hours=4, microseconds=4)) in after["chats"]
    assert not any(after[name] for name in after if name not in EARLY)
    async with other.connect() as connection:
        assert await connection.run_sync(revision_of) == newest_revision()


async def test_a_backup_of_a_newer_version_is_refused(sqlite_full: AsyncEngine, file: Path) -> None:
    await back_up(sqlite_full, file, Watched())
    rewrite_header(file, revision="9999")

    with pytest.raises(StorageError, match="revision 9999, which a newer version"):
        await restore(sqlite_full, file, Watched())


async def test_a_form_of_the_future_is_refused(sqlite_full: AsyncEngine, file: Path) -> None:
    await back_up(sqlite_full, file, Watched())
    rewrite_header(file, kzjp_backup=2)

    with pytest.raises(StorageError, match="form 2 is unknown"):
        await restore(sqlite_full, file, Watched())


@pytest.mark.parametrize(
    "tables",
    [
        [{"name": 'chats"; --', "columns": [["chat_id", "integer"]], "rows": 0}],
        [{"name": "chats", "columns": [['x" FROM y --', "integer"]], "rows": 0}],
        [{"name": "chats", "columns": [["chat_id", "blob"]], "rows": 0}],
        [{"name": "chats", "columns": [["chat_id", "integer"]], "rows": -1}],
    ],
    ids=["table", "column", "kind", "rows"],
)
async def test_a_header_that_no_backup_has_is_refused(
    sqlite_full: AsyncEngine, file: Path, tables: list[object]
) -> None:
    await back_up(sqlite_full, file, Watched())
    rewrite_header(file, tables=tables)

    with pytest.raises(StorageError, match="no backup of kzjp"):
        await restore(sqlite_full, file, Watched())


DAMAGE: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a row is missing": lambda lines: [*lines[:1], *lines[2:]],
    "a row is there twice": lambda lines: [*lines[:2], *lines[1:]],
    "a row is another": lambda lines: [*lines[:1], lines[1].replace(b"0", b"5", 1), *lines[2:]],
    "a row is no row": lambda lines: [*lines[:1], b"[oops\n", *lines[2:]],
    "a line is no line": lambda lines: [*lines[:1], b"oops\n", *lines[2:]],
    "the end is missing": lambda lines: lines[:-1],
    "half is missing": lambda lines: lines[: len(lines) // 2],
    "something follows": lambda lines: [*lines, b"[1]\n"],
    "tables have changed places": lambda lines: [lines[0], *lines[ROWS + 2 : 2 * ROWS + 3], *lines[1 : ROWS + 2]],
}


@pytest.mark.parametrize("damage", sorted(DAMAGE))
async def test_a_damaged_backup_changes_nothing(sqlite_full: AsyncEngine, file: Path, damage: str) -> None:
    await back_up(sqlite_full, file, Watched())
    before = await contents_of(sqlite_full)
    rewrite(file, DAMAGE[damage])

    with pytest.raises(StorageError, match=r"the backup (is damaged|ends in the middle of) ?"):
        await restore(sqlite_full, file, Watched(), Existing.REPLACED)

    assert await contents_of(sqlite_full) == before


@pytest.mark.parametrize("kept", [0, 10, 200, -1])
async def test_a_file_cut_short_is_refused(sqlite_full: AsyncEngine, file: Path, kept: int) -> None:
    await back_up(sqlite_full, file, Watched())
    before = await contents_of(sqlite_full)
    cut(file, kept)

    with pytest.raises(StorageError, match=r"damaged|no backup"):
        await restore(sqlite_full, file, Watched(), Existing.REPLACED)

    assert await contents_of(sqlite_full) == before


async def test_a_flipped_bit_is_found(sqlite_full: AsyncEngine, file: Path) -> None:
    await back_up(sqlite_full, file, Watched())
    flip_a_bit(file)

    with pytest.raises(StorageError, match=r"damaged|no backup"):
        check(file)


async def test_rows_that_refer_to_nothing_are_refused_and_nothing_changed(full: AsyncEngine, file: Path) -> None:
    await back_up(full, file, Watched())
    before = await contents_of(full)
    rewrite(file, lambda lines: without_table(lines, "subscribers"))

    with pytest.raises(StorageError, match="does not take a row of subscriptions: "):
        await restore(full, file, Watched(), Existing.REPLACED)

    assert await contents_of(full) == before


async def test_a_file_that_is_not_there_is_told(sqlite_full: AsyncEngine, file: Path) -> None:
    with pytest.raises(StorageError, match=r"cannot read .*No such file"):
        await restore(sqlite_full, file, Watched())
