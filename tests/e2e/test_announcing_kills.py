"""Killing the real process again and again while it announces: nobody is missed, and nobody is written to twice.

The server's own log is compared with what the bot believes. What the bot cannot know is uncertain, and is not sent
again until an administrator says so.
"""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.announcing.delivering import AT_ONCE
from bot.playground.wire import get_int
from tests.e2e.announcing import ANNOUNCEMENT, Announcing, knowledge_with
from tests.e2e.harness import Home, Playground
from tests.e2e.people import Control
from tests.e2e.test_faults import fault
from tests.postgresql import running_postgresql

SUBSCRIBERS = 2000
BLOCKED = 40
GROUPS = 10
KILLS = 50
FEWER_SUBSCRIBERS = 600
FEWER_KILLS = 8
SEED = 20261130
LONGEST_RUN_S = 0.7
RATE = "130"


@contextmanager
def announcing(folder: Path, cache: Path, **settings: str) -> Iterator[Announcing]:
    """Open a playground with Telegram's faults in it, and an approved announcement for everyone there."""
    home = Home(folder / "data", cache, knowledge_with(folder, ANNOUNCEMENT))
    with Playground() as playground, Control(playground.url) as control:
        yield Announcing(playground, control, home, BROADCAST_RATE=RATE, **settings)


def gather_audience(
    opened: Announcing, folder: Path, people: int, groups: int
) -> tuple[tuple[int, ...], dict[int, int]]:
    """Subscribe people and groups; return all chats, and the new ids of the groups that moved since."""
    chats = (*opened.people(people - groups), *(opened.group() for _ in range(groups)))
    opened.subscribe(chats, folder)
    for chat in chats[: BLOCKED * people // SUBSCRIBERS]:
        opened.control.post(f"users/{chat}/block", {})
    moved = {chat: get_int(opened.control.post(f"chats/{chat}/migrate", {}), "id") for chat in chats[-groups:][::2]}
    opened.control.put_faults(
        rules=(
            fault("500", "sendMessage", probability=0.03),
            fault("429", "sendMessage", probability=0.003, retry_after=1),
            fault("reset_before", "sendMessage", probability=0.01),
            fault("reset_after", "sendMessage", probability=0.01),
        )
    )
    assert opened.announce("approve", ANNOUNCEMENT)["audience"] == people
    return chats, moved


def check(opened: Announcing, chats: tuple[int, ...], moved: dict[int, int], most_uncertain: int) -> None:
    """Compare what the bot believes with what the server saw."""
    report, ledger, delivered = opened.report(), asyncio.run(opened.ledger()), opened.delivered()
    blocked = set(chats[: BLOCKED * len(chats) // SUBSCRIBERS])
    assert Counter(state for state, _ in ledger.values()) == +report.counts
    assert report.is_exact
    assert set(ledger) == {moved.get(chat, chat) for chat in chats} | {chat for chat in moved if chat in ledger}
    assert not [chat for chat, count in delivered.items() if count > 1], "someone was written to twice"
    for chat, (state, reason) in ledger.items():
        match state:
            case "sent":
                assert delivered[chat] == 1, f"{chat} is said to have got it"
            case "uncertain":
                assert reason, "what is uncertain says why"
            case "unreachable":
                assert chat in blocked
            case _:
                pytest.fail(f"{chat} was missed: {state} {reason}")
    assert report.counts["uncertain"] <= most_uncertain


def check_requeued(opened: Announcing, chats: tuple[int, ...]) -> None:
    """Send what is uncertain again, and find that everyone has got it now."""
    before, uncertain = opened.delivered(), opened.report().counts["uncertain"]
    opened.control.put_faults()
    opened.announce("requeue-uncertain", ANNOUNCEMENT)
    with opened.bot() as bot:
        report = opened.wait_until_done()
        assert bot.terminate() == 0, bot.output
    again = opened.delivered() - before
    assert sum(again.values()) == uncertain
    assert report.counts["uncertain"] == 0
    assert report.counts["sent"] + report.counts["unreachable"] == len(chats)


def test_fifty_kills_on_sqlite_neither_miss_nor_double_anyone(tmp_path: Path, cache: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - moments that repeat, no secrets
    with announcing(tmp_path, cache) as opened:
        chats, moved = gather_audience(opened, tmp_path, SUBSCRIBERS, GROUPS)
        for _ in range(KILLS):
            bot = opened.bot()
            bot.wait_for_line("serving")
            time.sleep(chance.uniform(0.0, LONGEST_RUN_S))
            bot.kill()
        left = opened.report().counts["pending"]
        bot = opened.bot()
        opened.wait_until_done()
        assert bot.terminate() == 0, bot.output
        assert 0 < left < SUBSCRIBERS, "the kills came too late, or too early, to matter"
        check(opened, chats, moved, KILLS * AT_ONCE + SUBSCRIBERS // 20)
        check_requeued(opened, chats)


@pytest.mark.postgresql
def test_kills_of_two_bots_on_one_postgresql_neither_miss_nor_double_anyone(tmp_path: Path, cache: Path) -> None:
    chance = random.Random(SEED)  # noqa: S311 - moments that repeat, no secrets
    with running_postgresql() as server:
        url = asyncio.run(server.new_database())
        with announcing(tmp_path, cache, DATABASE_URL=url) as opened:
            chats, moved = gather_audience(opened, tmp_path, FEWER_SUBSCRIBERS, GROUPS)
            bots = [opened.bot(), opened.bot()]
            for kill in range(FEWER_KILLS):
                bots[kill % 2].wait_for_line("serving")
                time.sleep(chance.uniform(0.0, LONGEST_RUN_S))
                bots[kill % 2].kill()
                bots[kill % 2] = opened.bot()
            opened.wait_until_done()
            assert [bot.terminate() for bot in bots] == [0, 0], [bot.output for bot in bots]
            check(opened, chats, moved, FEWER_KILLS * AT_ONCE + FEWER_SUBSCRIBERS // 20)
            check_requeued(opened, chats)
