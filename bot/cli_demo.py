"""``kzjp demo``: parse, call, print. The work is done in ``bot.demo``."""

import asyncio
from typing import Annotated, Final

import typer

from bot.cli_settings import settings_now
from bot.demo import run_demo

demo_app: Final = typer.Typer(add_completion=False)


@demo_app.command()
def demo(port: Annotated[int, typer.Option(help="Port of the chat page; 0 for a free one.")] = 8080) -> None:
    """Run the bot with a local Telegram and a chat page: no token needed."""
    asyncio.run(run_demo(settings_now(), port))
