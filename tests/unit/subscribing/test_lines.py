"""Subscribers as lines of JSON."""

import datetime as dt
import json

import pytest

from bot.storage.records import EVERYTHING, Subscriber, SubscriberState, Timing
from bot.subscribing.lines import LineReader, write_line

TOPICS = ("visas", "air-travel")
PLAIN = {"chat_id": 1, "language": "en", "topics": ["visas"]}
FULL = Subscriber(
    -1_001_234_567_890,
    "kk",
    frozenset({"visas", "air-travel"}),
    Timing("Asia/Almaty", 0, 22, 7, dt.date(2027, 1, 5)),
    42,
    SubscriberState.UNREACHABLE,
)


def read(**changed: object) -> Subscriber | str:
    """Read a plain line with some keys changed."""
    return LineReader(TOPICS).read(json.dumps({**PLAIN, **changed}).encode())


def test_a_line_of_three_keys_is_a_subscriber_who_wants_all_at_once() -> None:
    assert read() == Subscriber(1, "en", frozenset({"visas"}))


def test_a_plain_subscriber_is_written_as_three_keys() -> None:
    assert write_line(Subscriber(1, "en", frozenset({"visas"}))) == json.dumps(PLAIN)


@pytest.mark.parametrize(
    "subscriber",
    [FULL, Subscriber(1, "ja", frozenset()), Subscriber(5, "ru", frozenset({EVERYTHING}), Timing("UTC", None, 0, 23))],
    ids=["everything set", "no topics", "quiet from midnight"],
)
def test_what_is_written_is_read_again(subscriber: Subscriber) -> None:
    assert LineReader(TOPICS).read(write_line(subscriber).encode()) == subscriber


def test_everything_holds_the_other_topics() -> None:
    found = read(topics=["visas", "*"])

    assert isinstance(found, Subscriber)
    assert found.topics == {EVERYTHING}


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"chat_id": "1"}, "chat_id is not the number of a chat"),
        ({"chat_id": 0}, "chat_id is not the number of a chat"),
        ({"chat_id": True}, "chat_id is not the number of a chat"),
        ({"chat_id": 2**60}, "chat_id is not the number of a chat"),
        ({"chat_id": 1.5}, "chat_id is not the number of a chat"),
        ({"language": "EN"}, "language is not a code of two or three letters"),
        ({"language": None}, "language is not a code of two or three letters"),
        ({"topics": "visas"}, "topics is not a list of topics"),
        ({"topics": None}, "topics is not a list of topics"),
        ({"topics": ["visas", "viasa", 3, {}]}, "unknown topics: viasa, 3, {}"),
        ({"thread_id": "5"}, "thread_id is not a number"),
        ({"state": "gone"}, "state is neither active nor unreachable"),
        ({"state": ["active"]}, "state is neither active nor unreachable"),
        ({"name": "Ana", "age": 3}, "unknown keys: age, name"),
        ({"timing": 9}, "timing has other keys than digest_hour, paused_until, quiet_from, quiet_to, time_zone"),
        (
            {"timing": {"hour": 9}},
            "timing has other keys than digest_hour, paused_until, quiet_from, quiet_to, time_zone",
        ),
        ({"timing": {"time_zone": "Mars/Olympus"}}, "time_zone is not the name of a time zone"),
        ({"timing": {"time_zone": []}}, "time_zone is not the name of a time zone"),
        ({"timing": {"digest_hour": 24}}, "digest_hour is not an hour from 0 to 23"),
        ({"timing": {"digest_hour": False}}, "digest_hour is not an hour from 0 to 23"),
        ({"timing": {"quiet_from": 22}}, "quiet_from and quiet_to are given together"),
        ({"timing": {"paused_until": "soon"}}, "paused_until is not a date"),
        ({"timing": {"paused_until": "9999-12-31"}}, "paused_until is after 9999-01-01"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_line_is_told(changed: dict[str, object], problem: str) -> None:
    assert read(**changed) == problem


@pytest.mark.parametrize(
    ("line", "problem"),
    [(b"{", "is not JSON"), (b"\xff", "is not JSON"), (b"[1]", "is not an object"), (b"null", "is not an object")],
)
def test_what_is_no_object_is_told(line: bytes, problem: str) -> None:
    assert LineReader(TOPICS).read(line) == problem
