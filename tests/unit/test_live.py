"""What is in force can be exchanged while others work with it."""

from bot.live import Live


def test_who_asks_gets_what_is_in_force() -> None:
    live = Live("old")

    live.swap("new")

    assert live.current == "new"


def test_who_follows_gets_what_is_in_force_and_all_that_will_be() -> None:
    live, seen = Live(1), list[int]()
    live.follow(seen.append)

    live.swap(2)
    live.swap(3)

    assert seen == [1, 2, 3]
