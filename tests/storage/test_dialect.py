"""What both databases must do alike: writing at the same time, upserting, moments, migrating at once."""

import asyncio
import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import StatementError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import migrate, open_engine, writing
from bot.storage.dialect import insert_once, upsert
from bot.storage.schema import ASKED_ENTRIES, CHATS

NOON = dt.datetime(2026, 11, 29, 12, tzinfo=dt.UTC)
ALMATY = dt.timezone(dt.timedelta(hours=5))


async def chat(engine: AsyncEngine) -> tuple[str, dt.datetime]:
    async with engine.connect() as connection:
        row = (await connection.execute(sa.select(CHATS.c.language, CHATS.c.changed_at))).one()
        return row[0], row[1]


async def test_replicas_that_start_at_once_migrate_once(empty_url: str) -> None:
    engines = [open_engine(empty_url) for _ in range(4)]

    revisions = await asyncio.gather(*(migrate(engine) for engine in engines))

    assert len(set(revisions)) == 1
    for engine in engines:
        await engine.dispose()


async def test_what_is_read_before_writing_is_still_so_when_written(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(sa.insert(ASKED_ENTRIES).values(entry_id="visas", times=0))
    counted = sa.select(ASKED_ENTRIES.c.times).with_for_update()

    async def count_up() -> None:
        async with writing(engine) as connection:
            times = (await connection.execute(counted)).scalar_one()
            await asyncio.sleep(0)
            await connection.execute(sa.update(ASKED_ENTRIES).values(times=times + 1))

    await asyncio.gather(*(count_up() for _ in range(20)))

    async with engine.connect() as connection:
        assert (await connection.execute(sa.select(ASKED_ENTRIES.c.times))).scalar_one() == 20


async def test_an_upsert_inserts_and_then_changes(engine: AsyncEngine) -> None:
    for language in ("kk", "ja"):
        async with engine.begin() as connection:
            await upsert(connection, CHATS, {"chat_id": 1}, {"language": language, "changed_at": NOON})

    assert await chat(engine) == ("ja", NOON)


async def test_what_is_inserted_once_is_not_inserted_again(engine: AsyncEngine) -> None:
    said = []
    for language in ("kk", "ja"):
        async with engine.begin() as connection:
            row = {"chat_id": 1, "language": language, "changed_at": NOON}
            said.append(await insert_once(connection, CHATS, ["chat_id"], row))

    assert said == [True, False]
    assert await chat(engine) == ("kk", NOON)


async def test_a_moment_of_any_zone_comes_back_in_utc(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        values = {"language": "kk", "changed_at": NOON.astimezone(ALMATY)}
        await upsert(connection, CHATS, {"chat_id": 1}, values)

    _, found = await chat(engine)

    assert (found, found.tzinfo) == (NOON, dt.UTC)


async def test_a_time_without_a_zone_is_refused(engine: AsyncEngine) -> None:
    values = {"language": "kk", "changed_at": NOON.replace(tzinfo=None)}

    async with engine.connect() as connection:
        with pytest.raises(StatementError, match="needs a zone"):
            await upsert(connection, CHATS, {"chat_id": 1}, values)
