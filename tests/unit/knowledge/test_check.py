"""The editorial rules, each by what breaks it."""

import datetime as dt
from pathlib import Path

import pytest

from bot.knowledge.check import check_editorial
from bot.knowledge.reading import load_knowledge
from tests.building import TODAY
from tests.knowledge_dirs import change

ENTRY = "faq/visas/visa-needed.yaml"
OTHER = "faq/visas/visa-longer.yaml"


def problems_of(directory: Path, today: dt.date = TODAY) -> list[str]:
    """Return every breach but too few utterances, with its path from the directory."""
    found = check_editorial(load_knowledge(directory), today)
    told = (str(problem).removeprefix(f"{directory}/") for problem in found)
    return [problem for problem in told if not problem.endswith("at least 15 are needed")]


def test_a_complete_directory_breaks_no_rule(four_dir: Path) -> None:
    assert problems_of(four_dir) == []


def test_a_small_directory_in_one_language_breaks_no_rule(small_dir: Path) -> None:
    assert check_editorial(load_knowledge(small_dir), TODAY) == ()


def test_few_utterances_are_reported_where_they_begin(four_dir: Path) -> None:
    found = [str(problem) for problem in check_editorial(load_knowledge(four_dir), TODAY)]

    assert f"{four_dir}/{ENTRY}:5: utterances.en: 6, at least 15 are needed" in found
    assert len(found) == 16


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        pytest.param(
            "topics.yaml", ", ja: 文化", "",
            "topics.yaml:7: topic 'culture': title has no 'ja'", id="a title is missing"
        ),
        pytest.param(
            "facts/visas.yaml",
            "    ja: ビザなしの滞在は180日間で合計90日を超えることはできません。\n",
            "",
            "facts/visas.yaml:11: fact 'visa-90-in-180': statement has no 'ja'",
            id="a statement is missing",
        ),
        pytest.param(
            ENTRY, '  ru: "Виза не нужна для поездок до 30 дней.[^visa-30-days]"\n', "",
            f"{ENTRY}:1: answer has no 'ru'", id="an answer is missing",
        ),
        pytest.param(
            ENTRY, "visa-free entry for Japanese", "\u2026",
            f"{ENTRY}:9: utterances.en: is still to be written", id="a placeholder",
        ),
        pytest.param(
            ENTRY, "Do Japanese citizens need a visa for Kazakhstan?", "Need a visa? " + "x" * 88,
            f"{ENTRY}:5: utterances.en: the first is the question shown on buttons; it has 101 characters, 100 fit: "
            f"'Need a visa? {'x' * 44}\u2026'", id="a canonical question that no button holds",
        ),
        pytest.param(
            ENTRY, "No visa is needed", "See flight-start-2026: no visa is needed",
            f"{ENTRY}:33: answer.en: the id 'flight-start-2026' stands in the text", id="an id in the text",
        ),
        pytest.param(
            ENTRY, "No visa is needed", "No " + "x" * 400,
            f"{ENTRY}:33: answer.en: a sentence of 431 characters, 400 are enough: 'No {'x' * 54}\u2026'",
            id="a long sentence",
        ),
        pytest.param(
            "facts/visas.yaml", "の滞在は180日間で", f"の滞在は{'長' * 200}180日間で",
            "facts/visas.yaml:11: fact 'visa-90-in-180': statement.ja: a sentence of 232 characters, 200 are enough: "
            f"'ビザなしの滞在は{'長' * 49}\u2026'", id="a long Japanese sentence",
        ),
        pytest.param(
            ENTRY, "stays of up to 30 days", "stays of up to 31 days",
            f"{ENTRY}:33: answer (en): 31 stands in none of the facts cited for it: visa-30-days",
            id="a number that no fact holds",
        ),
        pytest.param(
            "facts/visas.yaml", "for 30 days without", "for 60 days without",
            "facts/visas.yaml:1: fact 'visa-30-days': statement: 30 is in ru, kk, ja but not in en",
            id="a number that differs between languages",
        ),
        pytest.param(
            "facts/visas.yaml", "  sources: [mofa, agency]", "  review_by: '2026-11-21'\n  sources: [mofa, agency]",
            "facts/visas.yaml:1: fact 'visa-30-days': was to be reviewed by 2026-11-21; look for newer sources",
            id="a review that is due",
        ),
        pytest.param(
            ENTRY, "[visa-longer]", "[visa-longer, visa-needed]",
            f"{ENTRY}:1: is related to itself", id="related to itself",
        ),
        pytest.param(
            ENTRY, '30 days.[^visa-30-days]"', '30 days.[^visa-30-days] Enjoy!"',
            f"{ENTRY}:33: answer.en: no citation after 'Enjoy!'", id="a sentence without citation",
        ),
        pytest.param(
            ENTRY, "No visa is needed for stays of up to 30 days.", "No visa is needed. Stay for 30 days.",
            f"{ENTRY}:33: answer.en: a sentence without its own citation in 'No visa is needed. Stay for 30 days.'",
            id="two sentences for one citation",
        ),
        pytest.param(
            ENTRY, '  en: "No visa', '  en: "[^visa-30-days] No visa',
            f"{ENTRY}:33: answer.en: citations without a sentence before them", id="citations before a sentence",
        ),
        pytest.param(
            ENTRY, "- visa for Japanese tourists", "- MAXIMUM days, in half a year!",
            f"{ENTRY}:7: utterance 'MAXIMUM days, in half a year!' stands in two entries: {{dir}}/{OTHER}:6",
            id="an utterance in two entries",
        ),
        pytest.param(
            ENTRY, "- visa for Japanese tourists", "- Visa-free entry, for Japanese",
            f"{ENTRY}:9: utterance 'visa-free entry for Japanese' stands here twice", id="an utterance twice",
        ),
        pytest.param(
            ENTRY, "- visa for Japanese tourists", '- "?!"', f"{ENTRY}:7: utterance has no words", id="no words",
        ),
        pytest.param(
            "facts/others.yaml", "  superseded_by: flight-start-2026\n", "",
            "facts/others.yaml:1: fact 'flight-plan-2025': is superseded, but 'superseded_by' doesn't say by what",
            id="superseded by nothing",
        ),
        pytest.param(
            "facts/others.yaml", "status: superseded", "status: planned",
            "facts/others.yaml:1: fact 'flight-plan-2025': has 'superseded_by', but its status is planned",
            id="a successor of a fact that stands",
        ),
        pytest.param(
            "sources.yaml", "- id: agency",
            "- {id: spare, title: T, publisher: P, url: 'https://a.b', published: '2026-01-01', language: en, "
            "kind: news}\n"
            "- id: agency",
            "sources.yaml:8: source 'spare' is used by no fact", id="a source nobody uses",
        ),
    ],
)  # fmt: skip
def test_a_broken_rule_is_reported_with_its_line(file: str, old: str, new: str, problem: str, four_dir: Path) -> None:
    change(four_dir, file, old, new)

    assert problem.replace("{dir}", str(four_dir)) in problems_of(four_dir)


def test_an_answer_on_superseded_facts_alone_is_reported(four_dir: Path) -> None:
    path = four_dir / ENTRY
    path.write_text(path.read_text("utf-8").replace("[^visa-30-days]", "[^flight-plan-2025]"), "utf-8")

    assert f"{ENTRY}:1: the answer rests on superseded facts alone" in problems_of(four_dir)


def test_the_same_utterance_in_two_languages_of_an_entry_is_fine(four_dir: Path) -> None:
    change(four_dir, ENTRY, "- виза для японцев", "- visa for Japanese tourists")

    assert problems_of(four_dir) == []


def test_a_plan_whose_time_is_over_is_reported(four_dir: Path) -> None:
    (problem,) = problems_of(four_dir, dt.date(2027, 1, 1))

    assert problem.startswith("facts/others.yaml:12: fact 'flight-start-2026': is planned, but the time it names ended")


def test_a_superseded_fact_nobody_cites_is_reported(four_dir: Path) -> None:
    path = four_dir / "faq/air-travel/direct-flights.yaml"
    path.write_text(path.read_text("utf-8").replace("[^flight-plan-2025]", "[^flight-start-2026]"), "utf-8")

    assert (
        "facts/others.yaml:1: fact 'flight-plan-2025': nobody can come to it: "
        "it is superseded and no answer cites it" in problems_of(four_dir)
    )


def test_a_language_without_utterances_is_reported(four_dir: Path) -> None:
    path = four_dir / ENTRY
    text = path.read_text("utf-8")
    start, end = text.index("  ja:\n"), text.index("answer:\n")
    path.write_text(text[:start] + text[end:], "utf-8")

    assert problems_of(four_dir) == [f"{ENTRY}:1: utterances have no 'ja'"]


def test_a_long_text_is_shortened_in_the_message(four_dir: Path) -> None:
    change(four_dir, ENTRY, '30 days.[^visa-30-days]"', f'30 days.[^visa-30-days] {"long " * 20}"')

    assert problems_of(four_dir) == [f"{ENTRY}:33: answer.en: no citation after {('long ' * 20)[:57] + '…'!r}"]


def test_several_broken_rules_are_told_by_path_and_line(four_dir: Path) -> None:
    change(four_dir, "topics.yaml", ", ja: 文化", "")
    change(four_dir, ENTRY, "[visa-longer]", "[visa-needed]")
    change(four_dir, ENTRY, "- visa for Japanese tourists", '- "?!"')

    assert problems_of(four_dir) == [
        f"{ENTRY}:1: is related to itself",
        f"{ENTRY}:7: utterance has no words",
        "topics.yaml:7: topic 'culture': title has no 'ja'",
    ]
