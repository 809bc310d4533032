"""Hostile questions at the answerer: no crash, nothing unescaped or too long, no memory growth."""

import pytest

from bot.config import shipped_knowledge_dir
from tests.e2e.stage import shared_cache
from tests.fuzz.hostile import Stream
from tests.fuzz.memory import TENTHS
from tests.fuzz.questions import SEED, real_questions, run
from tests.fuzz.trial import Trial

COUNT = 1_000
SLOWEST_S = 2.0


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    """A trial of the shipped knowledge."""
    return Trial.of(shipped_knowledge_dir(), shared_cache(tmp_path_factory.getbasetemp()))


async def test_hostile_questions_are_answered_or_declined_in_due_form(trial: Trial) -> None:
    figures = await run(trial, Stream(SEED, real_questions()), COUNT)

    assert figures.wrong == []
    assert figures.outcomes.total() == COUNT
    assert set(figures.outcomes) == {"Answered", "Ambiguous", "NotUnderstood"}
    assert len(figures.kinds) == len({kind for kind in dir(Stream) if not kind.startswith("_")})
    assert figures.slowest[0] < SLOWEST_S, figures.slowest
    assert len(figures.memory.mb) == TENTHS + 1
    assert not figures.memory.grew, figures.memory.mb


def test_the_same_seed_gives_the_same_questions() -> None:
    one, same, other = (iter(Stream(seed, ("Visa?",))) for seed in (1, 1, 2))

    first = [next(one) for _ in range(200)]

    assert first == [next(same) for _ in range(200)]
    assert first != [next(other) for _ in range(200)]
