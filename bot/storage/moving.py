"""Moving everything from one database to another, such as from SQLite to PostgreSQL; the first is left as it is."""

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.errors import StorageError
from bot.storage.contents import Progress, prove, refuse_full, refuse_in_use, set_numbers
from bot.storage.database import snapshot, writing
from bot.storage.revisions import newest_revision, revision_of, upgrade
from bot.storage.rows import Digest, Shape, count, read, shapes, to_lines, write


async def move(source: AsyncEngine, target: AsyncEngine, progress: Progress) -> int:
    """Copy every row into ``target``, which is migrated and must be empty; return how many there are.

    It happens in one transaction, which ends well only where all that was read is found again.

    Raises:
        UsageError: if a bot is running on one of them, or ``target`` holds anything.
        StorageError: if the schema of ``source`` isn't the newest, or a database fails.
    """
    await refuse_in_use(source)
    await refuse_in_use(target)
    async with snapshot(source) as reading, writing(target) as connection:
        if await reading.run_sync(revision_of) != newest_revision():
            raise StorageError("the schema of the database to move is not of this program; run kzjp migrate")
        await connection.run_sync(upgrade)
        await refuse_full(connection, "move to an empty one")
        total = sum([await count(reading, shape) for shape in shapes()])
        progress.begin("Moving", total)
        written = [(shape, await _copy(reading, connection, shape, progress)) for shape in shapes()]
        progress.begin("Reading back", total)
        for shape, digest in written:
            await prove(connection, shape, digest, progress)
        await set_numbers(connection)
    return total


async def _copy(source: AsyncConnection, target: AsyncConnection, shape: Shape, progress: Progress) -> Digest:
    digest = Digest()
    async for rows in read(source, shape):
        digest.add(to_lines(rows, shape))
        await write(target, shape, [tuple(row) for row in rows])
        progress.advance(len(rows))
    return digest
