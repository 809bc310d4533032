"""An answer needs no database: what fails or takes too long is done without, a mistake is not hidden."""

import asyncio

import pytest

from bot.answering.doing_without import or_else
from bot.errors import StorageError, StorageUnavailable


async def given() -> str:
    return "kk"


async def failing(error: Exception) -> str:
    raise error


async def test_what_a_store_gives_is_returned() -> None:
    assert await or_else(given(), "en", "the language") == "kk"


@pytest.mark.parametrize("error", [StorageError("damaged"), StorageUnavailable("locked"), TimeoutError()], ids=repr)
async def test_a_store_that_fails_is_done_without(error: Exception) -> None:
    assert await or_else(failing(error), "en", "the language") == "en"


async def test_a_store_that_takes_too_long_is_not_waited_for() -> None:
    assert await or_else(asyncio.Event().wait(), False, "waiting", patience_s=0.01) is False


async def test_a_mistake_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        await or_else(failing(KeyError("x")), "en", "the language")


async def test_whoever_stops_waiting_for_the_answer_is_obeyed() -> None:
    task = asyncio.create_task(or_else(asyncio.Event().wait(), True, "waiting"))
    await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
