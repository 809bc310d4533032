"""Opening a database and bringing it up to date."""

from importlib import resources
from pathlib import Path

import alembic.command
import alembic.config
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import StorageError
from bot.storage.database import migrate, open_engine
from bot.storage.schema import METADATA


def config_on(connection: sa.Connection) -> alembic.config.Config:
    config = alembic.config.Config()
    config.set_main_option("script_location", str(resources.files("bot.storage") / "migrations"))
    config.attributes["connection"] = connection
    return config


def downgrade(connection: sa.Connection) -> None:
    alembic.command.downgrade(config_on(connection), "base")


def compare(connection: sa.Connection) -> None:
    alembic.command.check(config_on(connection))


async def tables(engine: AsyncEngine) -> set[str]:
    async with engine.connect() as connection:
        return set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))


async def test_an_empty_database_is_brought_up_to_date(empty_engine: AsyncEngine) -> None:
    revision = await migrate(empty_engine)

    assert revision >= "0001"
    assert await tables(empty_engine) == {*METADATA.tables, "alembic_version"}


async def test_migrating_again_changes_nothing(empty_engine: AsyncEngine) -> None:
    assert await migrate(empty_engine) == await migrate(empty_engine)


async def test_the_migrations_lead_to_the_tables_of_the_schema(empty_engine: AsyncEngine) -> None:
    await migrate(empty_engine)

    async with empty_engine.connect() as connection:
        await connection.run_sync(compare)


async def test_the_migrations_can_be_undone_and_done_again(empty_engine: AsyncEngine) -> None:
    await migrate(empty_engine)

    async with empty_engine.begin() as connection:
        await connection.run_sync(downgrade)
    left = await tables(empty_engine)
    await migrate(empty_engine)

    assert left == {"alembic_version"}
    assert await tables(empty_engine) == {*METADATA.tables, "alembic_version"}


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(empty_engine: AsyncEngine) -> None:
    await migrate(empty_engine)
    async with empty_engine.begin() as connection:
        await connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StorageError, match="newer version of this program"):
        await migrate(empty_engine)

    async with empty_engine.connect() as connection:
        found = await connection.execute(sa.text("SELECT version_num FROM alembic_version"))
        assert found.scalar_one() == "9999"


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kzjp.db").write_bytes(b"no database at all " * 100)
    engine = open_engine(f"sqlite:///{tmp_path / 'kzjp.db'}")

    with pytest.raises(StorageError, match="cannot be opened"):
        await migrate(engine)
    await engine.dispose()


async def test_a_folder_in_the_databases_place_is_refused(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}")

    with pytest.raises(StorageError, match="cannot be opened"):
        await migrate(engine)
    await engine.dispose()


@pytest.mark.parametrize(
    ("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2), ("busy_timeout", 10000), ("foreign_keys", 1)]
)
async def test_every_connection_has_its_pragmas(sqlite_engine: AsyncEngine, pragma: str, value: str | int) -> None:
    async with sqlite_engine.connect() as connection:
        found = await connection.execute(sa.text(f"PRAGMA {pragma}"))

        assert found.scalar_one() == value


@pytest.mark.parametrize("scheme", ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"])
async def test_any_sqlite_url_is_opened_and_its_folder_made(tmp_path: Path, scheme: str) -> None:
    engine = open_engine(f"{scheme}:///{tmp_path / 'a' / 'b' / 'kzjp.db'}")

    await migrate(engine)
    await engine.dispose()

    assert (tmp_path / "a" / "b" / "kzjp.db").is_file()


async def test_a_database_in_memory_needs_no_folder() -> None:
    engine = open_engine("sqlite:///:memory:")

    async with engine.connect() as connection:
        assert (await connection.execute(sa.text("SELECT 1"))).scalar_one() == 1
    await engine.dispose()


def test_a_url_that_is_none_is_refused() -> None:
    with pytest.raises(StorageError, match="cannot be understood"):
        open_engine("no url")


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(StorageError, match="cannot make the folder"):
        open_engine(f"sqlite:///{tmp_path / 'file' / 'kzjp.db'}")


def test_a_password_is_not_in_the_refusal() -> None:
    with pytest.raises(StorageError) as raised:
        open_engine("mysql://root:hunter2@host/kzjp")

    assert "hunter2" not in str(raised.value)


async def test_an_error_tells_no_parameters(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        with pytest.raises(DBAPIError) as raised:
            await connection.execute(sa.text("SELECT :said FROM nowhere").bindparams(said="somebody's words"))

    assert "nowhere" in str(raised.value)
    assert "somebody's words" not in str(raised.value)
