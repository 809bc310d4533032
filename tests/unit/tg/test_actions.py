"""Buttons' actions as callback data."""

import pytest

from bot.knowledge.record import MAX_ID_LENGTH
from bot.tg.actions import (
    Action,
    ChooseLanguage,
    KeepLanguage,
    NoneOfThese,
    OpenAnnouncement,
    OpenEntry,
    OpenFact,
    SetMentionsOnly,
    ShowAnnouncements,
    ShowLatest,
    ShowPublisher,
    ShowPublishers,
    ShowTimeline,
    ShowTopic,
    ShowTopics,
    decode,
    encode,
)

LONGEST = "a" * MAX_ID_LENGTH
ACTIONS = [
    OpenEntry("visa-needed", "en"),
    OpenFact("visa_30-days", "ja"),
    ShowTopic("visas", "kk", 0),
    ShowTopics("ru"),
    ChooseLanguage("kk"),
    ChooseLanguage(None),
    NoneOfThese("en"),
    ShowTimeline(2025, "en", 3),
    ShowLatest("ru", 0),
    ShowAnnouncements("kaz", 999),
    OpenAnnouncement("2026-11-20-tokyo-route", "en"),
    ShowPublishers("kk", 12),
    ShowPublisher("95a220287ec8", "ja", 1),
    KeepLanguage("kaz"),
    SetMentionsOnly("en", True),
    SetMentionsOnly("kaz", False),
    OpenEntry(LONGEST, "kaz"),
    OpenFact(LONGEST, "kaz"),
    ShowTopic(LONGEST, "kaz", 999),
    ShowTopics("kaz"),
    NoneOfThese("kaz"),
    ChooseLanguage("kaz"),
]


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
def test_an_action_comes_back_from_its_data(action: Action) -> None:
    assert decode(encode(action)) == action


@pytest.mark.parametrize("action", ACTIONS, ids=repr)
def test_data_fits_into_a_button(action: Action) -> None:
    assert len(encode(action).encode()) <= 64


@pytest.mark.parametrize(
    "data",
    [
        "",
        "e",
        "e:en",
        "e:en:",
        "e:-:visa",
        "e:en:visa:1",
        "f:en",
        "t:en:visas",
        "t:en::1",
        "t:en:visas:-1",
        "t:en:visas:1000",
        "x:-",
        "x:en:visas",
        "n:en:visas",
        "l:-:x",
        "l:en:1",
        "z:en:visa",
        "y:en:25:0",
        "y:en:year:0",
        "y:en:2025",
        "w:en:some:0",
        "s:en:0",
        "k:-",
        "k:en:visa",
        "m:en",
        "m:en:maybe",
        "m:en:on:1",
        "e:EN:visa",
        "e:e:visa",
        "e:en:Visa",
        "e:en:виза",
        "e:en:visa\n",
        " e:en:visa",
        "e:en:" + "a" * (MAX_ID_LENGTH + 1),
        "e:en:../../etc/passwd",
    ],
)
def test_forged_data_is_no_action(data: str) -> None:
    assert decode(data) is None
