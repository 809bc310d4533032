"""What Telegram's answers mean for a delivery, and when trouble is more than one delivery's."""

import datetime as dt

import pytest
from aiohttp import (
    ClientConnectorError,
    ClientOSError,
    ConnectionTimeoutError,
    ServerDisconnectedError,
    SocketTimeoutError,
)
from aiohttp.client_reqrep import ConnectionKey
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.announcing.results import (
    MOST_TRIES,
    Moved,
    Rejected,
    RetryLater,
    SendResult,
    Sent,
    Uncertain,
    Unreachable,
    settle,
)
from bot.announcing.troubles import MOST_FAILURES_IN_A_ROW, OUTAGE_AFTER, Failures, Holding
from bot.storage.announcement_records import Delivery, DeliveryState, Settled
from bot.tg.delivering import meaning

NOWHERE = ConnectionKey("127.0.0.1", 1, False, True, None, None, None)
NOW = dt.datetime(2026, 11, 30, 12, 0, tzinfo=dt.UTC)


def caused(error: NetworkError, cause: Exception) -> NetworkError:
    """Return the error as it is raised from ``cause``."""
    error.__cause__ = cause
    return error


def delivery(attempts: int = 0, message_id: int | None = None) -> Delivery:
    """Return a delivery that was tried so often before."""
    return Delivery(7, "a", 100, None, "en", attempts, message_id)


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (Forbidden("Forbidden: bot was blocked by the user"), Unreachable("bot was blocked by the user")),
        (Forbidden("Forbidden: user is deactivated"), Unreachable("user is deactivated")),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), None),
        (BadRequest("Chat not found"), Unreachable("Chat not found")),
        (BadRequest("Bad Request: chat not found"), Unreachable("Chat not found")),
        (Forbidden("Forbidden: bot is not a member of the channel chat"), Rejected),
        (Forbidden("Forbidden: bot was blocked by the user today"), Rejected),
        (BadRequest("Message thread not found"), Rejected("Message thread not found")),
        (ChatMigrated(-1005), Moved(-1005)),
        (RetryAfter(7), RetryLater),
        (Conflict("Conflict: two of you"), RetryLater),
        (NetworkError("Bad Gateway"), RetryLater("Bad Gateway")),
        (caused(NetworkError("x"), TelegramError("Invalid server response")), RetryLater("x")),
        (caused(NetworkError("x"), ClientConnectorError(NOWHERE, OSError("refused"))), RetryLater("x")),
        (caused(TimedOut(), ConnectionTimeoutError()), RetryLater),
        (caused(TimedOut(), SocketTimeoutError()), Uncertain),
        (caused(TimedOut(), TimeoutError()), Uncertain),
        (caused(NetworkError("x"), ClientOSError("reset")), Uncertain("x")),
        (caused(NetworkError("x"), ServerDisconnectedError("closed")), Uncertain("x")),
        (caused(NetworkError("x"), ValueError("?")), Uncertain("x")),
        (TelegramError("Invalid server response"), Uncertain("Invalid server response")),
    ],
)
def test_what_an_error_means(error: TelegramError, result: SendResult | type[SendResult] | None) -> None:
    found = meaning(error)

    if isinstance(result, type):
        assert isinstance(found, result)
    elif result is None:
        assert isinstance(found, Unreachable)
    else:
        assert found == result


@pytest.mark.parametrize(
    ("result", "attempts", "settled"),
    [
        (Sent(5), 0, Settled(7, DeliveryState.SENT, NOW, 5)),
        (Unreachable("gone"), 0, Settled(7, DeliveryState.UNREACHABLE, NOW, reason="gone")),
        (Rejected("no"), 0, Settled(7, DeliveryState.FAILED, NOW, reason="no")),
        (Uncertain("reset"), 0, Settled(7, DeliveryState.UNCERTAIN, NOW, reason="reset")),
        (Moved(-1005), 0, Settled(7, DeliveryState.PENDING, NOW, due_at=NOW)),
        (
            RetryLater("busy"),
            3,
            Settled(7, DeliveryState.PENDING, NOW, reason="busy", due_at=NOW + dt.timedelta(seconds=8)),
        ),
        (
            RetryLater("flood", 30.0),
            MOST_TRIES + 5,
            Settled(7, DeliveryState.PENDING, NOW, reason="flood", due_at=NOW + dt.timedelta(seconds=30)),
        ),
        (
            RetryLater("busy"),
            MOST_TRIES - 1,
            Settled(7, DeliveryState.FAILED, NOW, reason=f"{MOST_TRIES} tries: busy"),
        ),
    ],
)
def test_what_a_result_makes_of_a_delivery(result: SendResult, attempts: int, settled: Settled) -> None:
    assert settle(delivery(attempts), result, NOW) == settled


def test_an_edit_of_unknown_outcome_is_made_again() -> None:
    again = settle(delivery(message_id=3), Uncertain("reset"), NOW)

    assert (again.state, again.due_at) == (DeliveryState.PENDING, NOW + dt.timedelta(seconds=1))


class Ticks:
    """Seconds that a test turns on."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        """Return the present second."""
        return self.at


def test_a_flood_wait_in_a_private_chat_holds_everything() -> None:
    assert Holding(Ticks()).after(100, RetryLater("flood", 4.0)) == 4.0


def test_a_groups_flood_wait_is_its_own_unless_another_chat_is_refused_too() -> None:
    holding = Holding(Ticks())

    assert [holding.after(chat, RetryLater("flood", 40.0)) for chat in (-1, -1, -2)] == [0.0, 0.0, 40.0]


def test_a_telegram_out_of_reach_is_left_alone_for_longer_and_longer() -> None:
    ticks, holds = Ticks(), list[float]()
    holding = Holding(ticks)
    for _ in range(OUTAGE_AFTER + 8):
        hold_s = holding.after(100, RetryLater("Bad Gateway"))
        holds.append(hold_s)
        ticks.at += hold_s + 0.1

    assert holds == [*[0.0] * (OUTAGE_AFTER - 1), 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0]


def test_what_was_under_way_when_a_hold_began_makes_it_no_longer() -> None:
    holding = Holding(Ticks())
    for _ in range(OUTAGE_AFTER):
        holding.after(100, RetryLater("Bad Gateway"))

    assert holding.after(100, RetryLater("Bad Gateway")) == 0.0


def test_anything_sent_ends_an_outage() -> None:
    holding = Holding(Ticks())
    for _ in range(OUTAGE_AFTER - 1):
        holding.after(100, RetryLater("Bad Gateway"))
    holding.after(101, Sent(1))

    assert holding.after(100, RetryLater("Bad Gateway")) == 0.0


def test_too_many_failures_in_a_row_are_told_once() -> None:
    failures = Failures()

    told = [failures.count("a", failed=True) for _ in range(MOST_FAILURES_IN_A_ROW + 1)]

    assert told == [*[False] * (MOST_FAILURES_IN_A_ROW - 1), True, False]


def test_a_success_in_between_sets_the_count_back() -> None:
    failures = Failures()
    for _ in range(MOST_FAILURES_IN_A_ROW - 1):
        failures.count("a", failed=True)
    failures.count("b", failed=False)
    failures.count("a", failed=False)

    assert not failures.count("a", failed=True)
