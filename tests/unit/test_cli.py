"""The command line's root: every command is there, and a question loads nothing that it doesn't need."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from bot.cli import COMMANDS, app


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_tells_its_use(command: str) -> None:
    result = CliRunner().invoke(app, [command, "--help"])

    assert result.exit_code == 0
    assert f"{command} [OPTIONS]" in result.output


def test_help_lists_every_command() -> None:
    result = CliRunner().invoke(app, ["--help"])

    assert all(command in result.output for command in COMMANDS)


def test_an_unknown_command_is_wrong_use() -> None:
    assert CliRunner().invoke(app, ["sing"]).exit_code == 2


def test_asking_needs_neither_telegram_nor_sql_nor_scikit_learn() -> None:
    told = "import bot.__main__, bot.cli_asking, sys; print(*sorted({name.split('.')[0] for name in sys.modules}))"

    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()

    assert not {"telegram", "sqlalchemy", "alembic", "sklearn", "scipy"} & set(loaded)
