"""``python -m bot`` and ``kzjp``: runs the command line and turns errors into one line and an exit code."""

import secrets
import sys

import structlog
import typer

from bot.cli import app
from bot.collector import spare_what_lives
from bot.errors import KzjpError

_log = structlog.stdlib.get_logger(__name__)


def main() -> None:
    """Run the command line; exits 0 when done, 1 when problems were found, 2 on wrong use or settings."""
    try:
        app()
    except KzjpError as error:
        typer.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read the output has left; nobody is there to tell
        sys.exit(0)
    except Exception as error:
        incident = secrets.token_hex(4)
        _log.exception("incident", incident=incident)
        typer.echo(f"kzjp failed ({type(error).__name__}, incident {incident}); please report it", err=True)
        sys.exit(2)
    finally:
        spare_what_lives()  # the process ends: nothing of it need be looked through first


if __name__ == "__main__":
    main()
