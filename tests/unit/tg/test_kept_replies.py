"""Replies are given again for the very answer they were made of, and for the same buttons."""

import datetime as dt
from collections.abc import Callable

import pytest

from bot.answering.composing import Composer
from bot.answering.document import Document, block
from bot.answering.model import Answer
from bot.tg.kept_replies import KeptReplies, Variant
from bot.tg.sender import Reply
from tests.building import TODAY, a_base, a_fact, an_entry

PLAIN = Variant("en", followed=False)


@pytest.fixture
def answer_on() -> Callable[[dt.date], Answer]:
    """Return what composes the answer of a day."""
    composer = Composer(a_base([a_fact("a", ("s",))], [an_entry("x", "One.[^a]")]))

    def compose(day: dt.date) -> Answer:
        answer = composer.entry("x", "en", day)
        assert answer is not None
        return answer

    return compose


class Maker:
    """Makes a new reply each time."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> Reply:
        self.made += 1
        return Reply(Document((block(str(self.made)),)), None, "…")


def test_an_answer_is_made_a_reply_of_once(answer_on: Callable[[dt.date], Answer]) -> None:
    kept, make = KeptReplies(), Maker()

    first = kept.reply(answer_on(TODAY), PLAIN, make)

    assert kept.reply(answer_on(TODAY), PLAIN, make) is first
    assert make.made == 1


def test_the_next_days_answer_gets_its_own(answer_on: Callable[[dt.date], Answer]) -> None:
    kept, make = KeptReplies(), Maker()

    for day in (TODAY, TODAY + dt.timedelta(days=1), TODAY):
        kept.reply(answer_on(day), PLAIN, make)

    assert make.made == 3


def test_other_buttons_are_another_reply(answer_on: Callable[[dt.date], Answer]) -> None:
    kept, make = KeptReplies(), Maker()
    variants = [
        PLAIN,
        Variant("ru", followed=False),
        Variant("en", followed=True),
        Variant("en", followed=None),
        Variant("en", followed=False, keeps_language=True),
        Variant("en", followed=False, offers_chart=True),
    ]

    for variant in variants * 2:
        kept.reply(answer_on(TODAY), variant, make)

    assert make.made == len(variants)


def test_only_the_last_ones_are_kept(answer_on: Callable[[dt.date], Answer]) -> None:
    kept, make = KeptReplies(most=2), Maker()

    for language in ("en", "ru", "kk", "en"):
        kept.reply(answer_on(TODAY), Variant(language, followed=False), make)

    assert make.made == 4
