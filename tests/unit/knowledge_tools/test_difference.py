"""What changed between two directories, as values, in words and as JSON."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.knowledge.difference import (
    CountChange,
    Difference,
    EntryChange,
    FactChange,
    FieldChange,
    RecordChange,
    SentenceChange,
    compare,
)
from bot.knowledge.difference_report import report
from bot.knowledge.model import Sentence
from bot.knowledge.reading import load_knowledge
from tests.knowledge_dirs import change

ENTRY = "faq/visas/visa-needed.yaml"


@pytest.fixture
def new_dir(tidy_dir: Path, tmp_path: Path) -> Path:
    """A copy of the tidy directory, to change."""
    return Path(shutil.copytree(tidy_dir, tmp_path / "new"))


def _between(old: Path, new: Path) -> Difference:
    return compare(load_knowledge(old), load_knowledge(new))


def test_a_copy_is_no_different(tidy_dir: Path, new_dir: Path) -> None:
    difference = _between(tidy_dir, new_dir)

    assert difference.is_empty
    assert list(report(difference)) == ["nothing changed"]


def test_moving_a_fact_in_its_file_changes_nothing(tidy_dir: Path, new_dir: Path) -> None:
    path = new_dir / "facts" / "visas.yaml"
    path.write_text("# moved down\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")

    assert _between(tidy_dir, new_dir).is_empty


def test_a_fact_that_was_superseded_shows_each_field(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, "facts/others.yaml", "status: planned", "status: superseded\n  superseded_by: festival-2024")
    change(new_dir, "facts/others.yaml", 'as_of: "2026-02-03"', 'as_of: "2026-02-04"')

    (fact,) = _between(tidy_dir, new_dir).facts

    assert (fact.id, fact.topic, fact.kind) == ("flight-start-2026", "air-travel", "changed")
    assert fact.fields == (
        FieldChange("status", "planned", "superseded"),
        FieldChange("as_of", "2026-02-03", "2026-02-04"),
        FieldChange("superseded_by", "", "festival-2024"),
    )


def test_a_changed_statement_is_shown_by_language(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, "facts/visas.yaml", "for 30 days without a visa", "30 days visa-free")

    (fact,) = _between(tidy_dir, new_dir).facts

    assert [field.field for field in fact.fields] == ["statement.en"]
    assert fact.fields[0].after == "Japanese citizens may stay in Kazakhstan 30 days visa-free."


def _add_fact(directory: Path) -> None:
    with (directory / "facts" / "visas.yaml").open("a", encoding="utf-8") as file:
        file.write('- {id: new-fact, topic: visas, as_of: "2026-01-01", status: in-force, sources: [mofa], ')
        file.write("statement: {en: Something new.}}\n")


def test_a_fact_is_new_one_way_and_removed_the_other(tidy_dir: Path, new_dir: Path) -> None:
    _add_fact(new_dir)

    assert _between(tidy_dir, new_dir).facts == (FactChange("new-fact", "visas", "new", "Something new."),)
    assert _between(new_dir, tidy_dir).facts == (FactChange("new-fact", "visas", "removed", "Something new."),)


def test_a_removed_fact_tells_where_it_was_merged(tidy_dir: Path, new_dir: Path) -> None:
    _add_fact(tidy_dir)
    change(new_dir, "facts/visas.yaml", "sources: [mofa, agency]", "sources: [mofa, agency]\n  also: [new-fact]")

    (fact,) = _between(tidy_dir, new_dir).facts

    assert (fact.kind, fact.merged_into) == ("removed", "visa-30-days")
    assert "  - new-fact (visas, merged into visa-30-days)" in list(report(_between(tidy_dir, new_dir)))


def test_only_the_rewritten_sentence_of_an_answer_is_shown(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, "faq/visas/visa-longer.yaml", "may take 90 days", "may add up to 90 days")

    (entry,) = _between(tidy_dir, new_dir).entries

    assert entry.sentences == (
        SentenceChange(
            "en",
            (Sentence("Visa-free stays may take 90 days within 180 days.", ("visa-90-in-180",)),),
            (Sentence("Visa-free stays may add up to 90 days within 180 days.", ("visa-90-in-180",)),),
        ),
    )
    assert (entry.fields, entry.utterances) == ((), ())


def test_utterances_are_counted(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, ENTRY, "    - visa for Japanese tourists\n", "    - one way\n    - another way\n")

    (entry,) = _between(tidy_dir, new_dir).entries

    assert entry.utterances == (CountChange("en", 15, 16, 2, 1),)


def test_a_new_canonical_question_is_shown(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, ENTRY, "Do Japanese citizens need a visa for Kazakhstan?", "Do Japanese need a visa?")

    (entry,) = _between(tidy_dir, new_dir).entries

    assert entry.fields[0].field == "canonical question.en"


def test_an_entry_can_be_new_and_removed(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, "faq/air-travel/direct-flights.yaml", "related: [ticket-price]", "related: []")
    (new_dir / "faq" / "air-travel" / "ticket-price.yaml").unlink()

    removed = _between(tidy_dir, new_dir).entries[-1]
    added = _between(new_dir, tidy_dir).entries[-1]

    assert removed == EntryChange("ticket-price", "air-travel", "removed", "How much does a plane ticket cost?")
    assert added.kind == "new"


def test_sources_topics_and_languages_are_compared(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, "sources.yaml", "publisher: Agency", "publisher: News Agency")
    change(new_dir, "topics.yaml", "en: Culture", "en: Arts")
    change(
        new_dir, "languages.yaml", "- {id: ja, name: 日本語}", "- {id: ja, name: 日本語}\n- {id: uz, name: Oʻzbekcha}"
    )

    difference = _between(tidy_dir, new_dir)

    assert difference.sources == (
        RecordChange("agency", "changed", "Новости недели", (FieldChange("publisher", "Agency", "News Agency"),)),
    )
    assert difference.topics == (
        RecordChange("culture", "changed", "Arts", (FieldChange("title.en", "Culture", "Arts"),)),
    )
    assert difference.languages == (RecordChange("uz", "new", "Oʻzbekcha"),)


def test_the_report_reads_from_languages_to_entries(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, "facts/others.yaml", "status: planned", "status: in-force")
    change(new_dir, ENTRY, "No visa is needed for stays", "Nobody needs a visa for stays")
    change(new_dir, ENTRY, "    - visa for Japanese tourists\n", "")

    lines = list(report(_between(tidy_dir, new_dir)))

    assert lines == [
        "facts: 1 changed",
        "  ~ flight-start-2026 (air-travel)",
        "    status: planned → in-force",
        "entries: 1 changed",
        "  ~ visa-needed (visas): Do Japanese citizens need a visa for Kazakhstan?",
        "    answer.en:",
        "      - No visa is needed for stays of up to 30 days. [visa-30-days]",
        "      + Nobody needs a visa for stays of up to 30 days. [visa-30-days]",
        "    utterances.en: 15 → 14 (0 added, 1 removed)",
    ]


def test_long_fields_are_shown_one_below_the_other(tidy_dir: Path, new_dir: Path) -> None:
    change(new_dir, "facts/visas.yaml", "for 30 days without a visa", "30 days visa-free")

    assert list(report(_between(tidy_dir, new_dir)))[2:] == [
        "    statement.en:",
        "      - Japanese citizens may stay in Kazakhstan for 30 days without a visa.",
        "      + Japanese citizens may stay in Kazakhstan 30 days visa-free.",
    ]


def test_the_command_prints_words_or_json(tidy_dir: Path, new_dir: Path) -> None:
    _add_fact(new_dir)
    runner = CliRunner()

    told = runner.invoke(app, ["knowledge", "diff", str(tidy_dir), str(new_dir)])
    read = json.loads(runner.invoke(app, ["knowledge", "diff", str(tidy_dir), str(new_dir), "--json"]).stdout)

    assert told.stdout == "facts: 1 new\n  + new-fact (visas)\n    Something new.\n"
    assert [(fact["id"], fact["kind"]) for fact in read["facts"]] == [("new-fact", "new")]
    assert read["entries"] == []
