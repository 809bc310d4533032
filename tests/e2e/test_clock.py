"""The system clock set forward by hours and back while the bot runs: nobody waits, and nobody is forgotten."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.tg.flood import BURST, PER_S
from tests.e2e.announcing import ANNOUNCEMENT, Announcing, knowledge_with
from tests.e2e.clock import COMPILER, SystemClock
from tests.e2e.harness import Home, Playground, Program
from tests.e2e.people import Control, Person
from tests.e2e.replicas import running_replicas
from tests.e2e.stage import Stage
from tests.e2e.test_faults import ANSWER, QUESTION, fault
from tests.postgresql import run_apart, running_postgresql

pytestmark = pytest.mark.skipif(COMPILER is None, reason="needs a C compiler, for the clock that is set")
AHEAD, BEHIND = 5.0, -3.0
PEOPLE = 15
SUBSCRIBERS = 60
RATE = "25"
SOON_S = 15.0


@pytest.fixture
def clock() -> Iterator[SystemClock]:
    """A clock that PostgreSQL may read too, which runs as another user where the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="kzjp-clock-") as folder:
        Path(folder).chmod(0o755)
        yield SystemClock(Path(folder))


@pytest.fixture
def forks() -> bool:
    """What comes between a program and its clock is loaded as it starts."""
    return False


@pytest.fixture
def machine(stage: Stage, clock: SystemClock) -> Stage:
    """A stage whose programs go by the clock."""
    stage.home.surroundings |= clock.variables
    return stage


def set_under_load(stage: Stage, clock: SystemClock) -> tuple[Person, ...]:
    """Let people ask while the clock is set forward, and others while it is set back."""
    stage.control.put_faults(rules=(fault("slow", "sendMessage", delay=0.3),))
    people: tuple[Person, ...] = ()
    for hours in (AHEAD, BEHIND):
        asking = stage.people(PEOPLE)
        for number, person in enumerate(asking):
            person.say(QUESTION)
            if number == PEOPLE // 2:
                clock.set(hours)
        people += asking
    return people


def test_a_polling_bot_answers_everyone_once(machine: Stage, clock: SystemClock) -> None:
    bot = machine.start_bot()
    bot.wait_for_line("serving")
    people = set_under_load(machine, clock)
    began = time.monotonic()

    counts = machine.answers(people, ANSWER, SOON_S)

    print(f"clock set +{AHEAD} h and {BEHIND} h while polling: {dict(counts)} within {time.monotonic() - began:.1f} s")
    assert counts == {1: len(people)}
    for hours in (AHEAD, BEHIND, 0.0):
        clock.set(hours)  # while a poll waits for something to come
        assert ANSWER in machine.person().ask(QUESTION).text


@pytest.mark.postgresql
def test_replicas_behind_a_webhook_and_their_database_answer_everyone_once(
    machine: Stage, clock: SystemClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in clock.variables.items():
        monkeypatch.setenv(name, value)
    with running_postgresql() as server:
        url = run_apart(server.new_database())
        with running_replicas(machine, url):
            people = set_under_load(machine, clock)
            began = time.monotonic()

            counts = machine.answers(people, ANSWER, SOON_S)

    print(f"clock set behind a webhook: {dict(counts)} within {time.monotonic() - began:.1f} s")
    assert counts == {1: len(people)}


def test_a_budget_is_neither_filled_nor_emptied(machine: Stage, clock: SystemClock) -> None:
    machine.start_bot().wait_for_line("serving")
    person = machine.person()
    assert ANSWER in person.ask(QUESTION).text
    began = time.monotonic()
    flood(machine, person)
    for hours in (AHEAD, BEHIND):
        clock.set(hours)
        flood(machine, person)
    took_s = time.monotonic() - began

    assert BURST - 1 <= answered_queries(machine) <= BURST + took_s * PER_S
    clock.set(0.0)
    time.sleep(2 / PER_S)
    assert ANSWER in person.ask(QUESTION).text


def flood(stage: Stage, person: Person) -> None:
    """Let someone type more than anyone may."""
    for number in range(BURST + 5):
        stage.control.post("inline", {"user_id": person.id, "query": f"visa {number}"}, wait=0)
    stage.control.wait_until_confirmed(SOON_S)


def answered_queries(stage: Stage) -> int:
    """Return how many inline queries were answered."""
    return len(stage.control.calls("answerInlineQuery"))


@pytest.fixture
def opened(tmp_path: Path, cache: Path, clock: SystemClock) -> Iterator[Announcing]:
    """A playground with an announcement in the knowledge, on the machine with the clock."""
    home = Home(tmp_path / "data", cache, knowledge_with(tmp_path, ANNOUNCEMENT), forks=False)
    home.surroundings |= clock.variables
    with Playground() as playground, Control(playground.url) as control:
        yield Announcing(playground, control, home, BROADCAST_RATE=RATE)


@pytest.fixture
def bot(opened: Announcing) -> Iterator[Program]:
    with opened.bot() as program:
        yield program


def test_a_running_announcement_reaches_everyone_once(
    opened: Announcing, bot: Program, clock: SystemClock, tmp_path: Path
) -> None:
    people = opened.people(SUBSCRIBERS)
    opened.subscribe(people, tmp_path)
    slow = tuple(fault("slow", "sendMessage", delay=0.3) for _ in range(SUBSCRIBERS // 3))
    opened.control.put_faults(script=(*slow, fault("flood", "sendMessage", retry_after=1)))
    opened.announce("approve", ANNOUNCEMENT)
    began = time.monotonic()
    for share, hours in ((4, AHEAD), (2, BEHIND)):
        while len(opened.delivered()) < SUBSCRIBERS // share:
            assert not bot.has_ended, bot.output
            time.sleep(0.02)
        clock.set(hours)

    report = opened.wait_until_done(timeout_s=SOON_S)

    took_s = time.monotonic() - began
    print(f"clock set +{AHEAD} h and {BEHIND} h while announcing: {dict(+report.counts)}, all within {took_s:.1f} s")
    assert dict(+report.counts) == {"sent": SUBSCRIBERS}
    assert dict(opened.delivered()) == dict.fromkeys(people, 1)
