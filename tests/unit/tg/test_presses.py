"""Presses: each circle stopped once, in time, with its notice where there was time for one."""

import asyncio

import pytest
from telegram.error import BadRequest, NetworkError

from bot.tg.presses import IN_TIME_S, Presses
from tests.unit.tg.clock import run


class Closing:
    """Telegram's call, which may fail."""

    def __init__(self, error: Exception | None = None) -> None:
        self.calls: list[tuple[str, str | None]] = []
        self._error = error

    async def __call__(self, press_id: str, notice: str | None) -> bool:
        self.calls.append((press_id, notice))
        if self._error is not None:
            raise self._error
        return True


def test_a_press_handled_in_time_shows_its_notice_and_is_closed_once() -> None:
    async def story() -> None:
        closing = Closing()
        presses = Presses(closing)

        presses.arrived("a")
        await presses.close("a", "Subscribed")
        await asyncio.sleep(2 * IN_TIME_S)

        assert closing.calls == [("a", "Subscribed")]

    run(story())


def test_a_press_whose_turn_has_not_come_is_closed_without_a_notice_and_not_again() -> None:
    async def story() -> None:
        closing = Closing()
        presses = Presses(closing)

        presses.arrived("a")
        await asyncio.sleep(IN_TIME_S + 0.01)
        assert closing.calls == [("a", None)]
        await presses.close("a", "Subscribed")
        presses.arrived("a")
        await presses.close("a", "pressed again, it is another press for Telegram's side")

        assert closing.calls[1:] == [("a", "pressed again, it is another press for Telegram's side")]

    run(story())


def test_a_press_that_comes_twice_is_counted_from_the_first_time() -> None:
    async def story() -> None:
        closing = Closing()
        presses = Presses(closing)

        presses.arrived("a")
        await asyncio.sleep(IN_TIME_S / 2)
        presses.arrived("a")
        await asyncio.sleep(IN_TIME_S / 2 + 0.01)

        assert closing.calls == [("a", None)]

    run(story())


@pytest.mark.parametrize("error", [NetworkError("gone"), BadRequest("Query is too old and response timeout expired")])
def test_a_circle_that_cannot_be_stopped_early_breaks_nothing(error: Exception) -> None:
    async def story() -> None:
        presses = Presses(Closing(error))

        presses.arrived("a")
        await asyncio.sleep(IN_TIME_S + 0.01)

        await presses.close("a")

    run(story())


def test_closing_too_late_is_nothing_and_closing_wrongly_is_told() -> None:
    async def story() -> None:
        await Presses(Closing(BadRequest("Query is too old and response timeout expired"))).close("a")

        with pytest.raises(BadRequest):
            await Presses(Closing(BadRequest("Query_id_invalid"))).close("a")

    run(story())
