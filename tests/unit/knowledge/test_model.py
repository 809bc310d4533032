"""What a knowledge base can be asked for."""

import pytest

from tests.building import a_base, a_fact, an_entry


def test_a_readers_own_language_is_picked() -> None:
    assert a_base(languages=("en", "kk")).pick({"en": 1, "kk": 2}, "kk") == ("kk", 2)


def test_a_missing_language_falls_back_to_the_first_of_the_base_that_is_there() -> None:
    assert a_base(languages=("en", "ru", "kk")).pick({"kk": 3, "ru": 2}, "ja") == ("ru", 2)


def test_a_text_in_none_of_the_bases_languages_is_picked_all_the_same() -> None:
    assert a_base(languages=("en",)).pick({"xx": 1}, "en") == ("xx", 1)


def test_a_merged_fact_is_found_by_its_former_id() -> None:
    assert a_base([a_fact("new", also=("old",))]).fact("old").id == "new"


def test_a_fact_that_is_not_there_raises() -> None:
    with pytest.raises(KeyError):
        a_base().fact("nowhere")


def test_an_entrys_facts_are_told_once_in_the_order_of_citation() -> None:
    entry = an_entry("x", {"en": "A.[^b][^a] B.[^b]", "ru": "А.[^c]"})

    assert entry.facts == ("b", "a", "c")
