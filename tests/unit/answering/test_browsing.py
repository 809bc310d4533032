"""Leafing through the knowledge: when events were, what is new, who published it."""

from pathlib import Path

import pytest

from bot.answering.browsing import Browser, When, fingerprint
from bot.knowledge.reading import load_knowledge
from tests.knowledge_dirs import write_one_language

_FACT = """\
- id: {id}
  topic: visas
  as_of: "{as_of}"
  status: {status}
  sources: [mofa]
  statement: {{en: "{statement}"}}
"""


def browser(folder: Path, *facts: str) -> Browser:
    directory = write_one_language(folder / "knowledge")
    path = directory / "facts" / "visas.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "".join(facts), encoding="utf-8")
    return Browser(load_knowledge(directory))


def fact(status: str, statement: str, as_of: str = "2025-07-01", fact_id: str = "event") -> str:
    return _FACT.format(id=fact_id, status=status, statement=statement, as_of=as_of)


@pytest.mark.parametrize(
    ("status", "statement", "when"),
    [
        ("past-event", "A rule was signed on 7 November 2016 in Tokyo.", When(2016, 11, 7)),
        ("past-event", "A course opened in March 2019.", When(2019, 3)),
        ("past-event", "Teaching began in 1992 with 2,000 pupils.", When(1992)),
        ("past-event", "A minister came for talks.", When(2025, 7, 1, reported=True)),
        ("past-event", "It is to close on 1 May 2027.", When(2025, 7, 1, reported=True)),
        ("planned", "Announced on 3 May 2025, it opens on 2 June 2026.", When(2026, 6, 2)),
        ("planned", "It opens during 2027.", When(2027)),
        ("planned", "It opens some day.", When(2025, 7, 1, reported=True)),
        ("date-passed", "It was to open on 2 August 2025.", When(2025, 8, 2)),
    ],
)
def test_an_event_is_dated_by_its_statement_or_by_its_report(
    tmp_path: Path, status: str, statement: str, when: When
) -> None:
    opened = browser(tmp_path, fact(status, statement))

    assert [event.when for event in opened.events(when.year, "en")] == [when]


def test_only_events_are_in_the_timeline(tmp_path: Path) -> None:
    opened = browser(tmp_path, fact("proposal", "A rule of 7 November 2016 may change."))

    assert opened.years() == ()


def test_events_come_in_order_and_years_once(tmp_path: Path) -> None:
    opened = browser(
        tmp_path,
        fact("past-event", "A fair opened on 5 May 2020.", fact_id="later"),
        fact("past-event", "A fair opened in May 2020.", fact_id="earlier"),
        fact("past-event", "A fair opened in 2018.", fact_id="first"),
    )

    assert opened.years() == (2018, 2020)
    assert [event.fact for event in opened.events(2020, "en")] == ["earlier", "later"]


def test_the_newest_comes_first_and_what_was_replaced_is_left_out(tmp_path: Path) -> None:
    replaced = fact("superseded", "Old.", as_of="2026-01-01", fact_id="old").rstrip() + "\n  superseded_by: new\n"
    opened = browser(tmp_path, replaced, fact("in-force", "New.", as_of="2025-12-01", fact_id="new"))

    assert [event.fact for event in opened.latest("en")] == ["new", "visa-30-days"]


def test_a_publisher_is_found_by_its_fingerprint(tmp_path: Path) -> None:
    opened = browser(tmp_path)

    assert [(one.name, len(one.sources)) for one in opened.publishers()] == [("Ministry", 1)]
    assert opened.publisher(fingerprint("Ministry")) == opened.publishers()[0]
    assert opened.publisher("unknown") is None


@pytest.mark.parametrize(
    ("words", "found"),
    [("VISA kazakh", ["visa-needed"]), ("visa mars", []), ("", []), ("?", []), ("a", [])],
)
def test_questions_are_found_by_parts_of_their_words(tmp_path: Path, words: str, found: list[str]) -> None:
    assert [choice.id for choice in browser(tmp_path).wordings(words, "en", 5)] == found


def test_no_more_are_found_than_wanted(tmp_path: Path) -> None:
    assert browser(tmp_path).wordings("visa", "en", 0) == ()


def test_the_first_questions_of_a_small_base_are_all_there_are(tmp_path: Path) -> None:
    assert [choice.id for choice in browser(tmp_path).first_questions("en")] == ["visa-needed"]
