"""The real command line: every command as a process of its own, with its output and exit code."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.e2e.harness import REPOSITORY, SMALL_KNOWLEDGE, TOKEN, Home, assert_fit_to_show
from tests.e2e.people import Control

QUESTION = "Do Japanese citizens need a visa for Kazakhstan?"
FIELDS = {
    "question",
    "language",
    "outcome",
    "entry",
    "fact",
    "known",
    "score",
    "candidates",
    "facts",
    "sources",
    "text",
}


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A knowledge directory with three problems in three files."""
    directory = tmp_path / "broken"
    shutil.copytree(SMALL_KNOWLEDGE, directory)
    entry = directory / "faq" / "air-travel" / "direct-flights.yaml"
    entry.write_text(entry.read_text(encoding="utf-8").replace("[^no-direct-flight]", "[^no-such-fact]"), "utf-8")
    facts = directory / "facts" / "visas.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace("status: in-force", "status: perhaps", 1), "utf-8")
    topics = directory / "topics.yaml"
    topics.write_text(topics.read_text("utf-8") + "- id: empty\n  title: {en: Empty}\n  colour: red\n", "utf-8")
    return directory


def test_ask_prints_the_answer_as_text(home: Home) -> None:
    done = home.run("ask", QUESTION)

    assert done.code == 0
    assert done.out.startswith(f"{QUESTION}\n\nNo, Japanese nationals enter without a visa")
    assert "[1] Embassy: Visa rules" in done.out
    assert done.err == ""


def test_ask_prints_one_json_object(home: Home) -> None:
    done = home.run("ask", "--json", QUESTION)
    answer = json.loads(done.out)

    assert done.code == 0
    assert set(answer) == FIELDS
    assert answer["outcome"] == "answered"
    assert answer["entry"] == "visa-for-japanese"
    assert answer["fact"] is None
    assert answer["known"] is True
    assert 0 <= answer["score"] <= 1
    assert answer["candidates"][0] == {"id": "visa-for-japanese", "score": answer["score"]}
    assert answer["facts"] == ["visa-free-30-days"]
    assert answer["sources"] == ["embassy-2026"]


def test_ask_takes_the_knowledge_of_the_option(home: Home, tmp_path: Path, cache: Path) -> None:
    elsewhere = Home(tmp_path / "other", cache)
    done = elsewhere.run("ask", "--knowledge", str(SMALL_KNOWLEDGE), "--json", QUESTION)

    assert json.loads(done.out)["entry"] == "visa-for-japanese"
    assert home.folder != elsewhere.folder


def test_a_batch_answers_each_line_in_order_whatever_it_is(home: Home) -> None:
    lines = (
        QUESTION,
        json.dumps({"q": QUESTION, "language": "en"}),
        json.dumps({"q": "Are there direct flights between Kazakhstan and Japan?"}),
        "{not json",
        '{"no": "question"}',
        "",
        "   ",
        "[1, 2]",
        "日本人はビザが必要ですか",
        json.dumps({"q": QUESTION, "language": "xx"}),
        "x" * 5000,
        QUESTION,
    )
    done = home.run("ask", "--batch", given="\n".join(lines) + "\n")
    answers = [json.loads(line) for line in done.out.splitlines()]

    assert done.code == 0
    assert done.err == ""
    assert len(answers) == len(lines)
    assert all(set(answer) == FIELDS for answer in answers)
    assert [answers[index]["entry"] for index in (0, 1, 2, -1)] == [
        "visa-for-japanese",
        "visa-for-japanese",
        "direct-flights",
        "visa-for-japanese",
    ]
    assert answers[2]["question"] == "Are there direct flights between Kazakhstan and Japan?"
    assert [answers[index]["outcome"] for index in (5, 6, 10)] == ["not_understood"] * 3


def test_a_batch_of_nothing_prints_nothing(home: Home) -> None:
    done = home.run("ask", "--batch", given="")

    assert (done.code, done.out, done.err) == (0, "", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "--batch", QUESTION),
        ("ask", "--colour", QUESTION),
        ("demo", "--port", "many"),
        ("no-such-command",),
        ("check", "one", "two"),
    ],
    ids=" ".join,
)
def test_wrong_use_is_told_with_exit_code_2(home: Home, arguments: tuple[str, ...]) -> None:
    done = home.run(*arguments)

    assert done.code == 2
    assert "Usage" in done.err
    assert done.out == ""


def test_check_finds_the_shipped_knowledge_readable(tmp_path: Path, cache: Path) -> None:
    done = Home(tmp_path / "data", cache).run("check")

    assert done.code in {0, 1}
    assert all(re.match(r"\S+:\d+: \S", line) for line in done.out.splitlines())
    assert "problems" in done.err


def test_check_tells_every_problem_with_its_place(home: Home, broken: Path) -> None:
    done = home.run("check", str(broken))

    assert done.code == 1
    for place in (
        r"direct-flights\.yaml:\d+: .*no-such-fact",
        r"visas\.yaml:\d+: .*perhaps",
        r"topics\.yaml:\d+: .*colour",
    ):
        assert re.search(place, done.out), done.out


def test_check_of_a_folder_that_is_not_there_is_a_problem(home: Home, tmp_path: Path) -> None:
    done = home.run("check", str(tmp_path / "nowhere"))

    assert done.code == 1
    assert "nowhere:1: is not a directory" in done.out


def test_run_refuses_broken_knowledge_with_every_problem(home: Home, broken: Path) -> None:
    done = home.run("run", BOT_TOKEN=TOKEN, API_BASE_URL="http://127.0.0.1:9/bot", KNOWLEDGE_DIR=str(broken))

    assert done.code == 2
    assert "serving" not in done.err
    for word in ("no-such-fact", "perhaps", "colour"):
        assert word in done.err


def test_ask_refuses_broken_knowledge_with_every_problem(home: Home, broken: Path) -> None:
    done = home.run("ask", "--knowledge", str(broken), QUESTION)

    assert done.code == 2
    assert done.out == ""
    for word in ("no-such-fact", "perhaps", "colour"):
        assert word in done.err


def test_run_without_a_token_says_which_setting_is_missing(home: Home) -> None:
    done = home.run("run")

    assert done.code == 2
    assert done.err.strip() == "KZJP_BOT_TOKEN: is not set"


def test_all_wrong_settings_are_told_at_once(home: Home) -> None:
    wrong = {
        "BOT_TOKEN": "the-secret-but-no-token",
        "API_BASE_URL": "telegram",
        "DATABASE_URL": "mysql://x",
        "ADMINS": "1,two",
        "LISTEN": "everywhere",
        "BROADCAST_RATE": "-3",
        "LOG_FORMAT": "xml",
    }
    done = home.run("run", **wrong)

    assert done.code == 2
    for name in wrong:
        assert f"KZJP_{name}: " in done.err
    assert "the-secret-but-no-token" not in done.err


def test_a_setting_nobody_knows_does_no_harm(home: Home) -> None:
    assert home.run("ask", QUESTION, COLOUR="red").code == 0


def test_migrate_brings_a_new_database_up_to_date_and_repeats_harmlessly(home: Home) -> None:
    first, second = home.run("migrate"), home.run("migrate")

    assert first.code == second.code == 0
    assert re.fullmatch(r"schema revision \d+\n", first.out)
    assert second.out == first.out
    assert (home.folder / "kzjp.db").is_file()


def test_migrate_of_a_database_out_of_reach_is_told_without_a_traceback(home: Home) -> None:
    done = home.run("migrate", DATABASE_URL="sqlite+aiosqlite:////proc/no/such/folder/kzjp.db")

    assert done.code == 2
    assert done.out == ""
    assert done.err


def test_help_lists_the_commands(home: Home) -> None:
    done = home.run("--help")

    assert done.code == 0
    for command in ("run", "demo", "ask", "check", "evaluate", "migrate"):
        assert re.search(rf"\b{command}\b", done.out)


def test_demo_serves_its_page_on_a_free_port_and_answers(home: Home) -> None:
    with home.start("demo", "--port", "0") as program:
        line = program.wait_for_line(r"Chat page: http://\S+")
        address = line.split()[2]
        with Control(address) as control:
            answer = control.person("en", program).ask(QUESTION)
            assert "up to 30 days" in answer.text
            assert control.calls(rejected=True) == ()
        assert program.terminate() == 0
        assert_fit_to_show(program.output)


def test_demo_on_a_taken_port_says_so(home: Home) -> None:
    with home.start("demo", "--port", "0") as program:
        port = program.wait_for_line(r"Chat page").split()[2].rpartition(":")[2]
        done = home.run("demo", "--port", port)

    assert done.code == 2
    assert f"port {port} cannot be used" in done.err


def test_kzjp_is_an_installed_command_too() -> None:
    assert 'kzjp = "bot.__main__:main"' in (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
