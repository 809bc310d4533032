"""The settings of the environment for commands that use the database or run the bot, with logging begun by them."""

import os
import sys

from bot.config import Settings, read_settings
from bot.logs import configure_logs


def settings_now() -> Settings:
    """Return the settings of the environment; from now on logs go to standard error and show none of their secrets.

    Raises:
        SettingsError: with every problem of the environment.
    """
    read = read_settings(os.environ)
    configure_logs(sys.stderr, read.log_format, read.secrets())
    return read
