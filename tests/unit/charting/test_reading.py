"""Reading charts: what is right becomes values, what is malformed or names nothing is told with its line."""

from decimal import Decimal
from pathlib import Path

import pytest

from bot.charting.model import Period
from bot.charting.reading import read_charts
from bot.knowledge.model import KnowledgeBase
from tests.knowledge_dirs import change, write_files
from tests.unit.charting.conftest import TRADE


def test_a_directory_without_charts_has_none(tmp_path: Path, knowledge: KnowledgeBase) -> None:
    charts, problems = read_charts(tmp_path, knowledge)

    assert (charts.all(), problems) == ((), ())


def test_a_chart_is_read_and_found_by_its_entry(directory: Path, knowledge: KnowledgeBase) -> None:
    charts, problems = read_charts(directory, knowledge)

    chart = charts.beside("turnover")
    assert problems == ()
    assert chart is not None
    assert chart == charts.get("trade")
    assert [(point.period, point.values, point.sign) for point in chart.points()] == [
        (Period(2022), (Decimal(1_900_000_000),), ""),
        (Period(2024), (Decimal(1_800_000_000), Decimal(2_000_000_000)), ""),
        (Period(2025, 1, 9), (Decimal(1_300_000_000),), "≈"),
    ]
    assert chart.unit["ja"].size == Decimal(100_000_000)
    assert charts.beside("other") is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: trade", "id: commerce", ":1: id 'commerce' is not the file's name 'trade'"),
        ("[turnover]", "[sales]", ":2: entry 'sales' does not exist"),
        ("[turnover]", "[]", ":1: 'entries' is missing or empty"),
        ("fact: trade-2022", "fact: trade-1922", ":9: fact 'trade-1922' does not exist"),
        ('"1300000000"', '"1.3 billion"', ":11: 'value' must be a number above 0, in digits alone: '1.3 billion'"),
        ('size: "100000000"', 'size: "0"', ":6: 'size' must be a number above 0, in digits alone: '0'"),
        ('"2000000000"', '"1800000000"', ":10: 'upper' must be more than 'value'"),
        ("2025-01/2025-09", "2025-09/2025-01", ":11: 'period' must be a year or months of one"),
        ("2025-01/2025-09", "2025-01/2026-09", ":11: 'period' must be a year or months of one"),
        ("2025-01/2025-09", "2025-01/2025-13", ":11: 'period' must be a year or months of one"),
        ('"2024"', '"2022"', ":8: points must be of different years, earliest first"),
        ("is: about", "is: perhaps", ":11: 'is' must be one of exact, about, more-than: 'perhaps'"),
        ("title:", "titel:", ":3: unknown key 'titel'"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    directory: Path, knowledge: KnowledgeBase, old: str, new: str, message: str
) -> None:
    change(directory, "charts/trade.yaml", old, new)

    _, problems = read_charts(directory, knowledge)

    assert any(message in str(problem) for problem in problems), problems


@pytest.mark.parametrize("content", ["", "- a\n- list", "just words", "series: 5", "series: [5]", "unit: {en: 5}"])
def test_what_is_no_chart_at_all_is_told_and_nothing_raises(
    tmp_path: Path, knowledge: KnowledgeBase, content: str
) -> None:
    _, problems = read_charts(write_files(tmp_path, {"charts/trade.yaml": content}), knowledge)

    assert problems


def test_an_entry_has_one_chart(directory: Path, knowledge: KnowledgeBase) -> None:
    write_files(directory, {"charts/trade-again.yaml": TRADE.replace("id: trade\n", "id: trade-again\n")})

    _, problems = read_charts(directory, knowledge)

    assert [problem.message for problem in problems] == ["entry 'turnover' already has the chart 'trade-again'"]


def test_each_of_several_series_needs_a_name(directory: Path, knowledge: KnowledgeBase) -> None:
    change(directory, "charts/trade.yaml", '      - {period: "2024"', '  - points:\n      - {period: "2024"')

    _, problems = read_charts(directory, knowledge)

    assert [problem.message for problem in problems] == ["each of several series needs a 'name'"]
