"""How much there is, and how complete it is."""

from pathlib import Path

from typer.testing import CliRunner

from bot.cli import app
from bot.knowledge.reading import load_knowledge
from bot.knowledge.statistics import Statistics, count
from tests.knowledge_dirs import change


def test_a_topic_is_counted_in_each_language(tidy_dir: Path) -> None:
    rows = list(count(load_knowledge(tidy_dir)))

    assert rows[0] == Statistics("visas", "en", 2, 2, 2, 0, 30, 15, wanted=6, written=6)
    assert [row.language for row in rows[:4]] == ["en", "ru", "kk", "ja"]


def test_honest_unknowns_are_counted_apart(tidy_dir: Path) -> None:
    flights = next(row for row in count(load_knowledge(tidy_dir)) if row.topic == "air-travel")

    assert (flights.entries, flights.known, flights.unknown) == (2, 1, 1)


def test_totals_come_last(tidy_dir: Path) -> None:
    *_, japanese, everything = count(load_knowledge(tidy_dir))

    assert (japanese.topic, japanese.language, japanese.utterances) == ("", "ja", 60)
    assert (everything.language, everything.facts, everything.entries, everything.utterances) == ("", 5, 4, 240)
    assert everything.complete == 1.0


def test_what_is_missing_lowers_the_share(tidy_dir: Path) -> None:
    change(tidy_dir, "facts/visas.yaml", "    kk: Жапония азаматтары Қазақстанда визасыз 30 күн бола алады.\n", "")
    change(tidy_dir, "faq/visas/visa-needed.yaml", "    - жапондықтарға виза\n", "")

    kazakh = next(row for row in count(load_knowledge(tidy_dir)) if (row.topic, row.language) == ("visas", "kk"))

    assert (kazakh.written, kazakh.wanted, kazakh.fewest) == (4, 6, 14)


def test_a_topic_without_entries_is_complete_and_has_no_fewest(tidy_dir: Path) -> None:
    change(tidy_dir, "topics.yaml", "- id: culture", "- id: sport\n  title: {en: Sport}\n- id: culture")

    sport = next(row for row in count(load_knowledge(tidy_dir)) if row.topic == "sport")

    assert (sport.fewest, sport.complete) == (None, 1.0)


def test_the_command_prints_a_plain_table_where_nobody_watches(tidy_dir: Path) -> None:
    lines = CliRunner().invoke(app, ["knowledge", "stats", str(tidy_dir)]).stdout.splitlines()

    assert " ".join(lines[0].split()) == "topic language facts entries known unknown utterances fewest % complete"
    assert lines[1].split() == ["visas", "en", "2", "2", "2", "0", "30", "15", "100"]
    assert lines[-1].split()[:3] == ["all", "all", "5"]
