"""Updates: a chat's in order, chats side by side, confirmed only when handled; in virtual time."""

import asyncio
import os
from collections.abc import Callable, Sequence

import pytest
from structlog.testing import capture_logs
from telegram import Update
from telegram.error import NetworkError

from bot.errors import TelegramError
from bot.tg.aside import Aside
from bot.tg.updates import BEHIND, DRAIN_S, LONG_S, MAX_IN_FLIGHT, POLL_TIMEOUT_S, ChatOrder, Poller
from tests.unit.tg.clock import now, run
from tests.unit.tg.fakes import Answer, FakeTelegram, KeptAside, message, refused, updates


@pytest.fixture(autouse=True)
def _timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "PTB_TIMEDELTA", "1")


class Handling:
    """Handles updates, each as many seconds as told; keeps when each began and ended."""

    def __init__(self, seconds: Callable[[int], float] = lambda _: 0.0) -> None:
        self._seconds = seconds
        self.began: dict[int, float] = {}
        self.ended: dict[int, float] = {}

    async def process(self, update: Update) -> None:
        """Take the time it takes; -1 seconds is a failure."""
        self.began[update.update_id] = now()
        seconds = self._seconds(update.update_id)
        if seconds < 0:
            raise ValueError("broken handler")
        await asyncio.sleep(seconds)
        self.ended[update.update_id] = now()


def parsed(update_id: int, chat_id: int | None = 1, user_id: int | None = None) -> Update:
    """Return an update as the handlers see it."""
    update = Update.de_json(message(update_id, chat_id, user_id), None)
    assert update is not None
    return update


def handled(order: ChatOrder[None], given: Sequence[Update]) -> None:
    """Handle updates that came at the same moment."""

    async def main() -> None:
        await asyncio.gather(*(order.handle(update) for update in given), return_exceptions=True)

    run(main())


def polled(telegram: FakeTelegram, handling: Handling, stop_after_s: float, aside: KeptAside | None = None) -> None:
    """Poll until so many seconds have gone by."""
    store = KeptAside() if aside is None else aside

    async def main() -> None:
        stop = asyncio.Event()
        asyncio.get_running_loop().call_later(stop_after_s, stop.set)
        poller = Poller(
            telegram.bot(), ChatOrder(handling.process), ("message",), telegram, Aside(store, telegram.bot())
        )
        await poller.run(stop)

    run(main())


def test_a_chats_updates_are_handled_one_after_the_other_in_order() -> None:
    handling = Handling(lambda update_id: 4.0 - update_id)

    handled(ChatOrder(handling.process), [parsed(1), parsed(2), parsed(3)])

    assert handling.began == {1: 0.0, 2: 3.0, 3: 5.0}
    assert list(handling.ended) == [1, 2, 3]


def test_different_chats_are_handled_side_by_side() -> None:
    handling = Handling(lambda _: 2.0)

    handled(ChatOrder(handling.process), [parsed(1, chat_id=1), parsed(2, chat_id=2), parsed(3, chat_id=1)])

    assert handling.began == {1: 0.0, 2: 0.0, 3: 2.0}


def test_updates_without_a_chat_go_by_their_user() -> None:
    handling = Handling(lambda _: 2.0)
    given = [parsed(1, None, 7), parsed(2, None, 7), parsed(3, None, 8)]

    handled(ChatOrder(handling.process), given)

    assert handling.began == {1: 0.0, 2: 2.0, 3: 0.0}


def test_updates_of_nobody_wait_for_nobody() -> None:
    handling = Handling(lambda _: 2.0)

    handled(ChatOrder(handling.process), [parsed(1, None), parsed(2, None)])

    assert handling.began == {1: 0.0, 2: 0.0}


def test_what_arrives_is_told_of_before_its_turn_comes() -> None:
    handling, arrived = Handling(lambda _: 2.0), dict[int, float]()

    handled(
        ChatOrder(handling.process, lambda update: arrived.update({update.update_id: now()})), [parsed(1), parsed(2)]
    )

    assert (arrived, handling.began) == ({1: 0.0, 2: 0.0}, {1: 0.0, 2: 2.0})


def test_what_cannot_be_told_of_is_handled_all_the_same() -> None:
    def refuse(_update: Update) -> None:
        raise TypeError("no key")

    handling = Handling(lambda _: 0.0)
    handled(ChatOrder(handling.process, refuse), [parsed(1)])

    assert handling.began == {1: 0.0}


def test_a_failure_does_not_hold_up_the_chat() -> None:
    handling = Handling(lambda update_id: -1 if update_id == 1 else 0)

    handled(ChatOrder(handling.process), [parsed(1), parsed(2)])

    assert list(handling.ended) == [2]


def test_updates_are_fetched_handled_and_confirmed() -> None:
    telegram, handling = FakeTelegram([updates(message(5), message(6)), updates(message(7))]), Handling()

    polled(telegram, handling, 1.0)

    assert list(handling.ended) == [5, 6, 7]
    assert (telegram.offsets[0], telegram.offsets[-1]) == (None, 8)
    assert telegram.calls[0]["allowed_updates"] == ["message"]
    assert telegram.calls[0]["timeout"] == POLL_TIMEOUT_S


def test_nothing_is_confirmed_before_it_is_handled() -> None:
    telegram = FakeTelegram([updates(message(5, 1), message(6, 2)), updates(message(5, 1), message(6, 2))])
    handling = Handling(lambda update_id: 2.0 if update_id == 5 else 0.0)

    polled(telegram, handling, 1.0)

    before = [offset for offset, time in zip(telegram.offsets, telegram.times, strict=True) if time < 2.0]
    assert set(before) == {None, 5}
    assert telegram.offsets[-1] == 7


def test_an_update_that_comes_again_is_handled_once() -> None:
    telegram = FakeTelegram([updates(message(5)), updates(message(5)), updates(message(5), message(6))])
    handling = Handling(lambda _: 1.0)

    polled(telegram, handling, 5.0)

    assert handling.ended == pytest.approx({5: 1.0, 6: 2.0})


def test_a_slow_chat_does_not_hold_up_another_chats_later_update() -> None:
    telegram = FakeTelegram([updates(message(5, 1)), updates(message(6, 2))])
    handling = Handling(lambda update_id: 10.0 if update_id == 5 else 0.0)

    polled(telegram, handling, 20.0)

    assert handling.ended[6] < 1.0
    assert handling.ended[5] == pytest.approx(10.0)


def test_what_takes_long_is_put_aside_and_confirmed() -> None:
    telegram, aside = FakeTelegram([updates(message(5, 1))]), KeptAside()
    handling = Handling(lambda _: 10.0)

    polled(telegram, handling, 40.0, aside)

    assert aside.log == [("kept", [5]), ("dropped", [5])]
    calls = list(zip(telegram.times, telegram.offsets, [call["timeout"] for call in telegram.calls], strict=True))
    assert {offset for time, offset, _ in calls if 0 < time < LONG_S} == {5}
    assert [(offset, timeout) for time, offset, timeout in calls if time > LONG_S] == [
        (6, POLL_TIMEOUT_S),
        (6, POLL_TIMEOUT_S),
        (6, 0),
    ]
    assert handling.ended == {5: pytest.approx(10.0)}


def test_one_slow_chat_never_fills_what_telegram_gives_at_a_time() -> None:
    slow, others = message(1, 1), [message(number, number) for number in range(2, BEHIND + 3)]
    telegram, aside = FakeTelegram([updates(slow), updates(slow, *others)]), KeptAside()
    handling = Handling(lambda update_id: 60.0 if update_id == 1 else 0.0)

    polled(telegram, handling, 2.0, aside)

    assert aside.log == [("kept", [1])]
    assert next(time for time, offset in zip(telegram.times, telegram.offsets, strict=True) if offset == BEHIND + 3) < 1
    assert telegram.offsets[-1] == BEHIND + 3


def test_what_an_earlier_process_put_aside_is_handled_first() -> None:
    aside, handling = KeptAside(), Handling(lambda update_id: 60.0 if update_id == 5 else 1.0)
    polled(FakeTelegram([updates(message(5, 1))]), handling, 4.0, aside)
    assert (handling.ended, list(aside.kept)) == ({}, [5])

    again = Handling(lambda _: 1.0)
    polled(FakeTelegram([updates(message(6, 1))]), again, 40.0, aside)

    assert again.ended == {5: 1.0, 6: 2.0}
    assert aside.kept == {}


def test_what_cannot_be_put_aside_is_not_confirmed() -> None:
    telegram, aside = FakeTelegram([updates(message(5, 1))]), KeptAside(is_away=True)
    handling = Handling(lambda _: 10.0)

    polled(telegram, handling, 9.0, aside)

    assert {offset for offset in telegram.offsets[:-1] if offset is not None} == {5}
    assert handling.ended == {5: pytest.approx(10.0)}


def test_while_busy_it_asks_at_once_and_not_in_a_rush() -> None:
    telegram, handling = FakeTelegram([updates(message(5))]), Handling(lambda _: 10.0)

    polled(telegram, handling, 10.0)

    assert {call["timeout"] for call in telegram.calls[1:-1]} <= {0, POLL_TIMEOUT_S}
    assert len(telegram.calls) < 60


def test_a_flood_is_taken_in_up_to_a_limit_at_a_time() -> None:
    first = updates(*(message(number, number) for number in range(1, MAX_IN_FLIGHT + 1)))
    telegram, handling = FakeTelegram([first]), Handling(lambda _: 1.0)

    polled(telegram, handling, 3.0)

    assert len(handling.ended) == MAX_IN_FLIGHT
    assert telegram.times[1] > 0.0


def test_stopping_finishes_what_was_begun_and_confirms_it() -> None:
    telegram, handling = FakeTelegram([updates(message(5), message(6))]), Handling(lambda _: 2.5)

    polled(telegram, handling, 1.0)

    assert handling.ended == {5: 2.5, 6: 5.0}
    assert (telegram.offsets[-1], telegram.calls[-1]["timeout"]) == (7, 0)
    assert telegram.times[-1] == 5.0


def test_what_takes_longer_than_a_stop_may_last_is_left_to_come_again() -> None:
    telegram = FakeTelegram([updates(message(5, 1), message(6, 2), message(7, 3))])
    handling = Handling(lambda update_id: 60.0 if update_id == 6 else 2.0)

    polled(telegram, handling, 1.0)

    assert handling.ended == {5: 2.0, 7: 2.0}
    assert (telegram.offsets[-1], telegram.times[-1]) == (6, 1.0 + DRAIN_S)


def test_stopping_does_not_wait_for_the_long_poll() -> None:
    telegram = FakeTelegram([])

    polled(telegram, Handling(), 3.0)

    assert telegram.times == [0.0]


def test_nothing_seen_is_nothing_to_confirm() -> None:
    telegram = FakeTelegram([updates()])

    polled(telegram, Handling(), 1.0)

    assert telegram.offsets == [None, None]


def test_a_failed_confirmation_is_only_told() -> None:
    telegram, handling = FakeTelegram([updates(message(5))]), Handling(lambda _: 1.0)
    telegram_after = NetworkError("gone")

    async def main() -> None:
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        loop.call_later(0.5, stop.set)
        loop.call_later(0.9, telegram.script, telegram_after)
        await Poller(telegram.bot(), ChatOrder(handling.process), (), telegram, Aside(KeptAside(), telegram.bot())).run(
            stop
        )

    with capture_logs() as logs:
        run(main())

    assert handling.ended == {5: 1.0}
    assert logs[-1]["event"] == "the last updates could not be confirmed and will come again"


def test_a_handler_that_fails_is_logged_and_its_update_confirmed() -> None:
    telegram, handling = FakeTelegram([updates(message(5), message(6))]), Handling(lambda update_id: 5.5 - update_id)

    with capture_logs() as logs:
        polled(telegram, handling, 1.0)

    assert list(handling.ended) == [5]
    assert telegram.offsets[-1] == 7
    assert [(log["event"], log["update_id"]) for log in logs] == [("update failed", 6)]


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        pytest.param(refused(409, "Conflict: terminated by other getUpdates request"), "another process", id="409"),
        pytest.param(NetworkError("aiohttp.ClientConnectorError"), "Telegram cannot be reached", id="no network"),
        pytest.param(refused(502, "Bad Gateway"), "Telegram cannot be reached", id="502"),
        pytest.param(refused(403, "Forbidden: x"), "getUpdates was refused", id="403"),
    ],
)
def test_errors_are_backed_off_with_growing_waits(answer: Answer | Exception, event: str) -> None:
    telegram, handling = FakeTelegram([answer] * 9 + [updates(message(5))]), Handling()

    with capture_logs() as logs:
        polled(telegram, handling, 200.0)

    assert telegram.times[:10] == [0, 0.5, 1.5, 3.5, 7.5, 15.5, 31.5, 61.5, 91.5, 121.5]
    assert list(handling.ended) == [5]
    assert str(logs[0]["event"]).startswith(event)


def test_after_a_success_waits_begin_anew() -> None:
    down = NetworkError("x")
    telegram = FakeTelegram([down, down, updates(message(5)), down, updates()])

    polled(telegram, Handling(), 10.0)

    assert telegram.times[:5] == [0, 0.5, 1.5, 1.5, 2.0]


def test_a_wait_that_telegram_asks_for_is_obeyed() -> None:
    telegram = FakeTelegram([refused(429, "Too Many Requests", retry_after=17), updates()])

    polled(telegram, Handling(), 20.0)

    assert telegram.times[:2] == [0, 17]


def test_stopping_ends_a_wait() -> None:
    telegram = FakeTelegram([NetworkError("x")] * 20)

    polled(telegram, Handling(), 5.0)

    assert telegram.times == [0, 0.5, 1.5, 3.5]


def test_a_refused_token_ends_the_polling() -> None:
    telegram, handling = FakeTelegram([updates(message(5)), refused(401, "Unauthorized")]), Handling(lambda _: 3.0)

    with pytest.raises(TelegramError, match="does not accept this token"):
        polled(telegram, handling, 100.0)

    assert handling.ended == {5: 3.0}


def test_an_answer_that_cannot_be_read_is_looked_at_and_asked_for_again() -> None:
    unreadable = message(5) | {"message": {"message_id": 5}}
    telegram, handling = FakeTelegram([updates(unreadable, message(6)), updates(message(6))]), Handling()

    polled(telegram, handling, 1.0)

    assert (telegram.looks, list(handling.ended)) == (1, [6])
