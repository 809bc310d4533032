"""Callback data: every action comes back, anything else is none."""

import string

from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.record import MAX_ID_LENGTH
from bot.tg.actions import (
    Action,
    ChooseLanguage,
    NoneOfThese,
    OpenEntry,
    OpenFact,
    ShowTopic,
    ShowTopics,
    decode,
    encode,
)
from tests.properties.texts import any_text

ids = st.text(string.ascii_lowercase + string.digits + "-_", min_size=1, max_size=MAX_ID_LENGTH)
languages = st.text(string.ascii_lowercase, min_size=2, max_size=3)
actions = st.one_of(
    st.builds(OpenEntry, ids, languages),
    st.builds(OpenFact, ids, languages),
    st.builds(ShowTopic, ids, languages, st.integers(min_value=0, max_value=999)),
    st.builds(ShowTopics, languages),
    st.builds(ChooseLanguage, st.one_of(st.none(), languages)),
    st.builds(NoneOfThese, languages),
)
forged = st.lists(st.sampled_from([*"eftlnx:-", "en", "visa", "0", "999", "\n", "ж"])).map("".join)


@given(actions)
def test_every_action_comes_back_from_at_most_64_bytes(action: Action) -> None:
    data = encode(action)

    assert decode(data) == action
    assert len(data.encode()) <= 64


@given(st.one_of(any_text, forged))
def test_any_text_is_an_action_or_none(data: str) -> None:
    action = decode(data)

    assert action is None or decode(encode(action)) == action
