"""Updates put aside, kept in the database."""

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.aside import SqlAsideStore
from bot.storage.records import UpdateAside

FIRST = UpdateAside(7, 1, '{"update_id": 7}')
SECOND = UpdateAside(8, None, '{"update_id": 8, "text": "\\u0000 \\ud83d"}')


@pytest.fixture
def aside(engine: AsyncEngine) -> SqlAsideStore:
    return SqlAsideStore(engine)


async def test_what_is_kept_comes_back_oldest_first_until_it_is_dropped(aside: SqlAsideStore) -> None:
    await aside.keep([SECOND, FIRST])
    assert await aside.all() == (FIRST, SECOND)

    await aside.drop({7, 9})

    assert await aside.all() == (SECOND,)


async def test_what_is_kept_already_is_kept_once(aside: SqlAsideStore) -> None:
    await aside.keep([FIRST])
    await aside.keep([FIRST, SECOND])

    assert await aside.all() == (FIRST, SECOND)
