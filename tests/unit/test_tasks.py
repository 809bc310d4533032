"""Tasks beside a main one: they end with it, and their failure ends it."""

import asyncio

import pytest

from bot.tasks import until_done


async def test_what_the_main_one_gives_is_given_and_the_others_end() -> None:
    ended = asyncio.Event()

    async def beside() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    async def main() -> int:
        await asyncio.sleep(0)
        return 7

    assert await until_done(main(), (beside(),)) == 7
    assert ended.is_set()


async def test_the_failure_of_one_beside_ends_the_main_one() -> None:
    ended = asyncio.Event()

    async def beside() -> None:
        await asyncio.sleep(0)
        raise ValueError("beside")

    async def main() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    with pytest.raises(ValueError, match="beside"):
        await until_done(main(), (beside(),))
    assert ended.is_set()


async def test_one_beside_that_ends_by_itself_ends_nothing() -> None:
    async def beside() -> None:
        """End at once."""

    async def main() -> str:
        for _ in range(5):
            await asyncio.sleep(0)
        return "done"

    assert await until_done(main(), (beside(),)) == "done"
