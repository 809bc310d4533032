"""The exception tree: what the command line prints and exits with."""

import pytest

from bot.errors import KnowledgeError, KzjpError, SettingsError, StorageError, TelegramError, UsageError


@pytest.mark.parametrize("kind", [StorageError, TelegramError, UsageError])
def test_every_error_stops_a_command_with_exit_code_two(kind: type[KzjpError]) -> None:
    error = kind("reason")

    assert isinstance(error, KzjpError)
    assert (str(error), error.exit_code) == ("reason", 2)


@pytest.mark.parametrize("kind", [SettingsError, KnowledgeError])
def test_problems_are_shown_one_a_line(kind: type[SettingsError | KnowledgeError]) -> None:
    error = kind(("one", "two"))

    assert isinstance(error, KzjpError)
    assert str(error) == "one\ntwo"
    assert error.problems == ("one", "two")
