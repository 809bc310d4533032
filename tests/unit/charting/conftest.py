"""A small base with figures, and the file of a chart of them."""

from pathlib import Path
from typing import Final

import pytest

from bot.knowledge.model import KnowledgeBase
from tests.building import a_base, a_fact, an_entry
from tests.knowledge_dirs import write_files

TRADE: Final = """\
id: trade
entries: [turnover]
title: {en: Trade, ja: 貿易額}
unit:
  en: {name: billion dollars, size: "1000000000"}
  ja: {name: 億ドル, size: "100000000"}
series:
  - points:
      - {period: "2022", value: "1900000000", fact: trade-2022}
      - {period: "2024", value: "1800000000", upper: "2000000000", fact: trade-2024}
      - {period: "2025-01/2025-09", value: "1300000000", is: about, fact: trade-2025}
"""


@pytest.fixture
def knowledge() -> KnowledgeBase:
    """Three facts with figures, and the entry that tells them."""
    facts = (
        a_fact("trade-2022", statement={"en": "$1.9 billion in 2022.", "ja": "2022年は19億ドルです。"}),
        a_fact(
            "trade-2024",
            sources=("second", "third"),
            statement={"en": "In 2024 $1.8 billion or $2 billion.", "ja": "2024年は18億ドルか20億ドルです。"},
        ),
        a_fact(
            "trade-2025",
            statement={"en": "$1.3 billion in January–September 2025.", "ja": "2025年1〜9月は13億ドルです。"},
        ),
    )
    entry = an_entry("turnover", "It is so.[^trade-2022] It is.[^trade-2024][^trade-2025]")
    return a_base(facts, [entry, an_entry("other", "It is so.[^trade-2022]")], languages=("en", "ja"))


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with the chart."""
    return write_files(tmp_path, {"charts/trade.yaml": TRADE})
