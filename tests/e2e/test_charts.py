"""Charts from the real process: uploaded once, sent by file id afterwards, and never in the way of the words."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.harness import SMALL_KNOWLEDGE
from tests.e2e.people import Message, Person
from tests.e2e.stage import Stage, open_stage
from tests.knowledge_dirs import write_files

QUESTION = "How much trade is there between Kazakhstan and Japan?"
FIGURES = {
    "facts/trade.yaml": """\
- id: trade-figures
  topic: visas
  as_of: "2026-01-02"
  status: past-event
  confidence: high
  sources: [embassy-2026]
  statement: {en: "Trade was $1 billion in 2021, $2 billion in 2022 and $3 billion in 2023."}
""",
    "faq/visas/trade-figures.yaml": f"""\
id: trade-figures
topic: visas
known: true
utterances: {{en: ["{QUESTION}"]}}
answer: {{en: "It was $3 billion in 2023.[^trade-figures]"}}
related: []
""",
    "charts/trade-figures.yaml": """\
id: trade-figures
entries: [trade-figures]
title: {en: Trade of the years}
unit: {en: {name: billion dollars, size: "1000000000"}}
series:
  - points:
      - {period: "2021", value: "1000000000", fact: trade-figures}
      - {period: "2022", value: "2000000000", fact: trade-figures}
      - {period: "2023", value: "3000000000", fact: trade-figures}
""",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the index and the pictures of these tests."""
    return tmp_path_factory.mktemp("built")


@pytest.fixture
def figures(tmp_path: Path, built: Path) -> Iterator[Stage]:
    """A running bot over knowledge with a chart that has not been drawn yet."""
    knowledge = write_files(shutil.copytree(SMALL_KNOWLEDGE, tmp_path / "knowledge"), FIGURES)
    shutil.rmtree(built / "charts", ignore_errors=True)
    with open_stage(tmp_path / "data", built, knowledge) as opened:
        opened.start_bot().wait_for_line("serving")
        yield opened


def ask(person: Person) -> tuple[Message, Message]:
    """Ask for figures and return the words and the chart, once the bot is done with both."""
    words, chart = person.ask(QUESTION), person.next_reply()
    person.ask("thanks")
    return words, chart


def test_a_chart_is_uploaded_once_and_sent_by_its_file_id_afterwards(figures: Stage, built: Path) -> None:
    words, first = ask(figures.person())
    _, second = ask(figures.person())
    shutil.rmtree(built / "charts")
    figures.restart_bot()
    _, third = ask(figures.person())

    assert "$3 billion" in words.text
    assert first.text.startswith("Trade of the years (billion dollars)")
    assert first.reply_to == words.id
    assert first.photo
    assert {second.photo, third.photo} == {first.photo}
    figures.check()


def test_a_file_id_that_telegram_no_longer_knows_is_replaced_by_an_upload(figures: Stage) -> None:
    _, first = ask(figures.person())
    with sqlite3.connect(figures.home.folder / "kzjp.db") as database:
        assert database.execute("UPDATE pictures SET file_id = 'gone'").rowcount == 1
    database.close()
    _, second = ask(figures.person())
    _, third = ask(figures.person())

    assert second.photo not in {"", first.photo}
    assert third.photo == second.photo
    figures.check("sendPhoto")
    assert len(figures.control.calls("sendPhoto", rejected=True)) == 1


def test_the_words_go_out_where_the_chart_is_refused_and_the_next_one_is_sent(figures: Stage) -> None:
    person = figures.person()
    figures.control.put_faults(script=({"kind": "error", "code": 400, "methods": ["sendPhoto"]},))
    words = person.ask(QUESTION)
    figures.bot.wait_for_line("chart not sent")
    after, chart = ask(person)

    assert "$3 billion" in words.text
    assert (after.photo, bool(chart.photo)) == ("", True)
    figures.check()


def test_the_words_go_out_where_the_chart_cannot_be_drawn(figures: Stage, built: Path) -> None:
    _, first = ask(figures.person())
    [drawn] = (built / "charts").glob("*.png")
    assert drawn.read_bytes().startswith(b"\x89PNG")
    with sqlite3.connect(figures.home.folder / "kzjp.db") as database:
        database.execute("DELETE FROM pictures")
    database.close()
    drawn.write_bytes(b"no picture")
    words = figures.person().ask(QUESTION)
    figures.bot.wait_for_line("chart not sent")

    assert first.photo
    assert "$3 billion" in words.text
    figures.check("sendPhoto")
