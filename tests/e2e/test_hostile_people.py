"""People who mean harm, at the real process: forged buttons change nothing, and no words of theirs get into the log."""

import random
import sqlite3

import pytest

from tests.e2e.people import Message, Person
from tests.e2e.stage import Stage

HELP = "/help"
ALPHABET = "eftlnxywspkmvg:-_0123456789abcxyz\x00<'\"ж"
SEED = 20261129


def forged_at_random(count: int) -> list[str]:
    """Return made-up data: half of it almost right, all of it of 1 to 64 bytes."""
    draw = random.Random(SEED)  # noqa: S311 - repeatable, not secret
    made = ["".join(draw.choice(ALPHABET) for _ in range(draw.randrange(1, 40))) for _ in range(count)]
    return [
        data if number % 2 else f"{draw.choice('eftlnxywspkmvg')}:en:{data}"[:30] for number, data in enumerate(made)
    ]


def stored(stage: Stage) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of every table but what the bot notes by itself: updates handled, that it runs, questions."""
    with sqlite3.connect(stage.home.folder / "kzjp.db") as database:
        names = [str(name) for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {
            name: database.execute(f'SELECT * FROM "{name}"').fetchall()  # noqa: S608 - the database's own names
            for name in names
            if name not in {"previous_questions", "handled_updates", "replicas"}
        }


def press_all(person: Person, message: Message, forged: list[str]) -> None:
    """Press forged buttons under a message."""
    for data in forged:
        person.press(message, data, forged=True)


def test_made_up_buttons_change_nothing(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    people = [(person, person.ask(HELP)) for person in stage.people(6)]
    before = stored(stage)

    for number, (person, message) in enumerate(people):
        press_all(person, message, forged_at_random(len(people) * 25)[number * 25 : (number + 1) * 25])

    assert stored(stage) == before
    assert "incident" not in stage.output


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("m:en:on", "Only the administrators"),
        ("m:en:off", "Only the administrators"),
        ("l:en", "Only the administrators"),
        ("l:-", "Only the administrators"),
        ("k:en", "Only the administrators"),
        ("g:en:y", "older version"),
    ],
)
def test_a_member_who_forges_an_administrators_button_changes_nothing(stage: Stage, data: str, told: str) -> None:
    stage.start_bot().wait_for_line("serving")
    member = stage.member("en", administers=False, forum=False)
    message = member.ask("/settings@" + stage.control.username(member.id))
    before = stored(stage)

    notice = member.press(message, data, forged=True)

    assert told in notice
    assert stored(stage) == before


def test_forged_buttons_in_a_chat_reach_no_other_chat(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    victim, stranger = stage.people(2)
    victim.press(victim.ask(HELP), "k:en", forged=True)
    before = stored(stage)

    press_all(stranger, stranger.ask(HELP), ["g:en:y", "l:-", "m:en:on", f"g:en:y:{victim.id}", f"l:en:{victim.id}"])

    assert before["chats"] != []
    assert stored(stage) == before


@pytest.mark.parametrize(
    "said",
    [
        "canary-7f3a wants bread",
        "canary-7f3a\n2026-11-29T00:00:00Z [error] forged line\r\n\x1b[2J",
        "'; DROP TABLE chats; -- canary-7f3a",
        "canary-7f3a \x00 {0} %s",
        "/search canary-7f3a <b>",
        "/start q-Y2FuYXJ5LTdmM2E",
        "/canary_7f3a",
    ],
)
def test_nobodys_words_get_into_the_log(stage: Stage, said: str) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()

    person.ask(said)

    assert "canary" not in stage.output
    assert "forged line" not in stage.output
    assert str(person.id) not in stage.output
    assert "incident" not in stage.output


def test_nobodys_words_become_the_name_of_a_file(stage: Stage) -> None:
    stage.start_bot().wait_for_line("serving")
    person = stage.person()
    person.ask("../../canary-7f3a.txt")
    person.ask("/mydata")
    person.next_reply()

    names = {path.name for path in stage.home.folder.rglob("*")}

    assert not any("canary" in name for name in names)
    assert len(stage.control.calls("sendDocument")) == 1
