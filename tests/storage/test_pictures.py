"""The file ids of pictures sent before, kept in a SQLite file for the bot that sent them."""

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.charting.gallery import PictureStore
from bot.storage.database import migrate
from bot.storage.pictures import SqlPictureStore


async def test_a_picture_is_known_by_its_last_file_id_to_the_bot_that_sent_it(engine: AsyncEngine) -> None:
    await migrate(engine)
    store: PictureStore = SqlPictureStore(engine)
    await store.remember(1, "trade", "old")
    await store.remember(1, "trade", "new")
    await store.remember(1, "visitors", "other")

    assert await store.file_id(1, "trade") == "new"
    assert await store.file_id(1, "visitors") == "other"
    assert await store.file_id(2, "trade") is None
    assert await store.file_id(1, "flights") is None
