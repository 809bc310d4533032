"""Stopping: what is waited for at the start must not keep a signal waiting."""

import asyncio
from collections.abc import Coroutine


async def done_before(stop: asyncio.Event, work: Coroutine[None, None, object]) -> bool:
    """Do ``work`` to its end, and raise what it raises; False where ``stop`` is set first, which cancels it."""
    working = asyncio.create_task(work)
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not working.done():
            return False
        working.result()
        return True
    finally:
        working.cancel()
        stopping.cancel()
        await asyncio.wait({working, stopping})
