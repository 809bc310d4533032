"""The operators' commands, ``kzjp run``, ``demo`` and ``migrate``: parse, call, print. The work is done elsewhere."""

import asyncio
import os
import sys
from typing import Annotated, Final

import typer

from bot.app import run_bot, stop_on_signals
from bot.config import Settings, read_settings
from bot.demo import run_demo
from bot.logs import configure_logs
from bot.storage.database import migrate as migrate_database
from bot.storage.database import open_engine

run_app: Final = typer.Typer(add_completion=False)
demo_app: Final = typer.Typer(add_completion=False)
migrate_app: Final = typer.Typer(add_completion=False)


def settings() -> Settings:
    """Return the settings of the environment and start logging by them."""
    read = read_settings(os.environ)
    token = read.bot_token.get_secret_value() if read.bot_token else ""
    configure_logs(sys.stderr, read.log_format, (token,))
    return read


@run_app.command()
def run() -> None:
    """Run the bot with the token in KZJP_BOT_TOKEN."""
    read = settings()

    async def main() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run_bot(read, stop)

    asyncio.run(main())


@demo_app.command()
def demo(port: Annotated[int, typer.Option(help="Port of the chat page; 0 for a free one.")] = 8080) -> None:
    """Run the bot with a local Telegram and a chat page: no token needed."""
    asyncio.run(run_demo(settings(), port))


@migrate_app.command()
def migrate() -> None:
    """Bring the database's schema up to date; `run` does it by itself."""
    read = settings()

    async def main() -> str:
        engine = open_engine(read.storage_url())
        try:
            return await migrate_database(engine)
        finally:
            await engine.dispose()

    typer.echo(f"schema revision {asyncio.run(main())}")
