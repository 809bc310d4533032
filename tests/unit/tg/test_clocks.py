"""Telegram's three limits, in virtual time: what passes at once, what waits for how long, and who goes first."""

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.playground.flood import FloodControl, FloodLimits
from bot.tg.clocks import (
    CHAT_BURST,
    CHAT_INTERVAL_S,
    GROUP_MESSAGES,
    GROUP_WINDOW_S,
    OVERALL_BURST,
    OVERALL_PER_S,
    ChatClocks,
    OverallClock,
)
from bot.tg.limiter import PATIENCE_S, Json, Limiter, Result, Turn, overall_rate
from tests.unit.tg.clock import now, run

PERSON, GROUP = 100, -100


class Server:
    """Notes when requests arrive and which are beyond Telegram's own limits; these it refuses where it is strict."""

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self.flood = FloodControl()
        self.flood.switch(FloodLimits())
        self.arrived: list[tuple[float, int]] = []
        self.refused = 0

    async def take(self, chat_id: int) -> Result:
        """Take one message."""
        self.arrived.append((now(), chat_id))
        wait_s = self.flood.retry_after(chat_id, now(), is_group=chat_id < 0)
        self.refused += bool(wait_s)
        if wait_s and self.strict:
            raise RetryAfter(wait_s)
        return True

    async def send(self, limiter: Limiter, chat_id: int, turn: Turn | None = None) -> None:
        """Send a message through the limiter."""
        data: Json = {"chat_id": chat_id}
        await limiter.process_request(self.take, (chat_id,), {}, "sendMessage", data, turn)

    async def announce(self, limiter: Limiter, chat_id: int) -> None:
        """Send an announcement through the limiter, as the delivery loop does."""
        assert await limiter.turn(chat_id) == 0.0
        await self.send(limiter, chat_id, Turn.TAKEN)


def test_a_burst_passes_at_once_and_then_so_many_a_second() -> None:
    async def take() -> list[float]:
        clock, times = OverallClock(), list[float]()
        for _ in range(OVERALL_BURST + 30):
            await clock.take(0)
            times.append(now())
        return times

    times = run(take())

    assert times[OVERALL_BURST - 1] == 0.0
    assert times[-1] == pytest.approx(30 / OVERALL_PER_S)


def test_what_was_not_used_is_no_more_than_a_burst() -> None:
    async def take() -> float:
        clock = OverallClock()
        await clock.take(0)
        await asyncio.sleep(3600)
        started = now()
        for _ in range(OVERALL_BURST + 1):
            await clock.take(0)
        return now() - started

    assert run(take()) == pytest.approx(1 / OVERALL_PER_S)


def test_an_answer_goes_before_every_waiting_announcement() -> None:
    async def race() -> list[str]:
        clock, order = OverallClock(burst=1), list[str]()

        async def take(name: str, turn: Turn) -> None:
            await clock.take(turn.value)
            order.append(name)

        announcements = [asyncio.create_task(take(f"announcement {number}", Turn.ANNOUNCEMENT)) for number in range(5)]
        await asyncio.sleep(0)
        answers = [asyncio.create_task(take(f"answer {number}", Turn.ANSWER)) for number in range(2)]
        await asyncio.gather(*announcements, *answers)
        return order

    assert run(race()) == [
        "announcement 0",
        "answer 0",
        "answer 1",
        *(f"announcement {number}" for number in range(1, 5)),
    ]


def test_a_turn_that_is_given_up_goes_to_the_next() -> None:
    async def give_up() -> float:
        clock = OverallClock(burst=1)
        await clock.take(0)
        first, second = asyncio.create_task(clock.take(0)), asyncio.create_task(clock.take(0))
        await asyncio.sleep(0)
        first.cancel()
        await second
        return now()

    assert run(give_up()) == pytest.approx(1 / OVERALL_PER_S)


def test_a_person_gets_a_few_at_once_and_then_about_one_a_second() -> None:
    async def take() -> list[float]:
        clocks, times = ChatClocks(), list[float]()
        for _ in range(CHAT_BURST + 2):
            await asyncio.sleep(clocks.wait_s(PERSON))
            assert clocks.take(PERSON)
            times.append(now())
        return times

    assert run(take()) == pytest.approx([0.0] * CHAT_BURST + [CHAT_INTERVAL_S, 2 * CHAT_INTERVAL_S])


def test_a_turn_that_has_not_come_is_not_taken() -> None:
    async def take() -> tuple[list[bool], float]:
        clocks = ChatClocks()
        return [clocks.take(PERSON) for _ in range(CHAT_BURST + 2)], clocks.wait_s(PERSON)

    taken, wait_s = run(take())

    assert taken == [*[True] * CHAT_BURST, False, False]
    assert wait_s == pytest.approx(CHAT_INTERVAL_S)


def test_chats_do_not_wait_for_each_other() -> None:
    async def take() -> tuple[bool, bool]:
        clocks = ChatClocks()
        for _ in range(10):
            clocks.take(PERSON)
        return clocks.take(PERSON), clocks.take(PERSON + 1)

    assert run(take()) == (False, True)


def test_a_group_gets_twenty_a_minute() -> None:
    async def take() -> float:
        clocks = ChatClocks()
        for _ in range(GROUP_MESSAGES):
            await asyncio.sleep(clocks.wait_s(GROUP))
            assert clocks.take(GROUP)
        return now() + clocks.wait_s(GROUP)

    assert run(take()) == pytest.approx(GROUP_WINDOW_S)


def test_a_chat_is_held_back_for_as_long_as_telegram_said() -> None:
    async def hold() -> tuple[float, float]:
        clocks = ChatClocks()
        clocks.hold(PERSON, 7.0)
        return clocks.wait_s(PERSON), clocks.wait_s(PERSON + 1)

    assert run(hold()) == (7.0, 0.0)


def test_telegram_refuses_nothing_of_announcements_with_answers_between_them() -> None:
    async def announce() -> Server:
        server, limiter = Server(), Limiter()
        announcing = [asyncio.create_task(server.announce(limiter, 2000 + number)) for number in range(600)]
        for number in range(100):
            await asyncio.gather(server.send(limiter, PERSON + number), server.send(limiter, GROUP - number))
            await asyncio.sleep(0.2)
        await asyncio.gather(*announcing)
        return server

    server = run(announce())

    assert server.refused == 0
    assert server.arrived[-1][0] == pytest.approx(len(server.arrived) / OVERALL_PER_S, rel=0.05)


def test_answers_wait_for_no_limit_that_telegram_does_not_enforce() -> None:
    async def answer() -> float:
        server, limiter = Server(), Limiter()
        server.flood.switch(None)
        await asyncio.gather(*(server.send(limiter, chat) for chat in range(1, 1000)))
        return now()

    assert run(answer()) == 0.0


def test_once_telegram_enforces_its_limit_answers_keep_to_it() -> None:
    async def answer() -> tuple[int, int]:
        server, limiter = Server(strict=True), Limiter()
        await asyncio.gather(*(server.send(limiter, chat) for chat in range(1, 100)))
        refused_at_first = server.refused
        await asyncio.gather(*(server.send(limiter, chat) for chat in range(1000, 1600)))
        return refused_at_first, server.refused

    at_first, in_all = run(answer())

    assert 0 < at_first < 100
    assert in_all == at_first


def test_announcements_stand_back_for_answers_a_second_at_most() -> None:
    async def announce() -> float:
        server, limiter = Server(), Limiter()
        server.flood.switch(None)
        await asyncio.gather(*(server.send(limiter, chat) for chat in range(1, 1000)))
        await server.announce(limiter, 5000)
        return now()

    assert run(announce()) == pytest.approx(1.0, abs=0.1)


def test_an_answer_during_announcements_waits_for_one_message_at_most() -> None:
    async def answer() -> float:
        server, limiter = Server(), Limiter()
        announcing = [asyncio.create_task(server.announce(limiter, 1000 + number)) for number in range(500)]
        await asyncio.sleep(5.0)
        asked = now()
        await server.send(limiter, PERSON)
        waited = now() - asked
        await asyncio.gather(*announcing)
        return waited

    assert run(answer()) <= 1 / OVERALL_PER_S + 1e-9


def test_an_announcement_to_a_busy_chat_is_put_off_and_takes_nothing() -> None:
    async def turn() -> tuple[float, float]:
        limiter = Limiter()
        limiter.hold(PERSON, PATIENCE_S + 5)
        return await limiter.turn(PERSON), await limiter.turn(PERSON + 1)

    assert run(turn()) == (PATIENCE_S + 5, 0.0)


@pytest.mark.parametrize(
    ("endpoint", "waits"),
    [("sendMessage", True), ("sendDocument", True), ("sendChatAction", False), ("answerCallbackQuery", False)],
)
def test_only_messages_wait_for_their_turn(endpoint: str, *, waits: bool) -> None:
    async def request() -> float:
        server, limiter = Server(), Limiter()
        for _ in range(CHAT_BURST + 1):
            await limiter.process_request(server.take, (PERSON,), {}, endpoint, {"chat_id": PERSON}, None)
        return now()

    assert (run(request()) > 0) is waits


def test_more_announcements_a_second_leave_room_for_answers() -> None:
    assert overall_rate(25.0) == OVERALL_PER_S
    assert overall_rate(100.0) == pytest.approx(120.0)
