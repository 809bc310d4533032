"""What Telegram itself shows of the bot: set at start, in each language, and left alone when it is right."""

from pathlib import Path

import pytest

from bot.config import shipped_knowledge_dir
from bot.knowledge.phrases import load_phrases
from bot.playground.wire import get_list, get_str
from tests.e2e.harness import Home
from tests.e2e.stage import Stage

LANGUAGES = ("en", "ru", "kk", "ja")
COMMANDS = ("start", "help", "topics", "language", "about", "privacy")
SETTERS = ("setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription")


@pytest.fixture
def profiled(stage: Stage, tmp_path: Path, cache: Path) -> Stage:
    """A stage over the shipped knowledge whose bot has set its whole profile."""
    stage.home = Home(tmp_path / "data", cache, shipped_knowledge_dir())
    stage.start_bot()
    wait_for_profile(stage)
    return stage


def wait_for_profile(stage: Stage) -> None:
    """Wait until the last value, the short description of the last language, has been read and may be set."""
    seen = 0
    while len(stage.control.calls("getMyShortDescription")) <= len(LANGUAGES):
        seen = stage.control.wait_for_event("bot", seen)
    for _ in range(len(LANGUAGES) + 1 - len(stage.control.calls("setMyShortDescription"))):
        seen = stage.control.wait_for_event("bot", seen)


@pytest.mark.parametrize("language", [*LANGUAGES, "de"])
def test_people_see_name_descriptions_and_commands_in_their_language(profiled: Stage, language: str) -> None:
    person = profiled.person(language)
    shown = profiled.control.get("bot", user_id=person.id)
    assert isinstance(shown, dict)
    phrases, spoken = load_phrases(shipped_knowledge_dir()), language if language in LANGUAGES else "en"

    assert get_str(shown, "name") == phrases.say(spoken, "bot-name")
    assert get_str(shown, "description") == phrases.say(spoken, "bot-description")
    assert get_str(shown, "short_description") == phrases.say(spoken, "bot-short-description")
    assert get_list(shown, "commands") == [
        {"command": command, "description": phrases.say(spoken, f"command-{command}")} for command in COMMANDS
    ]


def test_a_second_start_changes_nothing_that_is_right(profiled: Stage) -> None:
    profiled.control.forget_calls()
    profiled.restart_bot()
    person = profiled.person()
    assert person.ask("/privacy").text

    assert [call for call in profiled.control.calls() if call.method in SETTERS] == []
