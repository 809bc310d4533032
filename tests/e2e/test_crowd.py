"""A crowd does thousands of things to the real bot: nothing may break, be refused, or be left waiting.

``KZJP_TEST_ACTS`` sets how many, ``KZJP_TEST_SEED`` which; what fails is told with its seed.
"""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import shipped_knowledge_dir
from bot.knowledge.reading import load_knowledge
from tests.e2e.crowd import Crowd
from tests.e2e.stage import Stage, open_stage

ACTS = int(os.environ.get("KZJP_TEST_ACTS", "700"))
SEED = int(os.environ.get("KZJP_TEST_SEED", "20261130"))
ACTS_PER_PERSON = 12  # few enough that most of them are answered and not met with the silence that floods are
USUAL_ANSWER_S = 1.0
USUALLY = 0.99
LONGEST_ANSWER_S = 3.0
"""For a machine that runs other tests beside this one; alone, of 20,000 acts none took longer than 0.7 s."""
QUESTION = "Do Japanese citizens need a visa for Kazakhstan?"


@pytest.fixture
def shipped(tmp_path: Path, cache: Path) -> Iterator[Stage]:
    """A stage over the shipped knowledge."""
    with open_stage(tmp_path / "data", cache, shipped_knowledge_dir()) as opened:
        yield opened
        opened.check()


def test_whatever_people_do_nothing_breaks_is_refused_or_left_waiting(shipped: Stage) -> None:
    shipped.start_bot().wait_for_line("serving")
    entries = load_knowledge(shipped_knowledge_dir()).entries.values()
    questions = [said.text for entry in entries for language in entry.utterances.values() for said in language]
    crowd = Crowd(shipped, random.Random(SEED), questions, people=max(60, ACTS // ACTS_PER_PERSON))  # noqa: S311 - a seeded test

    started = time.monotonic()
    for _ in range(ACTS):
        crowd.act()
    crowd.wait_until_idle()
    print(f"{ACTS} acts, seed {SEED}, in {time.monotonic() - started:.0f} s: {crowd.told()}")

    failures = [line for line in shipped.output.splitlines() if "incident" in line or "[error" in line]
    assert failures == [], f"seed {SEED}"
    assert shipped.control.calls(rejected=True) == (), f"seed {SEED}"
    assert sorted(crowd.pressed_s)[int(len(crowd.pressed_s) * USUALLY)] < USUAL_ANSWER_S, f"seed {SEED}"
    assert max(crowd.pressed_s) < LONGEST_ANSWER_S, f"seed {SEED}: {crowd.slowest}"
    assert "visa" in shipped.person("en").ask(QUESTION).text
