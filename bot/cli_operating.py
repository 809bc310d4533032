"""The operators' commands, ``kzjp run`` and ``reload``: parse, call, print. The work is done elsewhere."""

import asyncio
from typing import Annotated, Final

import typer
import uvloop

from bot.app import run_bot, stop_on_signals, utc_now
from bot.cli_settings import settings_now
from bot.reloading_all import reload_all

run_app: Final = typer.Typer(add_completion=False)
reload_app: Final = typer.Typer(add_completion=False)


@run_app.command()
def run() -> None:
    """Run the bot with the token in KZJP_BOT_TOKEN."""
    read = settings_now()

    async def main() -> None:
        stop = asyncio.Event()
        stop_on_signals(stop)
        await run_bot(read, stop)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())


@reload_app.command("reload")
def reload_knowledge(
    within_s: Annotated[float, typer.Option("--within", help="Seconds to wait for an answer.")] = 120.0,
) -> None:
    """Have every running bot on this database read its knowledge anew; exit 1 where one refuses or is silent."""
    told = asyncio.run(reload_all(settings_now(), within_s, utc_now))
    for line in told.lines():
        typer.echo(line)
    raise typer.Exit(0 if told.all_done else 1)
