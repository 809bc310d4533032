"""Announcing with the real programs: what administrators do on the command line, and what subscribers get of it."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.wire import get_str
from tests.e2e.announcing import ANNOUNCEMENT, Announcing, knowledge_with
from tests.e2e.harness import Home, Playground, Program
from tests.e2e.people import Control
from tests.e2e.test_faults import fault

OTHER = "another-rule"
CORRECTION = "rule-corrected"
SLOW_S = 2.5
"""Long enough for all to take longer than a command takes to start."""
EXPIRED = """\
id: past
topic: visas
title: {en: Too late}
text: {en: "Visas are not needed.[^visa-free-30-days]"}
expires: "2020-01-01"
"""
BROKEN = """\
id: broken
topic: weather
title: {en: Rain}
text: {en: "It rains.[^nobody-said-so]"}
"""


@pytest.fixture
def opened(tmp_path: Path, cache: Path) -> Iterator[Announcing]:
    """A playground with announcements in files, and nobody in it."""
    knowledge = knowledge_with(tmp_path, ANNOUNCEMENT, OTHER, CORRECTION, past=EXPIRED, broken=BROKEN)
    home = Home(tmp_path / "data", cache, knowledge)
    with Playground() as playground, Control(playground.url) as control:
        yield Announcing(playground, control, home, BROADCAST_RATE="200", ADMINS="5")


@pytest.fixture
def bot(opened: Announcing) -> Iterator[Program]:
    """A running bot."""
    with opened.bot() as started:
        yield started
        assert started.terminate() == 0, started.output


def test_an_approved_announcement_reaches_its_subscribers_and_nobody_else(
    opened: Announcing, bot: Program, tmp_path: Path
) -> None:
    followers, others = opened.people(5), opened.people(3)
    opened.subscribe(followers, tmp_path)
    opened.subscribe(others, tmp_path, topic="air-travel")
    assert get_str(opened.announce("show", ANNOUNCEMENT), "state") == "draft"

    assert opened.announce("approve", ANNOUNCEMENT)["audience"] == 5
    report = opened.wait_until_done()

    assert dict(+report.counts) == {"sent": 5}
    assert dict(opened.delivered()) == dict.fromkeys(followers, 1)


def test_a_paused_announcement_waits_and_a_resumed_one_goes_on(
    opened: Announcing, bot: Program, tmp_path: Path
) -> None:
    people = opened.people(150)
    opened.subscribe(people, tmp_path)
    opened.control.put_faults(rules=(fault("slow", "sendMessage", delay=SLOW_S),))
    opened.announce("approve", ANNOUNCEMENT)
    while not opened.delivered():
        time.sleep(0.05)

    assert get_str(opened.announce("pause", ANNOUNCEMENT), "state") == "paused"
    time.sleep(SLOW_S + 0.5)  # what was under way arrives
    paused_with = opened.delivered()
    time.sleep(1.5)

    assert opened.delivered() == paused_with
    assert len(paused_with) < 150
    opened.control.put_faults()
    opened.announce("resume", ANNOUNCEMENT)
    assert dict(+opened.wait_until_done().counts) == {"sent": 150}
    assert set(opened.delivered().values()) == {1}


def test_a_cancelled_announcement_expires_for_who_has_not_got_it(
    opened: Announcing, bot: Program, tmp_path: Path
) -> None:
    opened.subscribe(opened.people(30), tmp_path)
    assert opened.home.run("announce", "stop-all", **opened.settings).code == 0
    assert "all announcing is stopped" in opened.home.run("announce", "list", **opened.settings).err
    opened.announce("approve", ANNOUNCEMENT)

    assert get_str(opened.announce("cancel", ANNOUNCEMENT), "state") == "cancelled"

    report = opened.report()
    assert (report.state, dict(+report.counts)) == ("cancelled", {"expired": 30})
    assert not opened.delivered()


def test_a_correction_edits_what_was_sent_and_only_that(opened: Announcing, bot: Program, tmp_path: Path) -> None:
    people = opened.people(4)
    opened.subscribe(people[:3], tmp_path)
    opened.announce("approve", ANNOUNCEMENT)
    opened.wait_until_done()
    opened.subscribe(people[3:], tmp_path)

    opened.announce("correct", ANNOUNCEMENT, "--by", CORRECTION, "--edit")
    assert opened.announce("approve", CORRECTION)["audience"] == 3
    report = opened.wait_until_done(CORRECTION)

    assert dict(+report.counts) == {"sent": 3}
    assert sorted(int(call.chat_id) for call in opened.control.calls("editMessageText")) == sorted(people[:3])
    assert len(opened.delivered()) == 3


def test_a_correction_sent_goes_to_just_those_who_got_it(opened: Announcing, bot: Program, tmp_path: Path) -> None:
    people = opened.people(4)
    opened.subscribe(people[:3], tmp_path)
    opened.announce("approve", ANNOUNCEMENT)
    opened.wait_until_done()
    opened.subscribe(people[3:], tmp_path)

    opened.announce("correct", ANNOUNCEMENT, "--by", CORRECTION, "--send")
    assert opened.announce("approve", CORRECTION)["audience"] == 3
    opened.wait_until_done(CORRECTION)

    assert dict(opened.delivered()) == dict.fromkeys(people[:3], 2)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("approve", "nobody"), "there is no announcement 'nobody'"),
        (("approve", "past"), "'past' is past its day"),
        (("approve", "broken"), "topic 'weather' does not exist"),
        (("approve", ANNOUNCEMENT, "--at", "2020-01-01T00:00Z"), "the time given is past"),
        (("approve", ANNOUNCEMENT, "--at", "2030-01-01T00:00"), "a time needs its offset"),
        (("approve", ANNOUNCEMENT, "--as", "6"), "6 is not in KZJP_ADMINS"),
        (("pause", ANNOUNCEMENT), "is in no state for that"),
        (("report", "nobody"), "there is no announcement 'nobody'"),
        (("correct", ANNOUNCEMENT, "--by", CORRECTION, "--send"), "there is no announcement"),
    ],
)
def test_what_cannot_be_done_is_refused_with_the_reason(
    opened: Announcing, arguments: tuple[str, ...], told: str
) -> None:
    refused = opened.home.run("announce", *arguments, **opened.settings)

    assert (refused.code, told in refused.err) == (2, True), refused.err


def test_many_recipients_need_two_administrators(opened: Announcing, tmp_path: Path) -> None:
    opened.settings["SECOND_APPROVAL_ABOVE"] = "2"
    opened.subscribe(opened.people(3), tmp_path)

    assert get_str(opened.announce("approve", ANNOUNCEMENT), "state") == "draft"
    again = opened.home.run("announce", "approve", ANNOUNCEMENT, **opened.settings)
    second = opened.announce("approve", ANNOUNCEMENT, "--as", "5")

    assert (again.code, "another administrator" in again.err) == (2, True)
    assert (second["state"], second["approved_by"], second["second_approval_by"]) == ("approved", 0, 5)
    audit = opened.home.run("announce", "audit", **opened.settings).out
    assert ["approve  " in line for line in audit.splitlines()] == [True, False]


def test_a_second_bot_on_the_same_sqlite_file_is_refused(opened: Announcing, bot: Program) -> None:
    bot.wait_for_line("serving")

    second = opened.home.run("run", **opened.home.access(opened.playground))

    assert (second.code, "another bot runs on" in second.err) == (2, True)
