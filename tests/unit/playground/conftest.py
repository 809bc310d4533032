"""A playground on a free port with the demo's people, and clients for both of its sides."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest
from telegram import Bot

from bot.playground import PlaygroundServer, World, populate

TOKEN = "42:token"
ALICE = 100_001
Until: TypeAlias = Callable[[Callable[[], bool]], Awaitable[None]]


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PTB_TIMEDELTA", "1")


@pytest.fixture
def until() -> Until:
    """Lets the server run until a condition on its inside holds."""

    async def wait(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():  # noqa: ASYNC110 - the inside of the server has no event for it
                await asyncio.sleep(0)

    return wait


@pytest.fixture
def clock() -> list[float]:
    """The world's time, in its one element."""
    return [1_800_000_000.0]


@pytest.fixture
def world(clock: list[float]) -> World:
    """The demo's world, in which only Alice has started the bot."""
    world = World(TOKEN, seed=7, now=lambda: clock[0])
    populate(world)
    world.chat(ALICE).started = True
    return world


@pytest.fixture
async def server(world: World) -> AsyncIterator[PlaygroundServer]:
    async with PlaygroundServer(world) as running:
        yield running


@pytest.fixture
async def api(server: PlaygroundServer) -> AsyncIterator[httpx.AsyncClient]:
    """Calls Bot API methods."""
    async with httpx.AsyncClient(base_url=f"{server.base_url}{TOKEN}/", trust_env=False) as client:
        yield client


@pytest.fixture
async def control(server: PlaygroundServer) -> AsyncIterator[httpx.AsyncClient]:
    """Calls the control API."""
    async with httpx.AsyncClient(base_url=f"{server.url}/playground/", trust_env=False) as client:
        yield client


@pytest.fixture
async def bot(server: PlaygroundServer) -> AsyncIterator[Bot]:
    """python-telegram-bot's view of the server."""
    async with Bot(TOKEN, base_url=server.base_url, base_file_url=server.base_file_url) as client:
        yield client
