"""The operators' commands, ``kzjp run`` and ``demo``: parse, call, print. The work is done elsewhere."""

import asyncio
import os
import sys
from typing import Annotated, Final

import typer
import uvloop

from bot.app import run_bot, stop_on_signals, utc_now
from bot.config import Settings, read_settings
from bot.demo import run_demo
from bot.logs import configure_logs
from bot.reloading_all import reload_all

run_app: Final = typer.Typer(add_completion=False)
demo_app: Final = typer.Typer(add_completion=False)
reload_app: Final = typer.Typer(add_completion=False)


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

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())


@demo_app.command()
def demo(port: Annotated[int, typer.Option(help="Port of the chat page; 0 for a free one.")] = 8080) -> None:
    """Run the bot with a local Telegram and a chat page: no token needed."""
    asyncio.run(run_demo(settings(), port))


@reload_app.command("reload")
def reload_knowledge(
    within_s: Annotated[float, typer.Option("--within", help="Seconds to wait for an answer.")] = 120.0,
) -> None:
    """Have every running bot on this database read its knowledge anew; exit 1 where one refuses or is silent."""
    told = asyncio.run(reload_all(settings(), within_s, utc_now))
    for line in told.lines():
        typer.echo(line)
    raise typer.Exit(0 if told.all_done else 1)
