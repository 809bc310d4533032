"""Backing up while the bot runs, and restoring: every table, whole or not at all, checked by reading it back."""

import enum
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageError
from bot.storage.backup_file import VERSION, BackupReader, BackupTable, Header, check, new_backup, open_backup
from bot.storage.contents import Progress, empty, prove, refuse_full, refuse_in_use, set_numbers
from bot.storage.database import snapshot, writing
from bot.storage.revisions import downgrade, is_known, newest_revision, revision_of, upgrade
from bot.storage.rows import Digest, count, from_lines, read, shapes, to_lines, write


class Existing(enum.Enum):
    """What becomes of rows that are there already when others are restored."""

    KEPT = "kept"
    """Nothing is restored."""
    REPLACED = "replaced"


async def back_up(engine: AsyncEngine, path: Path, progress: Progress) -> Header:
    """Write everything the database holds at this moment to ``path`` and return what the file says of itself.

    Raises:
        StorageError: if the schema isn't the newest, the database fails, or the file cannot be written.
    """
    async with snapshot(engine) as connection:
        header = await _header(connection)
        progress.begin("Backing up", header.rows)
        with new_backup(path) as backup:
            backup.header(header)
            for table in header.tables:
                async for rows in read(connection, table.shape):
                    backup.rows(to_lines(rows, table.shape))
                    progress.advance(len(rows))
                backup.end(table)
    return header


async def _header(connection: AsyncConnection) -> Header:
    revision = await connection.run_sync(revision_of)
    if revision != newest_revision():
        raise StorageError("the database's schema is not of this program; run kzjp migrate")
    tables = [BackupTable(shape.name, shape.columns, await count(connection, shape)) for shape in shapes()]
    return Header(VERSION, revision, tuple(tables))


async def restore(engine: AsyncEngine, path: Path, progress: Progress, existing: Existing = Existing.KEPT) -> Header:
    """Fill the database from the backup at ``path`` and return what the file says of itself.

    A backup of an earlier version is brought up to date. All of it happens in one transaction.

    Raises:
        UsageError: if a bot is running, or the database holds anything that is to be kept.
        StorageError: if the file is damaged or of a newer version, or the database fails.
    """
    await refuse_in_use(engine)
    header = check(path)
    if not is_known(header.revision):
        raise StorageError(f"the backup is of revision {header.revision}, which a newer version of kzjp has made")
    async with writing(engine) as connection:
        await connection.run_sync(upgrade)
        match existing:
            case Existing.KEPT:
                await refuse_full(connection, "add --replace to delete what it holds")
            case Existing.REPLACED:
                await empty(connection)
        await connection.run_sync(downgrade, header.revision)
        with open_backup(path) as backup:
            await _fill(connection, backup, progress)
        await connection.run_sync(upgrade)
        await set_numbers(connection)
    return header


async def _fill(connection: AsyncConnection, backup: BackupReader, progress: Progress) -> None:
    written: list[tuple[BackupTable, Digest]] = []
    progress.begin("Restoring", backup.header.rows)
    for table in backup.header.tables:
        digest = Digest()
        for lines in backup.rows(table):
            digest.add(lines)
            try:
                rows = from_lines(lines, table.shape)
            except ValueError as error:
                raise StorageError(f"the backup is damaged in {table.name}") from error
            await write(connection, table.shape, rows)
            progress.advance(len(lines))
        written.append((table, digest))
    progress.begin("Reading back", backup.header.rows)
    for table, digest in written:
        await prove(connection, table.shape, digest, progress)
