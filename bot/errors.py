"""The exception tree. Expected outcomes are values; these are for what stops a command.

Each carries text for the person at the command line. None of it is ever shown in a chat.
"""


class KzjpError(Exception):
    """Base of every error this program raises on purpose."""

    exit_code = 2


class SettingsError(KzjpError):
    """One or more settings are wrong; ``problems`` names each of them."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class KnowledgeError(KzjpError):
    """A knowledge directory does not load; ``problems`` holds every finding as ``path:line: message``."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class StorageError(KzjpError):
    """The database cannot be opened or used, or its schema is newer than this program."""


class StorageUnavailable(StorageError):  # noqa: N818 - a state that passes, not a mistake
    """The database doesn't serve now: unreachable, locked, full, or being restarted. It may by itself later."""


class TelegramError(KzjpError):
    """Telegram refuses this bot: a wrong or revoked token, or a second process on the same token."""


class ChartError(KzjpError):
    """A chart cannot be drawn; its figures still stand in the words of the answer."""


class UsageError(KzjpError):
    """A command was called with something it cannot work with, such as an unreadable file."""
