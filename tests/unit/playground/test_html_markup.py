"""The HTML parse mode, by a table of what bots send and what Telegram makes of it."""

from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from bot.playground.formatted import marked_text
from bot.playground.model import Entity
from bot.playground.refusal import ApiError


class _Case(TypedDict, total=False):
    name: str
    source: str
    text: str
    entities: list[str]
    refusal: str


CASES: list[_Case] = yaml.safe_load(Path(__file__).with_name("html_cases.yaml").read_text("utf-8"))
ACCEPTED = [case for case in CASES if "text" in case]
REFUSED = [case for case in CASES if "refusal" in case]


@pytest.mark.parametrize("case", ACCEPTED, ids=lambda case: str(case["name"]))
def test_markup_becomes_text_and_entities(case: _Case) -> None:
    formatted = marked_text(case["source"], "HTML", None)

    assert formatted.text == case["text"]
    assert [_written(entity) for entity in formatted.entities] == case["entities"]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: str(case["name"]))
def test_bad_markup_is_refused_in_telegrams_words(case: _Case) -> None:
    with pytest.raises(ApiError) as refusal:
        marked_text(case["source"], "HTML", None)

    assert refusal.value.description == f"Bad Request: can't parse entities: {case['refusal']}"


def test_every_case_is_one_or_the_other() -> None:
    assert len(ACCEPTED) + len(REFUSED) == len(CASES)


def test_without_parse_mode_markup_is_text() -> None:
    assert marked_text("<b>a</b>", "", None).text == "<b>a</b>"


def test_other_parse_modes_are_not_there() -> None:
    with pytest.raises(ApiError, match="unsupported parse_mode"):
        marked_text("*a*", "MarkdownV2", None)


def _written(entity: Entity) -> str:
    value = entity.url or entity.user_id or entity.language or entity.custom_emoji_id
    return f"{entity.type} {entity.offset} {entity.length}" + (f" {value}" if value else "")
