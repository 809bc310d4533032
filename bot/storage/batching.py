"""Many small requests at a time made one: what comes while a batch is under way makes up the next one."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Generic, TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


class Batches(Generic[Item, Found]):
    """Carries requests out together with ``carry_out``, which gives one result for each, in their order."""

    def __init__(self, carry_out: Callable[[Sequence[Item]], Awaitable[Sequence[Found]]], largest: int) -> None:
        self._carry_out = carry_out
        self._largest = largest
        self._waiting: list[tuple[Item, asyncio.Future[Found]]] = []
        self._news = asyncio.Event()

    async def ask(self, item: Item) -> Found:
        """Return the result for ``item``; raises what its batch raised."""
        answer: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        self._news.set()
        return await answer

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Carry requests out while inside."""
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait({task})
            for _, answer in self._waiting:
                answer.cancel()

    async def _run(self) -> None:
        while True:
            await self._news.wait()
            batch, self._waiting = self._waiting[: self._largest], self._waiting[self._largest :]
            if not self._waiting:
                self._news.clear()
            await self._settle(batch)

    async def _settle(self, batch: Sequence[tuple[Item, asyncio.Future[Found]]]) -> None:
        results: Sequence[Found | BaseException]
        [outcome] = await asyncio.gather(self._carry_out([item for item, _ in batch]), return_exceptions=True)
        results = [outcome] * len(batch) if isinstance(outcome, BaseException) else outcome
        for result, (_, answer) in zip(results, batch, strict=True):
            if answer.done():
                continue
            if isinstance(result, BaseException):
                answer.set_exception(result)
            else:
                answer.set_result(result)
