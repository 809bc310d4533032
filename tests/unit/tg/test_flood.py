"""Flood protection: a burst is answered, more is told once, then silence until the budget is back."""

from bot.tg.flood import BURST, PER_S, REMEMBERED_PEOPLE, Budgets


def spent(budgets: Budgets, at_s: float = 0.0) -> None:
    for _ in range(BURST):
        assert budgets.spend(1, at_s)


def test_a_burst_is_let_through_and_no_more() -> None:
    budgets = Budgets()
    spent(budgets)

    assert not budgets.spend(1, 0.0)


def test_another_person_has_another_budget() -> None:
    budgets = Budgets()
    spent(budgets)

    assert budgets.spend(2, 0.0)


def test_the_budget_refills_steadily_up_to_the_burst() -> None:
    budgets = Budgets()
    spent(budgets)

    soon_s = 1 / PER_S
    assert budgets.spend(1, soon_s)
    assert not budgets.spend(1, soon_s)

    later_s = soon_s + 10 * BURST / PER_S
    spent(budgets, later_s)
    assert not budgets.spend(1, later_s)


def test_a_person_is_told_once_until_half_of_the_budget_is_back() -> None:
    budgets = Budgets()
    spent(budgets)
    budgets.spend(1, 0.0)
    assert [budgets.tell(1), budgets.tell(1)] == [True, False]

    soon_s = 1 / PER_S
    budgets.spend(1, soon_s)
    budgets.spend(1, soon_s)
    assert not budgets.tell(1)

    later_s = soon_s + BURST / PER_S
    spent(budgets, later_s)
    budgets.spend(1, later_s)
    assert budgets.tell(1)


def test_only_so_many_people_are_remembered() -> None:
    budgets = Budgets()
    spent(budgets)
    for person_id in range(2, REMEMBERED_PEOPLE + 2):
        budgets.spend(person_id, 0.0)

    assert budgets.spend(1, 0.0)


def test_what_an_earlier_update_left_is_no_more_for_one_that_is_handled_late() -> None:
    budgets = Budgets()
    spent(budgets, 10.0)

    assert not budgets.spend(1, 5.0)
    assert not budgets.spend(1, 10.0)
