"""Romaji, transliteration and wrong keyboard layouts, by a table."""

from collections.abc import Callable
from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from bot.matching.japanese import romaji_to_kana
from bot.matching.scripts import cyrillic_keys_to_latin, latin_keys_to_cyrillic, latin_to_kazakh, latin_to_russian


class _Case(TypedDict):
    way: str
    typed: str
    read: str | None


CASES: list[_Case] = yaml.safe_load(Path(__file__).with_name("spellings.yaml").read_text("utf-8"))
WAYS: dict[str, Callable[[str], str | None]] = {
    "romaji": romaji_to_kana,
    "russian": latin_to_russian,
    "kazakh": latin_to_kazakh,
    "cyrillic keys": latin_keys_to_cyrillic,
    "latin keys": cyrillic_keys_to_latin,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['way']}: {case['typed']}")
def test_a_spelling_is_read_as_it_was_meant(case: _Case) -> None:
    assert WAYS[case["way"]](case["typed"]) == case["read"]
