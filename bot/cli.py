"""The command line's root: which commands there are, each loaded when it is called."""

import importlib
from typing import Final

import typer
from typer._click import Command, Context  # typer brings a click of its own
from typer.core import TyperGroup

from bot.collector import collector_paused

COMMANDS: Final = {
    "run": "bot.cli_operating:run_app",
    "demo": "bot.cli_demo:demo_app",
    "ask": "bot.cli_asking:ask_app",
    "check": "bot.cli_checking:check_app",
    "evaluate": "bot.cli_evaluating:evaluate_app",
    "reload": "bot.cli_operating:reload_app",
    "migrate": "bot.cli_storage:storage_app",
    "backup": "bot.cli_storage:storage_app",
    "restore": "bot.cli_storage:storage_app",
    "move": "bot.cli_storage:storage_app",
    "subscribers": "bot.cli_subscribers:subscribers_app",
    "announce": "bot.cli_announce:announce_app",
    "knowledge": "bot.cli_knowledge:knowledge_app",
    "unanswered": "bot.cli_unanswered:unanswered_app",
}
"""Module and Typer app of each command, in the order of ``--help``; an app may have several of them."""


class LazyGroup(TyperGroup):
    """Imports a command's module when it is called or ``--help`` lists it: a question needs no Telegram and no SQL."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Return every command's name."""
        return [*super().list_commands(ctx), *COMMANDS]

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """Return the command of that name, or None."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, attribute = COMMANDS[cmd_name].split(":")
        with collector_paused():
            command = typer.main.get_command(getattr(importlib.import_module(module), attribute))
        if isinstance(command, TyperGroup) and cmd_name in command.commands:
            return command.commands[cmd_name]
        command.name = cmd_name
        return command


app: Final = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Kazakhstan–Japan bot.",
)


@app.callback()
def root() -> None:
    """Kazakhstan–Japan bot."""
