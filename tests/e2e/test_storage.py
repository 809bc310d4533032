"""The database on the real command line, and under the real bot while it fails."""

import resource
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.harness import Home
from tests.e2e.stage import Stage
from tests.postgresql import PostgreSQL, run_apart, running_postgresql

QUESTION = "Do Japanese citizens need a visa for Kazakhstan?"
ANSWER = "up to 30 days"
PASSWORD = "hunter2"
AWAY = f"postgresql://kzjp:{PASSWORD}@127.0.0.1:1/kzjp"


@pytest.fixture
def server() -> Iterator[PostgreSQL]:
    """A PostgreSQL server of its own."""
    with running_postgresql() as running:
        yield running


@pytest.fixture
def url(server: PostgreSQL) -> str:
    """The URL of an empty database on it."""
    return run_apart(server.new_database())


def keep_chat(folder: Path) -> None:
    """Keep a chat's language in the SQLite file of a data folder."""
    with sqlite3.connect(folder / "kzjp.db") as connection:
        connection.execute("INSERT INTO chats VALUES (4711, 'ja', '2026-11-29 12:00:00.000000')")
    connection.close()


def chats(folder: Path) -> list[tuple[int, str]]:
    """Return the chats in the SQLite file of a data folder."""
    connection = sqlite3.connect(folder / "kzjp.db")
    found = connection.execute("SELECT chat_id, language FROM chats").fetchall()
    connection.close()
    return found


@pytest.mark.postgresql
def test_what_is_stored_goes_to_postgresql_and_by_a_backup_back(home: Home, url: str, tmp_path: Path) -> None:
    file = tmp_path / "kzjp.backup"
    home.run("migrate")
    keep_chat(home.folder)

    moved = home.run("move", "--to", url)
    backed_up = home.run("backup", str(file), DATABASE_URL=url)
    restored = home.run("restore", "--replace", str(file))

    assert [done.code for done in (moved, backed_up, restored)] == [0, 0, 0], moved.err + backed_up.err + restored.err
    assert moved.out.startswith("1 rows moved from the SQLite file ")
    assert backed_up.out.startswith("1 rows of ")
    assert chats(home.folder) == [(4711, "ja")]


def test_a_restore_over_what_is_stored_is_refused(home: Home, tmp_path: Path) -> None:
    home.run("migrate")
    keep_chat(home.folder)
    home.run("backup", str(tmp_path / "kzjp.backup"))

    done = home.run("restore", str(tmp_path / "kzjp.backup"))

    assert (done.code, done.out) == (2, "")
    assert "not empty: chats has rows; add --replace" in done.err
    assert chats(home.folder) == [(4711, "ja")]


@pytest.mark.parametrize("arguments", [("migrate",), ("backup", "/nowhere/x"), ("restore", "/nowhere/x"), ("run",)])
def test_a_database_that_stays_away_is_told_without_its_password(home: Home, arguments: tuple[str, ...]) -> None:
    token = "987654321:AAA-token_of_nobody-0123456789abcde"

    done = home.run(*arguments, DATABASE_URL=AWAY, DATABASE_WAIT_S="0.1", BOT_TOKEN=token)

    assert done.code == 2
    assert "the database kzjp at 127.0.0.1:1 is unavailable: nothing listens at its address" in done.err
    assert PASSWORD not in done.out + done.err


def test_a_target_that_stays_away_is_told_without_its_password(home: Home) -> None:
    home.run("migrate")

    done = home.run("move", "--to", AWAY)

    assert done.code == 2
    assert "the database kzjp at 127.0.0.1:1 is unavailable" in done.err
    assert PASSWORD not in done.out + done.err


@pytest.mark.postgresql
def test_processes_that_start_at_once_migrate_one_database_once(home: Home, url: str) -> None:
    programs = [home.start("migrate", DATABASE_URL=url) for _ in range(4)]

    assert [program.wait(60) for program in programs] == [0] * 4, "".join(program.output for program in programs)
    assert len({program.output for program in programs}) == 1


@pytest.mark.postgresql
def test_questions_are_answered_while_the_database_is_away_and_after_it_came_back(
    stage: Stage, server: PostgreSQL, url: str
) -> None:
    stage.start_bot(DATABASE_URL=url)
    person = stage.person()
    assert ANSWER in person.ask(QUESTION).text

    server.stop()
    assert ANSWER in person.ask(QUESTION).text
    stage.bot.wait_for_line("done without the database", 30.0)
    server.start()

    assert ANSWER in person.ask(QUESTION).text
    assert stage.bot.terminate() == 0


@pytest.mark.postgresql
def test_the_bot_waits_for_a_database_that_comes_up_later(stage: Stage, server: PostgreSQL, url: str) -> None:
    server.stop()
    stage.start_bot(DATABASE_URL=url)
    stage.bot.wait_for_line("waiting for the database")
    person = stage.person()
    server.start()

    assert ANSWER in person.ask(QUESTION).text


@pytest.mark.postgresql
def test_a_stop_ends_the_wait_for_a_database(stage: Stage, server: PostgreSQL, url: str) -> None:
    server.stop()
    stage.start_bot(DATABASE_URL=url, DATABASE_WAIT_S="3600")
    stage.bot.wait_for_line("waiting for the database")

    assert stage.bot.terminate() == 0


def test_questions_are_answered_when_the_disk_is_full(stage: Stage) -> None:
    stage.start_bot()
    person = stage.person()
    assert ANSWER in person.ask(QUESTION).text
    bot = psutil.Process(stage.bot.pid)

    bot.rlimit(psutil.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))  # as good as a disk with no room for a byte
    assert ANSWER in person.ask(QUESTION).text
    stage.bot.wait_for_line("not written.*disk", 30.0)
    bot.rlimit(psutil.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    assert ANSWER in person.ask(QUESTION).text
    assert stage.bot.terminate() == 0
