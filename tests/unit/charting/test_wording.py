"""Charts in words: what the picture shows and what its caption tells, in each language's numbers and months."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering.wording import Wording
from bot.charting.model import Bar, Chart
from bot.charting.reading import read_charts
from bot.charting.wording import ChartWording
from bot.knowledge.model import KnowledgeBase
from bot.knowledge.phrases import Phrases


@pytest.fixture
def chart(directory: Path, knowledge: KnowledgeBase) -> Chart:
    found = read_charts(directory, knowledge)[0].get("trade")
    assert found is not None
    return found


@pytest.fixture
def wording(knowledge: KnowledgeBase, phrases: Phrases) -> ChartWording:
    return ChartWording(knowledge, Wording(phrases))


def test_the_picture_shows_each_figure_in_the_readers_unit(wording: ChartWording, chart: Chart) -> None:
    drawing = wording.drawing(chart, "ja")

    [group] = drawing.groups
    assert (drawing.title, drawing.unit) == ("貿易額", "億ドル")
    assert group.bars == (
        Bar(2022, 19.0, None, "19", False),
        Bar(2024, 18.0, 20.0, "18–20", False),
        Bar(2025, 13.0, None, "≈13\n1月～9月", True),
    )


def test_a_year_without_a_figure_keeps_its_place(wording: ChartWording, chart: Chart) -> None:
    assert list(wording.drawing(chart, "en").years) == [2022, 2023, 2024, 2025]


def test_the_picture_tells_its_signs_and_its_sources(wording: ChartWording, chart: Chart) -> None:
    signs, sources = wording.drawing(chart, "en").notes

    assert signs == (
        "Striped: only a part of the year. Lighter at the top: the sources give different figures. "
        "A year without a bar: no source gives a figure."
    )
    assert sources == (
        "Sources: Publisher of first (2 January 2026), Publisher of second (2 January 2026), "
        "Publisher of third (2 January 2026)"
    )


def test_signs_that_are_not_in_the_picture_are_not_explained(wording: ChartWording, chart: Chart) -> None:
    [series] = chart.series
    plain = replace(chart, series=(replace(series, points=series.points[:1]),), note={"en": "Counted anew."})

    assert wording.drawing(plain, "en").notes[0] == "Counted anew."


def test_the_caption_says_what_the_picture_shows_with_links_to_the_sources(wording: ChartWording, chart: Chart) -> None:
    caption = wording.caption(chart, "ja")

    assert caption.plain() == (
        "貿易額（億ドル）\n\n2022: 19; 2024: 18–20; 2025年1月～9月: ≈13\n\n"
        "出典：Publisher of first, Publisher of second, Publisher of third"
    )
    assert [segment.href for segment in caption.blocks[-1].segments if segment.href] == [
        "https://example.org/first",
        "https://example.org/second",
        "https://example.org/third",
    ]


def test_several_series_are_told_by_name(wording: ChartWording, chart: Chart) -> None:
    [series] = chart.series
    named = replace(chart, series=(replace(series, name={"en": "All"}), replace(series, name={"en": "Half"})))

    assert wording.caption(named, "en").blocks[1].plain().splitlines() == [
        "All – 2022: 1.9; 2024: 1.8–2; Jan\u2009–\u2009Sep 2025: ≈1.3",
        "Half – 2022: 1.9; 2024: 1.8–2; Jan\u2009–\u2009Sep 2025: ≈1.3",
    ]


def test_a_language_that_no_calendar_knows_gets_english_numbers(wording: ChartWording, chart: Chart) -> None:
    assert "Jan\u2009–\u2009Sep 2025: ≈1.3" in wording.caption(chart, "xx").plain()
