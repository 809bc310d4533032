"""Subscribers as lines of JSON: what ``kzjp subscribers import`` reads and ``export`` writes.

A line has ``chat_id``, ``language`` and ``topics``; ``thread_id``, ``timing`` and ``state`` only where they are not
what a new subscriber has. Says what is wrong with a line in words; reads and writes no files.
"""

import datetime as dt
import json
import re
from collections.abc import Collection
from typing import Final, TypeGuard

from bot.storage.records import EVERYTHING, Subscriber, SubscriberState, Timing
from bot.subscribing.timing import FOREVER
from bot.subscribing.zones import is_zone

_KEYS: Final = frozenset({"chat_id", "language", "topics", "thread_id", "timing", "state"})
_TIMING_KEYS: Final = frozenset({"time_zone", "digest_hour", "quiet_from", "quiet_to", "paused_until"})
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}\Z")
# Telegram's ids need 52 bits at most
_MAX_ID: Final = 2**52
_LAST_HOUR: Final = 23
_NO_TIMING: Final = Timing()
_EVERYTHING: Final = frozenset({EVERYTHING})


class LineReader:
    """Reads lines one by one, about the topics of a knowledge base."""

    def __init__(self, topics: Collection[str]) -> None:
        self._topics = frozenset(topics)
        self._allowed = self._topics | _EVERYTHING

    def read(self, line: bytes) -> Subscriber | str:
        """Return the subscriber in a line, or what is wrong with the line."""
        try:
            given: object = json.loads(line)
        except ValueError:
            return "is not JSON"
        if not isinstance(given, dict):
            return "is not an object"
        if unknown := given.keys() - _KEYS:
            return f"unknown keys: {', '.join(sorted(unknown))}"
        return self._subscriber(given)

    def _subscriber(self, given: dict[str, object]) -> Subscriber | str:
        chat_id, language, thread_id = given.get("chat_id"), given.get("language"), given.get("thread_id")
        if not _is_id(chat_id):
            return "chat_id is not the number of a chat"
        if not isinstance(language, str) or not _LANGUAGE.match(language):
            return "language is not a code of two or three letters"
        topics = self._read_topics(given.get("topics"))
        if isinstance(topics, str):
            return topics
        if thread_id is not None and not _is_id(thread_id):
            return "thread_id is not a number"
        state = given.get("state", "active")
        if state not in ("active", "unreachable"):
            return "state is neither active nor unreachable"
        timing = _read_timing(given["timing"]) if "timing" in given else _NO_TIMING
        if isinstance(timing, str):
            return timing
        return Subscriber(chat_id, language, topics, timing, thread_id, SubscriberState(str(state)))

    def _read_topics(self, given: object) -> frozenset[str] | str:
        if not isinstance(given, list):
            return "topics is not a list of topics"
        named = [topic for topic in given if isinstance(topic, str)]
        if len(named) < len(given) or not self._allowed.issuperset(named):
            unknown = (topic for topic in given if not isinstance(topic, str) or topic not in self._allowed)
            return f"unknown topics: {', '.join(map(str, unknown))}"
        return _EVERYTHING if EVERYTHING in named else frozenset(named)


def write_line(subscriber: Subscriber) -> str:
    """Return a subscriber as a line, without its end."""
    shown: dict[str, object] = {
        "chat_id": subscriber.chat_id,
        "language": subscriber.language,
        "topics": sorted(subscriber.topics),
    }
    if subscriber.thread_id is not None:
        shown["thread_id"] = subscriber.thread_id
    if subscriber.timing != _NO_TIMING:
        shown["timing"] = _timing_shown(subscriber.timing)
    if subscriber.state is not SubscriberState.ACTIVE:
        shown["state"] = subscriber.state.value
    return json.dumps(shown, ensure_ascii=False)


def _timing_shown(timing: Timing) -> dict[str, object]:
    pause = timing.paused_until
    shown = {
        "digest_hour": timing.digest_hour,
        "quiet_from": timing.quiet_from,
        "quiet_to": timing.quiet_to,
        "paused_until": None if pause is None else pause.isoformat(),
    }
    return {"time_zone": timing.time_zone, **{name: value for name, value in shown.items() if value is not None}}


def _read_timing(given: object) -> Timing | str:
    if not isinstance(given, dict) or given.keys() - _TIMING_KEYS:
        return f"timing has other keys than {', '.join(sorted(_TIMING_KEYS))}"
    zone = given.get("time_zone", _NO_TIMING.time_zone)
    if not isinstance(zone, str) or not is_zone(zone):
        return "time_zone is not the name of a time zone"
    hours: list[int | None] = []
    for name in ("digest_hour", "quiet_from", "quiet_to"):
        hour = given.get(name)
        if hour is not None and not _is_hour(hour):
            return f"{name} is not an hour from 0 to 23"
        hours.append(hour)
    digest_hour, quiet_from, quiet_to = hours
    if (quiet_from is None) is not (quiet_to is None):
        return "quiet_from and quiet_to are given together"
    try:
        paused = given.get("paused_until")
        until = None if paused is None else dt.date.fromisoformat(str(paused))
    except ValueError:
        return "paused_until is not a date"
    if until is not None and until > FOREVER:
        return f"paused_until is after {FOREVER}"
    return Timing(zone, digest_hour, quiet_from, quiet_to, until)


def _is_id(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < abs(value) <= _MAX_ID


def _is_hour(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _LAST_HOUR
