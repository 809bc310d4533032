"""The demo: the playground and the bot in one process, until Ctrl-C."""

import asyncio
import secrets
import tempfile
from dataclasses import replace
from pathlib import Path

import typer
from pydantic import SecretStr

from bot.app import run_bot, stop_on_signals
from bot.config import Settings
from bot.errors import UsageError
from bot.playground import World, populate, serve

HOST = "127.0.0.1"


async def run_demo(settings: Settings, port: int) -> None:
    """Serve the chat page on ``port`` and run the bot against it; what it stores is gone afterwards.

    Raises:
        KzjpError: if the knowledge doesn't load or the port is taken.
    """
    token = f"424242:{secrets.token_urlsafe(24)}"
    world = World(token)
    populate(world)
    stop, bound = asyncio.Event(), asyncio.get_running_loop().create_future()
    stop_on_signals(stop)
    playground = asyncio.create_task(serve(world, HOST, port, bound.set_result))
    try:
        await asyncio.wait({playground, bound}, return_when=asyncio.FIRST_COMPLETED)
        if not bound.done():
            raise UsageError(f"port {port} cannot be used: {playground.exception()}")
        address = f"http://{HOST}:{bound.result()}"
        with tempfile.TemporaryDirectory() as folder:
            local = replace(
                settings,
                bot_token=SecretStr(token),
                api_base_url=f"{address}/bot",
                database_url=f"sqlite+aiosqlite:///{Path(folder) / 'kzjp.db'}",
            )
            typer.echo("Getting ready; the first start takes some seconds …", err=True)
            await run_bot(local, stop, lambda: typer.echo(f"Chat page: {address}  (Ctrl-C stops it)"))
    finally:
        playground.cancel()
        await asyncio.wait({playground})
