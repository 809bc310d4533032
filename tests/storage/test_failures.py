"""A failing database is told in one way, whatever the driver says; a mistake of the program's is not hidden."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import StorageError, StorageUnavailable
from bot.storage.chats import SqlChatStore
from bot.storage.database import open_engine
from bot.storage.failures import WatchedPool, storage_error
from bot.storage.schema import CHATS
from tests.postgresql import PostgreSQL, running_postgresql
from tests.storage.contents import NOON


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A server of its own, to be stopped and started."""
    with running_postgresql() as running:
        yield running


@pytest.fixture
async def fallible(server: PostgreSQL) -> AsyncIterator[AsyncEngine]:
    """An engine on that server, running when the test begins and when it ends."""
    engine = open_engine(await server.new_database())
    yield engine
    server.start()
    await engine.dispose()


async def begun(engine: AsyncEngine, statement: str) -> None:
    """Wait until the server is at ``statement``."""
    query = sa.text("SELECT count(*) FROM pg_stat_activity WHERE query = :statement AND state = 'active'")
    async with asyncio.timeout(10), engine.connect() as connection:
        while (await connection.execute(query, {"statement": statement})).scalar_one() == 0:
            await connection.rollback()


class FromSqlite(sqlite3.OperationalError):
    """SQLite's error with a code."""

    def __init__(self, code: int) -> None:
        super().__init__("its words don't matter")
        self.sqlite_errorcode = code


class FromPostgresql(Exception):  # noqa: N818 - named by where it comes from
    """PostgreSQL's error with a code."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__("its words don't matter")
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FromSqlite(sqlite3.SQLITE_BUSY), "locked"),
        (FromSqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), "locked"),
        (FromSqlite(sqlite3.SQLITE_FULL), "disk is full"),
        (FromSqlite(sqlite3.SQLITE_IOERR_WRITE), "disk cannot be read or written"),
        (FromPostgresql("53100"), "disk is full"),
        (FromPostgresql("53300"), "too many connections"),
        (FromPostgresql("53200"), "out of resources"),
        (FromPostgresql("57014"), "took too long"),
        (FromPostgresql("57P03"), "starting or stopping"),
        (FromPostgresql("57P01"), "being stopped"),
        (FromPostgresql("08006"), "connection was lost"),
        (FromPostgresql("40P01"), "others were writing"),
        (FromPostgresql("55P03"), "locked"),
        (FromPostgresql("25006"), "may not be written"),
        (ConnectionRefusedError(111, "Connection refused"), "nothing listens"),
        (FileNotFoundError(2, "No such file or directory"), "nothing listens"),
        (TimeoutError(), "doesn't answer"),
        (OSError(113, "No route to host"), "No route to host"),
        (OSError("Multiple exceptions"), "cannot be reached"),
    ],
    ids=str,
)
def test_what_may_pass_is_told_as_unavailable(error: Exception, told: str) -> None:
    meant = storage_error(error)

    assert isinstance(meant, StorageUnavailable)
    assert told in str(meant)
    assert "its words" not in str(meant)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (FromSqlite(sqlite3.SQLITE_NOTADB), "not a database"),
        (FromSqlite(sqlite3.SQLITE_CORRUPT), "damaged"),
        (FromSqlite(sqlite3.SQLITE_READONLY), "may not be written"),
        (FromSqlite(sqlite3.SQLITE_CANTOPEN), "no such file"),
        (FromPostgresql("28P01"), "refuses the user or the password"),
        (FromPostgresql("3D000"), "no database of this name"),
        (FromPostgresql("42501"), "may not do this"),
    ],
    ids=str,
)
def test_what_stays_until_someone_mends_it_is_not_told_as_passing(error: Exception, told: str) -> None:
    meant = storage_error(error)

    assert type(meant) is StorageError
    assert told in str(meant)


@pytest.mark.parametrize(
    "error",
    [
        FromSqlite(sqlite3.SQLITE_CONSTRAINT_UNIQUE),
        FromSqlite(sqlite3.SQLITE_ERROR),
        FromPostgresql("23505"),
        KeyError(),
    ],
    ids=str,
)
def test_a_mistake_of_the_programs_stays_one(error: Exception) -> None:
    assert storage_error(error) is None


async def test_a_broken_rule_is_not_hidden_and_shows_no_values(engine: AsyncEngine) -> None:
    row = {"chat_id": 4711, "language": "secret", "changed_at": NOON}

    async with engine.begin() as connection:
        await connection.execute(sa.insert(CHATS).values(row))
        with pytest.raises(IntegrityError) as raised:
            await connection.execute(sa.insert(CHATS).values(row))
        await connection.rollback()

    assert "secret" not in str(raised.value)


async def test_a_wrong_statement_is_not_hidden(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError):
            await connection.execute(sa.text("SELECT nothing FROM nowhere"))


async def test_a_full_disk_is_told(sqlite_engine: AsyncEngine) -> None:
    async with sqlite_engine.connect() as connection:
        pages = (await connection.execute(sa.text("PRAGMA page_count"))).scalar_one()

        with pytest.raises(StorageUnavailable, match="disk is full"):
            await fill_up(connection_pages=pages, engine=sqlite_engine)


async def fill_up(connection_pages: int, engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(sa.text(f"PRAGMA max_page_count = {connection_pages + 1}"))
        for number in range(1000):
            await connection.execute(sa.insert(CHATS).values(chat_id=number, language="kk", changed_at=NOON))


async def test_a_database_locked_by_another_process_is_told(
    sqlite_migrated_url: str, sqlite_engine: AsyncEngine
) -> None:
    impatient = open_engine(sqlite_migrated_url)
    async with sqlite_engine.connect() as holding, impatient.connect() as connection:
        await holding.exec_driver_sql("PRAGMA query_only = OFF")
        await holding.rollback()
        await holding.execute(sa.insert(CHATS).values(chat_id=1, language="kk", changed_at=NOON))
        await connection.exec_driver_sql("PRAGMA busy_timeout = 1")

        with pytest.raises(StorageUnavailable, match="locked by another process"):
            await connection.execute(sa.insert(CHATS).values(chat_id=2, language="kk", changed_at=NOON))
    await impatient.dispose()


@pytest.mark.postgresql
async def test_a_statement_that_takes_too_long_is_told(postgresql_url: str) -> None:
    engine = open_engine(postgresql_url)
    async with engine.connect() as connection:
        await connection.execute(sa.text("SET LOCAL statement_timeout = 1"))

        with pytest.raises(StorageUnavailable, match="took too long"):
            await connection.execute(sa.text("SELECT pg_sleep(10)"))
    await engine.dispose()


@pytest.mark.postgresql
async def test_a_database_that_is_not_there_is_told(postgresql_url: str) -> None:
    engine = open_engine(f"{postgresql_url.partition('?')[0]}_not?{postgresql_url.partition('?')[2]}")

    with pytest.raises(StorageError, match="no database of this name"):
        await SqlChatStore(engine).language(1)
    await engine.dispose()


async def test_a_server_that_is_not_there_is_told_without_the_password() -> None:
    engine = open_engine("postgresql://kzjp:hunter2@127.0.0.1:1/kzjp")

    with pytest.raises(StorageUnavailable, match=r"the database kzjp at 127\.0\.0\.1:1 is unavailable") as raised:
        await SqlChatStore(engine).language(1)

    assert "hunter2" not in str(raised.value)
    await engine.dispose()


@pytest.mark.postgresql
async def test_a_pool_with_every_connection_in_use_is_told(postgresql_url: str) -> None:
    driver = postgresql_url.replace("postgresql://", "postgresql+asyncpg://")
    engine = create_async_engine(driver, poolclass=WatchedPool, pool_size=1, max_overflow=0, pool_timeout=0.05)

    async with engine.connect():
        with pytest.raises(StorageUnavailable, match="every connection is in use"):
            await engine.connect()
    await engine.dispose()


@pytest.mark.postgresql
async def test_a_restart_is_survived_without_a_failed_statement(fallible: AsyncEngine, server: PostgreSQL) -> None:
    async with fallible.connect() as connection:
        await connection.execute(sa.text("SELECT 1"))

    server.stop()
    server.start()

    async with fallible.connect() as connection:
        assert (await connection.execute(sa.text("SELECT 2"))).scalar_one() == 2


@pytest.mark.postgresql
async def test_a_statement_in_flight_when_the_server_dies_is_told_and_the_next_works(
    fallible: AsyncEngine, server: PostgreSQL
) -> None:
    async with fallible.connect() as connection:
        await connection.execute(sa.text("SELECT 1"))
        flying = asyncio.create_task(connection.execute(sa.text("SELECT pg_sleep(30)")))
        await begun(fallible, "SELECT pg_sleep(30)")
        await asyncio.to_thread(server.stop)

        with pytest.raises(StorageUnavailable):
            await flying

    with pytest.raises(StorageUnavailable):
        await SqlChatStore(fallible).language(1)
    server.start()
    async with fallible.connect() as connection:
        assert (await connection.execute(sa.text("SELECT 2"))).scalar_one() == 2


async def test_a_statement_that_nobody_waits_for_any_longer_leaves_a_usable_database(engine: AsyncEngine) -> None:
    chats = SqlChatStore(engine)
    keeping = [asyncio.create_task(chats.set_language(number, "kk", NOON)) for number in range(20)]
    await asyncio.sleep(0)
    for task in keeping:
        task.cancel()
    ended = await asyncio.gather(*keeping, return_exceptions=True)

    await chats.set_language(1, "ja", NOON)

    assert all(end is None or isinstance(end, asyncio.CancelledError) for end in ended)
    assert await chats.language(1) == "ja"
