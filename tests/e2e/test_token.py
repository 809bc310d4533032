"""A token that is revoked while the bot runs, or before it starts: it ends, says why, and leaves nobody unanswered."""

import time

from tests.e2e.harness import TOKEN, Program
from tests.e2e.replicas import SECRET, free_port, running_replicas
from tests.e2e.stage import Stage
from tests.e2e.test_faults import ANSWER, QUESTION, fault

OTHER_TOKEN = "987654321:AAanother-token_that-was-revoked-01"
REVOKED = fault("401")


def assert_ended_for_its_token(program: Program) -> None:
    """Fail where a bot doesn't end with the exit code and the message for a refused token, which it doesn't show."""
    began = time.monotonic()
    assert program.wait() == 2, program.output
    print(f"ended {time.monotonic() - began:.1f} s after the token was revoked")
    assert "does not accept this token (401)" in program.output
    assert TOKEN not in program.output
    assert "incident" not in program.output


def test_a_token_revoked_while_polling_ends_the_bot_and_the_next_answers(stage: Stage) -> None:
    stage.start_bot()
    assert ANSWER in stage.person().ask(QUESTION).text
    person = stage.person()

    stage.control.put_faults(rules=(REVOKED,))
    person.say(QUESTION)
    assert_ended_for_its_token(stage.bot)

    stage.control.put_faults()
    stage.start_bot()
    assert ANSWER in person.next_reply().text


def test_a_token_revoked_behind_a_webhook_ends_the_bot_and_the_next_answers(stage: Stage) -> None:
    with running_replicas(stage, f"sqlite:///{stage.home.folder / 'kzjp.db'}", 1) as replicas:
        assert ANSWER in stage.person().ask(QUESTION).text
        people = stage.people(5)

        stage.control.put_faults(rules=(REVOKED,))
        for person in people:
            person.say(QUESTION)
        assert_ended_for_its_token(replicas.programs[0])
        assert stage.control.pending() == len(people)

        stage.control.put_faults()
        replicas.start(replicas.ports[0])
        for person in people:
            assert ANSWER in person.next_reply().text
    assert all(person.replies_so_far() == () for person in people), "someone was answered twice"


def test_a_token_that_telegram_refuses_ends_a_bot_behind_a_webhook_at_its_start(stage: Stage) -> None:
    address = {"WEBHOOK_URL": "http://127.0.0.1:1/hook", "WEBHOOK_SECRET": SECRET}
    access = stage.home.access(stage.playground) | {"BOT_TOKEN": OTHER_TOKEN}

    done = stage.home.run("run", **access, **address, LISTEN=f"127.0.0.1:{free_port()}")

    assert done.code == 2
    assert "does not accept this token (401)" in done.err
    assert OTHER_TOKEN.partition(":")[2] not in done.out + done.err
    stage.control.forget_calls()
