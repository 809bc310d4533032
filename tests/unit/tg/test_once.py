"""Once: every update handled once, put off where the database is away, settled where its handler failed."""

import datetime as dt

import pytest
from structlog.testing import capture_logs
from telegram import Update
from telegram.error import InvalidToken

from bot.errors import StorageUnavailable
from bot.metrics import Metrics
from bot.storage.records import Claim
from bot.tg.once import AGAIN_AFTER_S, MOST_TRIES, Later, Once, Postponed, Settled, kind_of
from tests.unit.tg.fakes import message

NOW = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
AWAY = StorageUnavailable("away")


class Ledger:
    """Handled updates in memory; ``away`` makes it fail so many times."""

    def __init__(self, away: int = 0) -> None:
        self.claims: dict[int, Claim] = {}
        self._away = away

    async def begin(self, update_id: int) -> Claim:
        """Say what may be done."""
        if self._away:
            self._away -= 1
            raise AWAY
        before = self.claims.get(update_id)
        if before is None:
            self.claims[update_id] = Claim.ELSEWHERE
            return Claim.MINE
        return before

    def done(self, update_id: int, now: dt.datetime) -> None:
        """Note it."""
        assert now == NOW
        self.claims[update_id] = Claim.DONE

    async def release(self, update_id: int) -> None:
        """Forget it."""
        del self.claims[update_id]


class Handler:
    """Counts what it handles; ``postponed`` updates are put off so many times, and ``breaks`` fails."""

    def __init__(self, postponed: Postponed, away: int = 0, *, breaks: bool = False) -> None:
        self._postponed = postponed
        self._away = away
        self._breaks = breaks
        self.handled: list[int] = []

    async def process(self, update: Update) -> None:
        """Handle an update."""
        self.handled.append(update.update_id)
        if self._breaks:
            raise ValueError("broken")
        if self._away:
            self._away -= 1
            self._postponed.postpone(update.update_id, AWAY)


def update(update_id: int) -> Update:
    return Update.de_json(message(update_id), None)


def once(handler: Handler, ledger: Ledger, postponed: Postponed) -> Once:
    return Once(handler.process, ledger, postponed, Metrics(), lambda: NOW)


async def test_an_update_is_handled_and_noted() -> None:
    postponed, ledger = Postponed(), Ledger()
    handler = Handler(postponed)

    assert await once(handler, ledger, postponed).handle(update(1)) == Settled()
    assert (handler.handled, ledger.claims) == ([1], {1: Claim.DONE})


@pytest.mark.parametrize(
    ("claim", "told"), [(Claim.DONE, Settled()), (Claim.ELSEWHERE, Later(AGAIN_AFTER_S))], ids=["done", "under way"]
)
async def test_what_was_begun_before_is_not_handled_again(claim: Claim, told: Settled | Later) -> None:
    postponed, ledger = Postponed(), Ledger()
    ledger.claims[1] = claim
    handler = Handler(postponed)

    assert await once(handler, ledger, postponed).handle(update(1)) == told
    assert handler.handled == []


async def test_a_handler_that_breaks_is_logged_and_the_update_settled() -> None:
    postponed, ledger = Postponed(), Ledger()

    with capture_logs() as logs:
        told = await once(Handler(postponed, breaks=True), ledger, postponed).handle(update(1))

    assert (told, ledger.claims) == (Settled(), {1: Claim.DONE})
    assert [(log["event"], log["update_id"]) for log in logs] == [("update failed", 1)]


def test_what_failed_for_the_token_comes_later() -> None:
    postponed = Postponed()

    assert postponed.postpone(1, InvalidToken("Unauthorized"))
    assert postponed.take(1)


async def test_what_no_claim_can_be_got_for_comes_later() -> None:
    postponed, ledger = Postponed(), Ledger(away=1)
    handler = Handler(postponed)

    assert await once(handler, ledger, postponed).handle(update(1)) == Later(AGAIN_AFTER_S)
    assert handler.handled == []


async def test_what_is_put_off_is_given_back_and_tried_until_it_is_handled() -> None:
    postponed, ledger, slept = Postponed(), Ledger(away=2), list[float]()
    handler = Handler(postponed, away=2)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    await once(handler, ledger, postponed).handle_at_last(update(1), sleep)

    assert (handler.handled, slept) == ([1, 1, 1], [AGAIN_AFTER_S] * 4)
    assert ledger.claims == {1: Claim.DONE}


async def test_nothing_is_put_off_for_ever() -> None:
    postponed, ledger = Postponed(), Ledger()
    handler = Handler(postponed, away=1000)

    async def sleep(_: float) -> None:
        """Take no time."""

    await once(handler, ledger, postponed).handle_at_last(update(1), sleep)

    assert len(handler.handled) == MOST_TRIES + 1


async def test_other_failures_are_not_put_off() -> None:
    assert Postponed().postpone(1, ValueError("broken")) is False


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (message(1), "message"),
        (message(1, None, 5), "inline_query"),
        (message(1, None), "other"),
    ],
)
def test_updates_are_counted_by_what_telegram_calls_them(given: dict[str, object], kind: str) -> None:
    assert kind_of(Update.de_json(given, None)) == kind
