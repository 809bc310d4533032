"""Tasks that belong to someone: they end with what they accompany, and their failure ends it."""

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TypeVar

Result = TypeVar("Result")


async def until_done(
    main: Coroutine[object, object, Result], beside: Sequence[Coroutine[object, object, None]]
) -> Result:
    """Return what ``main`` returns; meanwhile run the tasks ``beside`` it, and raise what one of them raises."""
    done = asyncio.create_task(main)
    others = [asyncio.create_task(coroutine) for coroutine in beside]
    try:
        running = {done, *others}
        while not done.done():
            ended, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            for task in ended:
                task.result()
        return done.result()
    finally:
        for task in (done, *others):
            task.cancel()
        await asyncio.wait({done, *others})
