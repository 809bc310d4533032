"""Two bots on one PostgreSQL database behind a balancer: whatever breaks, each question is answered, and once."""

import asyncio
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.harness import SMALL_KNOWLEDGE
from tests.e2e.people import Person
from tests.e2e.replicas import copy_of, running_replicas
from tests.e2e.stage import Stage, open_stage
from tests.e2e.test_faults import ANSWER, QUESTION, fault
from tests.postgresql import PostgreSQL, running_postgresql

pytestmark = pytest.mark.postgresql
PEOPLE = 40
SLOW_S = 0.3
LONGEST_WAIT_S = 90.0


@pytest.fixture(scope="module")
def postgresql() -> Iterator[PostgreSQL]:
    with running_postgresql() as server:
        yield server


@pytest.fixture
def url(postgresql: PostgreSQL) -> str:
    return asyncio.run(postgresql.new_database())


def ask_all(stage: Stage) -> tuple[Person, ...]:
    stage.control.put_faults(rules=(fault("slow", "sendMessage", delay=SLOW_S),))
    people = stage.people(PEOPLE)
    for person in people:
        person.say(QUESTION)
    return people


def test_a_killed_replicas_questions_are_answered_by_the_other(stage: Stage, url: str) -> None:
    with running_replicas(stage, url) as replicas:
        people = ask_all(stage)
        people[0].next_reply()
        people[0].say(QUESTION)
        replicas.programs[0].kill()
        killed_at = time.monotonic()

        counts = stage.answers(people, ANSWER, LONGEST_WAIT_S)

    twice = sum(count for times, count in counts.items() if times > 1)
    print(f"kill -9 under load: {PEOPLE} answered, {twice} of them twice, {time.monotonic() - killed_at:.1f} s after")
    assert twice <= PEOPLE // 2
    assert set(counts) <= {1, 2}


def test_a_database_that_is_restarted_in_the_middle_loses_nothing(
    stage: Stage, postgresql: PostgreSQL, url: str
) -> None:
    with running_replicas(stage, url):
        people = ask_all(stage)
        people[0].next_reply()
        people[0].say(QUESTION)
        postgresql.stop()
        postgresql.start()
        back_at = time.monotonic()

        counts = stage.answers(people, ANSWER, LONGEST_WAIT_S)

    print(f"database restarted under load: answers {dict(counts)}, {time.monotonic() - back_at:.1f} s after")
    assert counts == {1: PEOPLE}


def test_a_replica_told_to_stop_drains_in_time_and_the_other_goes_on(stage: Stage, url: str) -> None:
    with running_replicas(stage, url) as replicas:
        people = ask_all(stage)
        people[0].next_reply()
        people[0].say(QUESTION)
        began = time.monotonic()
        assert replicas.programs[0].terminate() == 0
        took_s = time.monotonic() - began

        counts = stage.answers(people, ANSWER, LONGEST_WAIT_S)

    print(f"SIGTERM under load: drained in {took_s:.1f} s, answers {dict(counts)}")
    assert took_s <= 10
    assert counts == {1: PEOPLE}


def test_telegram_failing_at_random_loses_nothing(stage: Stage, url: str) -> None:
    with running_replicas(stage, url):
        kinds = (fault("500", "sendMessage", probability=0.1), fault("reset_before", "sendMessage", probability=0.1))
        flood = fault("flood", "sendMessage", probability=0.05, retry_after=1)
        slow = fault("slow", "sendMessage", probability=0.1, delay=0.5)
        stage.control.put_faults(rules=(*kinds, flood, slow))
        people = stage.people(PEOPLE)
        for person in people:
            person.say(QUESTION)

        counts = stage.answers(people, ANSWER, LONGEST_WAIT_S)

    print(f"Telegram failing in a third of all calls: answers {dict(counts)}")
    assert counts == {1: PEOPLE}


def test_what_one_replica_answered_the_other_can_edit(stage: Stage, url: str) -> None:
    with running_replicas(stage, url) as replicas:
        person = stage.person()
        question = person.say(QUESTION)
        answer = person.next_reply()
        time_for_writing = stage.person()
        assert ANSWER in time_for_writing.ask(QUESTION).text
        # whichever answered, the one that is left has it from the database
        for program in replicas.programs[:1]:
            assert program.terminate() == 0

        person.edit(question, "What is the best pizza in Naples?")

        edited = person.next_reply(LONGEST_WAIT_S)
    assert (edited.id, edited.is_edit) == (answer.id, True)


def test_every_replica_reads_the_knowledge_anew_and_refuses_a_bad_one(tmp_path: Path, cache: Path, url: str) -> None:
    knowledge = copy_of(SMALL_KNOWLEDGE, tmp_path / "knowledge")
    entry = next(path for path in knowledge.rglob("faq/**/*.yaml") if "30 days" in path.read_text(encoding="utf-8"))
    with open_stage(tmp_path / "data", cache, knowledge) as stage, running_replicas(stage, url) as replicas:
        person = stage.person()
        assert ANSWER in person.ask(QUESTION).text
        settings = replicas.settings(0)

        entry.write_text(entry.read_text(encoding="utf-8").replace("30 days", "31 days"), encoding="utf-8")
        done = stage.home.run("reload", **settings)
        assert (done.code, done.out.count("read in")) == (0, 2), done.out + done.err
        assert "31 days" in person.ask(QUESTION).text

        good = entry.read_text(encoding="utf-8")
        entry.write_text(good.replace("topic:", "topyc:"), encoding="utf-8")
        refused = stage.home.run("reload", **settings)
        assert (refused.code, refused.out.count("refused, still serves")) == (1, 2), refused.out
        assert f"{entry.name}:" in refused.out
        assert "31 days" in person.ask(QUESTION).text

        entry.write_text(good.replace("31 days", "32 days"), encoding="utf-8")
        psutil.Process(replicas.programs[0].pid).send_signal(signal.SIGHUP)
        for program in replicas.programs:
            program.wait_for_line("reloaded.*took_s", 60)
        stage.control.put_faults()


def test_polling_and_webhook_take_over_from_each_other(stage: Stage, url: str) -> None:
    with running_replicas(stage, url, 1) as replicas:
        person = stage.person()
        assert ANSWER in person.ask(QUESTION).text
        assert replicas.programs[0].terminate() == 0
        person.say(QUESTION)

        stage.start_bot()
        assert ANSWER in person.next_reply(LONGEST_WAIT_S).text
        assert stage.bot.terminate() == 0
        person.say(QUESTION)

        replicas.start(replicas.ports[0])
        assert ANSWER in person.next_reply(LONGEST_WAIT_S).text
    assert person.replies_so_far() == ()
    stage.check("getUpdates")
    stage.control.forget_calls()


def test_no_replica_runs_nothing_is_reloaded(stage: Stage) -> None:
    done = stage.home.run("reload")

    assert (done.code, done.out) == (1, "no bot runs on this database\n")
