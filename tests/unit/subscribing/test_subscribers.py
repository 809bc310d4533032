"""What can change about a subscriber."""

import pytest

from bot.storage.records import EVERYTHING, Subscriber, SubscriberState
from bot.subscribing.subscribers import follows, restored, subscribed, unsubscribed

TOPICS = ("visas", "sport", "trade")


def ana(*topics: str, state: SubscriberState = SubscriberState.ACTIVE) -> Subscriber:
    """A subscriber to some topics."""
    return Subscriber(1, "en", frozenset(topics), state=state)


@pytest.mark.parametrize(
    ("before", "topic", "after"),
    [
        ((), "visas", {"visas"}),
        (("visas",), "visas", {"visas"}),
        (("visas",), "sport", {"visas", "sport"}),
        (("visas",), EVERYTHING, {EVERYTHING}),
        ((EVERYTHING,), "visas", {EVERYTHING}),
    ],
)
def test_subscribing(before: tuple[str, ...], topic: str, after: set[str]) -> None:
    assert subscribed(topic, None)(ana(*before)).topics == after


@pytest.mark.parametrize(
    ("before", "topic", "after"),
    [
        ((), "visas", set()),
        (("visas", "sport"), "visas", {"sport"}),
        (("visas",), EVERYTHING, set()),
        ((EVERYTHING,), EVERYTHING, set()),
        ((EVERYTHING,), "sport", {"visas", "trade"}),
    ],
)
def test_unsubscribing(before: tuple[str, ...], topic: str, after: set[str]) -> None:
    assert unsubscribed(topic, TOPICS)(ana(*before)).topics == after


def test_who_subscribes_can_be_written_to_again_and_in_the_thread_they_do_it_in() -> None:
    found = subscribed("visas", 7)(ana(state=SubscriberState.UNREACHABLE))

    assert (found.state, found.thread_id) == (SubscriberState.ACTIVE, 7)
    assert restored(ana(state=SubscriberState.UNREACHABLE)) == ana()


def test_following() -> None:
    assert follows(ana(EVERYTHING), "visas")
    assert follows(ana("visas"), "visas")
    assert not follows(ana("visas"), "sport")
    assert not follows(None, "visas")
