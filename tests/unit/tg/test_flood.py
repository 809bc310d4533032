"""Flood protection: a burst is answered, more is told once, then silence until the budget is back."""

from bot.tg.flood import BURST, PER_S, REMEMBERED_PEOPLE, Budgets


class HandClock:
    def __init__(self) -> None:
        self.at_s = 0.0

    def __call__(self) -> float:
        return self.at_s


def spent(budgets: Budgets, person_id: int = 1) -> None:
    for _ in range(BURST):
        assert budgets.spend(person_id)


def test_a_burst_is_let_through_and_no_more() -> None:
    budgets = Budgets(HandClock())
    spent(budgets)

    assert not budgets.spend(1)


def test_another_person_has_another_budget() -> None:
    budgets = Budgets(HandClock())
    spent(budgets)

    assert budgets.spend(2)


def test_the_budget_refills_steadily_up_to_the_burst() -> None:
    clock = HandClock()
    budgets = Budgets(clock)
    spent(budgets)

    clock.at_s += 1 / PER_S
    assert budgets.spend(1)
    assert not budgets.spend(1)

    clock.at_s += 10 * BURST / PER_S
    spent(budgets)
    assert not budgets.spend(1)


def test_a_person_is_told_once_until_half_of_the_budget_is_back() -> None:
    clock = HandClock()
    budgets = Budgets(clock)
    spent(budgets)
    budgets.spend(1)
    assert [budgets.tell(1), budgets.tell(1)] == [True, False]

    clock.at_s += 1 / PER_S
    budgets.spend(1)
    budgets.spend(1)
    assert not budgets.tell(1)

    clock.at_s += BURST / PER_S
    spent(budgets)
    budgets.spend(1)
    assert budgets.tell(1)


def test_only_so_many_people_are_remembered() -> None:
    budgets = Budgets(HandClock())
    spent(budgets)
    for person_id in range(2, REMEMBERED_PEOPLE + 2):
        budgets.spend(person_id)

    assert budgets.spend(1)
