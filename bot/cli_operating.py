"""The operators' commands, ``kzjp run`` and ``demo``: parse, call, print. The work is done elsewhere."""

import asyncio
import os
import sys
from typing import Annotated, Final

import typer

from bot.app import run_bot, stop_on_signals
from bot.config import Settings, read_settings
from bot.demo import run_demo
from bot.logs import configure_logs

run_app: Final = typer.Typer(add_completion=False)
demo_app: Final = typer.Typer(add_completion=False)


def settings() -> Settings:
    """Return the settings of the environment and start logging by them."""
    read = read_settings(os.environ)
    configure_logs(sys.stderr, read.log_format, read.secrets())
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
