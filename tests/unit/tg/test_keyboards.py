"""Keyboards: one column, pages, and the way back."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.answering.model import Answer, Choice, TopicLabel
from bot.knowledge.model import Language
from bot.knowledge.phrases import Phrases
from bot.tg.actions import ShowTopics
from bot.tg.keyboards import PAGE_SIZE, Around, Keyboards, button, page_count

Shown = list[list[tuple[str, object]]]


@pytest.fixture
def keyboards(phrases: Phrases) -> Keyboards:
    return Keyboards(phrases)


def shown(markup: InlineKeyboardMarkup | None) -> Shown:
    """Return labels and data by row."""
    assert markup is not None
    return [[(key.text, key.callback_data) for key in row] for row in markup.inline_keyboard]


def choices(count: int) -> list[Choice]:
    return [Choice("entry", f"entry-{number}", f"Question {number}?") for number in range(count)]


def test_offered_questions_are_numbered_with_none_of_these_last(keyboards: Keyboards) -> None:
    offered = [Choice("entry", "a", "First?"), Choice("fact", "b", "Second.")]

    assert shown(keyboards.offered(offered, "en")) == [
        [("1. First?", "e:en:a")],
        [("2. Second.", "f:en:b")],
        [("None of these", "n:en")],
    ]


ENGLISH, KAZAKH, JAPANESE = Language("en", "English"), Language("kk", "Қазақша"), Language("ja", "日本語")


def answer(kind: str, related: list[Choice]) -> Answer:
    return Answer(Choice(kind, "a", "A?"), "air", "en", True, (), (), (), None, (), tuple(related))


def test_an_answer_leads_to_related_questions_other_languages_sharing_and_its_topic(keyboards: Keyboards) -> None:
    around = Around((ENGLISH, KAZAKH, JAPANESE), TopicLabel("air", "✈️", "Air travel"), "https://t.me/share/url?url=x")

    rows = shown(keyboards.answer(answer("entry", choices(2)), "en", around))

    assert rows == [
        [("Question 0?", "e:en:entry-0")],
        [("Question 1?", "e:en:entry-1")],
        [("🌐 Қазақша", "e:kk:a"), ("🌐 日本語", "e:ja:a")],
        [("↗ Share", None), ("More: Air travel", "t:en:air:0")],
    ]


def test_a_fact_without_a_topic_in_the_only_language_can_still_be_shared(keyboards: Keyboards) -> None:
    around = Around((ENGLISH,), None, "https://t.me/share/url?url=x")

    markup = keyboards.answer(answer("fact", []), "en", around)

    assert [key.url for row in markup.inline_keyboard for key in row] == ["https://t.me/share/url?url=x"]


def test_an_answer_in_another_language_than_the_setting_offers_to_keep_it(keyboards: Keyboards) -> None:
    around = Around((ENGLISH,), None, "https://t.me/share/url?url=x", keeps_language=True)

    assert [("Always answer in English", "k:en")] in shown(keyboards.answer(answer("fact", []), "en", around))


def test_many_languages_take_several_rows(keyboards: Keyboards) -> None:
    languages = tuple(Language(f"l{letter}", letter) for letter in "abcd")
    around = Around((ENGLISH, *languages), None, "https://t.me/share/url?url=x")

    rows = shown(keyboards.answer(answer("fact", []), "en", around))

    assert [len(row) for row in rows] == [3, 1, 1]


@pytest.mark.parametrize(
    ("mentions_only", "last"),
    [(False, ("Answer only when mentioned", "m:en:on")), (True, ("Also answer replies to me", "m:en:off"))],
)
def test_a_groups_settings_offer_the_other_way(
    keyboards: Keyboards, mentions_only: bool, last: tuple[str, str]
) -> None:
    rows = shown(keyboards.group_settings([ENGLISH], "en", mentions_only=mentions_only))

    assert rows[-2:] == [[last], [("🔔 Announcements", "b:en:to")]]
    assert rows[0] == [("English", "l:en")]


def test_topics_have_their_icons(keyboards: Keyboards) -> None:
    topics = [TopicLabel("air", "✈️", "Air travel"), TopicLabel("trade", "", "Trade")]

    assert shown(keyboards.topics(topics, "en")) == [[("✈️ Air travel", "t:en:air:0")], [("Trade", "t:en:trade:0")]]


def test_a_topic_on_one_page_has_only_the_way_back(keyboards: Keyboards) -> None:
    rows = shown(keyboards.topic("air", choices(PAGE_SIZE), 0, "en"))

    assert len(rows) == PAGE_SIZE + 1
    assert rows[-1] == [("All topics", "x:en")]


@pytest.mark.parametrize(
    ("page", "first", "count", "turning"),
    [
        (0, "Question 0?", PAGE_SIZE, [("Next ›", "t:en:air:1")]),
        (1, "Question 8?", PAGE_SIZE, [("‹ Previous", "t:en:air:0"), ("Next ›", "t:en:air:2")]),
        (2, "Question 16?", 1, [("‹ Previous", "t:en:air:1")]),
    ],
)
def test_a_long_topic_is_shown_by_pages(
    keyboards: Keyboards, page: int, first: str, count: int, turning: list[tuple[str, str]]
) -> None:
    rows = shown(keyboards.topic("air", choices(2 * PAGE_SIZE + 1), page, "en"))

    assert rows[0][0][0] == first
    assert len(rows) == count + 2
    assert rows[-2:] == [turning, [("All topics", "x:en")]]


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (8, 1), (9, 2), (16, 2), (17, 3)])
def test_pages_are_counted(count: int, pages: int) -> None:
    assert page_count(choices(count)) == pages


def test_languages_are_in_their_own_names_with_automatic_last(keyboards: Keyboards) -> None:
    languages = [Language("en", "English"), Language("kk", "Қазақша")]

    assert shown(keyboards.languages(languages, "en")) == [
        [("English", "l:en")],
        [("Қазақша", "l:kk")],
        [("The language of each question", "l:-")],
    ]


def test_a_long_label_is_cut() -> None:
    assert button("x" * 101, ShowTopics("en")).text == "x" * 99 + "…"
