"""Editorial rules for charts: each figure and period stands in the fact cited for it, in every language."""

from pathlib import Path

import pytest

from bot.charting.checking import check_charts
from bot.charting.reading import read_charts
from bot.config import shipped_knowledge_dir
from bot.knowledge.model import KnowledgeBase, Status
from bot.knowledge.reading import load_knowledge
from tests.building import a_base, a_fact
from tests.knowledge_dirs import change


def messages(directory: Path, knowledge: KnowledgeBase) -> list[str]:
    charts, problems = read_charts(directory, knowledge)
    assert problems == ()
    return [problem.message for problem in check_charts(charts, knowledge)]


def test_a_chart_that_keeps_the_rules_has_no_problems(directory: Path, knowledge: KnowledgeBase) -> None:
    assert messages(directory, knowledge) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("1300000000", "1400000000", ["1,400,000,000 does not stand in fact 'trade-2025' (en)"]),
        ("2000000000", "2100000000", ["2,100,000,000 does not stand in fact 'trade-2024' (en)"]),
        ('"2022"', '"2023"', ["2023 does not stand in fact 'trade-2022' (en)"]),
        ("2025-01/2025-09", "2025-01/2025-06", ["month 6 does not stand in fact 'trade-2025' (en)"]),
        (", ja: 貿易額", "", ["title has no 'ja'"]),
        ('  ja: {name: 億ドル, size: "100000000"}\n', "", ["unit has no 'ja'"]),
        ("title:", "note: {en: N}\ntitle:", ["note has no 'ja'"]),
        ("  - points:", "  - name: {en: All}\n    points:", ["name has no 'ja'"]),
        ("[turnover]", "[other]", []),
        (
            '      - {period: "2022", value: "1900000000", fact: trade-2022}\n',
            "",
            ["fewer than 3 points show nothing over time"],
        ),
    ],
)
def test_a_breach_is_told(directory: Path, knowledge: KnowledgeBase, old: str, new: str, expected: list[str]) -> None:
    change(directory, "charts/trade.yaml", old, new)

    found = messages(directory, knowledge)

    assert [message for message in found if "(ja)" not in message] == expected


def test_an_entry_that_tells_none_of_the_figures_is_not_the_charts(directory: Path, knowledge: KnowledgeBase) -> None:
    change(directory, "charts/trade.yaml", "[turnover]", "[turnover, other]")
    change(directory, "charts/trade.yaml", "fact: trade-2022}", "fact: trade-2024}")

    assert "entry 'other' cites none of the facts of this chart" in messages(directory, knowledge)


def test_a_superseded_fact_gives_no_figure(directory: Path, knowledge: KnowledgeBase) -> None:
    old = a_fact(
        "trade-2022", status=Status.SUPERSEDED, superseded_by="trade-2024", statement={"en": "$1.9 billion in 2022."}
    )
    others = (fact for fact in knowledge.facts.values() if fact.id != "trade-2022")
    base = a_base((old, *others), knowledge.entries.values(), languages=("en", "ja"))

    assert messages(directory, base) == ["fact 'trade-2022' is superseded"]


def test_the_shipped_charts_keep_the_rules_and_there_are_some() -> None:
    directory = shipped_knowledge_dir()
    knowledge = load_knowledge(directory)

    assert messages(directory, knowledge) == []
    assert len(read_charts(directory, knowledge)[0]) >= 2
