"""Wishes as callback data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.record import MAX_ID_LENGTH
from bot.tg.subscriptions import (
    Verb,
    Wish,
    decode_wish,
    encode_wish,
    fits,
)

CHANNEL = -1_009_999_999_999
WISHES = [
    Wish("en", Verb.TOPICS),
    Wish("kaz", Verb.SUBSCRIBE, "*"),
    Wish("kaz", Verb.STOP, "a" * MAX_ID_LENGTH),
    Wish("ja", Verb.SUBSCRIBE, "air-travel", CHANNEL),
    Wish("ja", Verb.ZONE, "America/Argentina/ComodRivadavia", CHANNEL),
    Wish("ru", Verb.ZONE, "Etc/GMT+11"),
    Wish("kk", Verb.QUIET, "22-7", CHANNEL),
    Wish("en", Verb.SETTINGS, chat_id=-5),
]


@pytest.mark.parametrize("wish", WISHES, ids=repr)
def test_a_wish_comes_back_from_data_that_fits(wish: Wish) -> None:
    assert decode_wish(encode_wish(wish)) == wish
    assert len(encode_wish(wish).encode()) <= 64
    assert fits(wish)


def test_an_id_too_long_beside_a_channel_is_told() -> None:
    assert not fits(Wish("kaz", Verb.SUBSCRIBE, "a" * MAX_ID_LENGTH, CHANNEL))


@pytest.mark.parametrize("verb", Verb)
def test_every_verb_has_its_own_form(verb: Verb) -> None:
    assert decode_wish(f"b:en:{verb}") == Wish("en", verb)
    assert len({str(other) for other in Verb}) == len(Verb)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "b:",
        "b:en",
        "b:en:xx",
        "b:en:to:",
        "b:EN:to",
        "b:en:to@",
        "b:en:to@ABC",
        "b:en:to:é",
        "b:en:to\n",
        "e:en:to",
    ],
)
def test_anything_else_is_no_wish(data: str) -> None:
    assert decode_wish(data) is None


@given(st.text())
def test_no_text_is_more_than_a_wish(data: str) -> None:
    found = decode_wish(f"b:en:{data}")

    assert found is None or decode_wish(encode_wish(found)) == found
