"""Many small requests at a time made one: what comes while a batch is under way makes up the next one."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


class Batches(Generic[Item, Found]):
    """Carries requests out together with ``carry_out``, which gives one result or error for each, in their order."""

    def __init__(
        self, carry_out: Callable[[Sequence[Item]], Awaitable[Sequence[Found | BaseException]]], largest: int
    ) -> None:
        self._carry_out = carry_out
        self._largest = largest
        self._waiting: list[tuple[Item, asyncio.Future[Found]]] = []
        self._running: asyncio.Task[None] | None = None

    async def ask(self, item: Item) -> Found:
        """Return the result for ``item``; raises its own error, or what its whole batch raised."""
        answer: asyncio.Future[Found] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        return await answer

    async def _run(self) -> None:
        """Carry requests out until none waits any more."""
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[: self._largest], self._waiting[self._largest :]
                await self._settle(batch)
        finally:
            self._running = None

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
