"""What Telegram itself shows of the bot: set at start, in each language, and left alone when it is right."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import shipped_knowledge_dir
from bot.knowledge.phrases import load_phrases
from bot.playground.wire import JsonObject, get_list, get_str
from bot.tg.screens import ADMINISTRATOR_COMMANDS, COMMANDS, GROUP_COMMANDS
from tests.e2e.stage import Stage, open_stage

LANGUAGES = ("en", "ru", "kk", "ja")

SETTERS = ("setMyCommands", "setMyName", "setMyDescription", "setMyShortDescription")


PHRASES = load_phrases(shipped_knowledge_dir())


@pytest.fixture(scope="module")
def profiled(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Stage]:
    """A stage over the shipped knowledge whose bot has set its whole profile."""
    with open_stage(tmp_path_factory.mktemp("profiled"), cache) as stage:
        stage.start_bot().wait_for_line("serving")
        wait_for_profile(stage)
        yield stage
        stage.check()


def shown_to(stage: Stage, language: str) -> JsonObject:
    """Return the bot's profile as someone whose app speaks ``language`` sees it."""
    shown = stage.control.get("bot", user_id=stage.person(language).id)
    assert isinstance(shown, dict)
    return shown


def wait_for_profile(stage: Stage) -> None:
    """Wait until the value that is set last is there."""
    last, seen = PHRASES.say(LANGUAGES[-1], "bot-short-description"), 0
    while get_str(shown_to(stage, LANGUAGES[-1]), "short_description") != last:
        seen = stage.control.wait_for_event("bot", seen)


@pytest.mark.parametrize("language", [*LANGUAGES, "de"])
def test_people_see_name_descriptions_and_commands_in_their_language(profiled: Stage, language: str) -> None:
    shown, spoken = shown_to(profiled, language), language if language in LANGUAGES else "en"

    assert get_str(shown, "name") == PHRASES.say(spoken, "bot-name")
    assert get_str(shown, "description") == PHRASES.say(spoken, "bot-description")
    assert get_str(shown, "short_description") == PHRASES.say(spoken, "bot-short-description")
    assert get_list(shown, "commands") == [
        {"command": command, "description": PHRASES.say(spoken, f"command-{command}")} for command in COMMANDS
    ]


@pytest.mark.parametrize(
    ("administers", "commands"),
    [(False, GROUP_COMMANDS), (True, ADMINISTRATOR_COMMANDS)],
    ids=["member", "administrator"],
)
@pytest.mark.parametrize("language", ["ru", "ja"])
def test_a_group_shows_its_own_commands(
    profiled: Stage, language: str, administers: bool, commands: tuple[str, ...]
) -> None:
    member = profiled.member(language, administers=administers, forum=False)

    shown = profiled.control.get("commands", user_id=member.id, chat_id=member.chat_id)

    assert shown == [
        {"command": command, "description": PHRASES.say(language, f"command-{command}")} for command in commands
    ]


def test_a_second_start_changes_nothing_that_is_right(profiled: Stage) -> None:
    profiled.control.forget_calls()
    profiled.restart_bot()
    person = profiled.person()
    assert person.ask("/privacy").text

    assert [call for call in profiled.control.calls() if call.method in SETTERS] == []
