"""Every editorial rule: the tidy directory keeps it, and breaking it is found with file and line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.checking import check_directory
from tests.building import TODAY
from tests.knowledge_dirs import change, write_one_language

Messages = Callable[[], list[str]]
VISAS = "facts/visas.yaml"
OTHERS = "facts/others.yaml"
NEEDED = "faq/visas/visa-needed.yaml"
FLIGHTS = "faq/air-travel/direct-flights.yaml"


def _has(found: list[str], place: str, *parts: str) -> bool:
    return any(line.startswith(place) and all(part in line for part in parts) for line in found)


def test_the_tidy_directory_keeps_every_rule(messages: Messages) -> None:
    assert messages() == []


def test_one_language_needs_neither_other_languages_nor_many_utterances(tmp_path: Path) -> None:
    assert check_directory(write_one_language(tmp_path / "one"), TODAY) == ()


def test_a_number_that_differs_in_one_language_is_found_in_an_answer(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "30日以内の滞在に", "40日以内の滞在に")

    assert _has(messages(), NEEDED, "answer: 40 is in ja but not in en, ru, kk")
    assert _has(messages(), NEEDED, "answer: 30 is in en, ru, kk but not in ja")


def test_a_number_that_differs_in_one_language_is_found_in_a_fact(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, VISAS, "казахстане 30 дней".capitalize(), "Казахстане 31 день")

    assert _has(messages(), f"{VISAS}:1:", "'visa-30-days'", "31 is in ru but not in en, kk, ja")


def test_a_date_that_differs_in_one_language_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, OTHERS, "2024 жылғы мамырда", "2024 жылғы маусымда")

    assert _has(messages(), OTHERS, "2024-05 is in en, ru, ja but not in kk")


def test_a_number_that_no_cited_fact_holds_is_found(tidy_dir: Path, messages: Messages) -> None:
    path = tidy_dir / NEEDED
    path.write_text(
        path.read_text(encoding="utf-8").replace("30 ", "45 ").replace("30日", "45日").replace("30 күн", "45 күн"),
        encoding="utf-8",
    )

    assert _has(messages(), NEEDED, "answer (en, ru, kk, ja): 45 stands in none of the facts", "visa-30-days")


def test_the_day_of_a_cited_fact_may_be_named(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "30 days.[", "30 days, said on 1 July 2025.[")
    change(tidy_dir, NEEDED, "до 30 дней.[", "до 30 дней, сказано 1 июля 2025 года.[")
    change(tidy_dir, NEEDED, "керек емес.[", "керек емес, 2025 жылғы 1 шілде.[")
    change(tidy_dir, NEEDED, "必要ありません。[", "2025年7月1日現在必要ありません。[")

    assert messages() == []


def _say_in_every_language(directory: Path, name: str, en: str, ru: str, kk: str, ja: str) -> None:
    change(directory, name, "only planned.[", f"only planned{en}.[")
    change(directory, name, "только планируется.[", f"только планируется{ru}.[")
    change(directory, name, "тек жоспарда.[", f"тек жоспарда{kk}.[")
    change(directory, name, "計画中です。[", f"計画中です{ja}。[")


def test_an_honest_unknown_may_name_the_day_of_checking(tidy_dir: Path, messages: Messages) -> None:
    _say_in_every_language(
        tidy_dir,
        "faq/air-travel/ticket-price.yaml",
        ", as of 21 November 2026",
        ", по состоянию на 21 ноября 2026 года",
        ", 2026 жылғы 21 қарашадағы жағдай бойынша",
        "（2026年11月21日時点）",
    )

    assert messages() == []


def test_an_honest_unknown_may_not_name_a_day_to_come(tidy_dir: Path, messages: Messages) -> None:
    _say_in_every_language(
        tidy_dir,
        "faq/air-travel/ticket-price.yaml",
        ", as of 24 December 2026",
        ", по состоянию на 24 декабря 2026 года",
        ", 2026 жылғы 24 желтоқсандағы жағдай бойынша",
        "（2026年12月24日時点）",
    )

    assert _has(messages(), "faq/air-travel/ticket-price.yaml", "2026-12-24 stands in none")


def test_a_known_answer_may_name_the_day_of_checking_only_with_a_stamp(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, FLIGHTS, "to start in 2026.[", "to start on 21 November 2026.[")

    assert _has(messages(), FLIGHTS, "answer (en): 2026-11-21 stands in none")


def test_a_superseded_fact_that_no_answer_cites_is_out_of_reach(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, OTHERS, "status: past-event", "status: superseded\n  superseded_by: visa-30-days")

    assert _has(messages(), f"{OTHERS}:", "'festival-2024'", "nobody can come to it")


def test_a_source_that_no_fact_uses_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, VISAS, "sources: [mofa, agency]", "sources: [mofa]")
    path = tidy_dir / OTHERS
    path.write_text(path.read_text(encoding="utf-8").replace("[agency]", "[mofa]"), encoding="utf-8")

    assert _has(messages(), "sources.yaml:8:", "'agency' is used by no fact")


@pytest.mark.parametrize(("review_by", "is_due"), [("2026-11-21", True), ("2026-11-22", False), ("2027-01-01", False)])
def test_a_review_is_due_the_day_after(tidy_dir: Path, messages: Messages, review_by: str, is_due: bool) -> None:
    change(
        tidy_dir,
        VISAS,
        "status: in-force\n  sources: [mofa, a",
        f'status: in-force\n  review_by: "{review_by}"\n  sources: [mofa, a',
    )

    assert _has(messages(), f"{VISAS}:1:", "was to be reviewed by") == is_due


def _plan(directory: Path, years: tuple[str, str]) -> None:
    path = directory / OTHERS
    before, after = path.read_text(encoding="utf-8").split("- id: flight-start-2026")
    plan, rest = after.split("- id: festival-2024")
    plan = plan.replace('as_of: "2026-02-03"', f'as_of: "{years[0]}-02-03"').replace("in 2026", f"in {years[1]}")
    path.write_text(f"{before}- id: flight-start-2026{plan}- id: festival-2024{rest}", encoding="utf-8")


def test_a_plan_for_a_year_gone_by_is_found(tidy_dir: Path, messages: Messages) -> None:
    _plan(tidy_dir, ("2024", "2025"))

    assert _has(messages(), OTHERS, "'flight-start-2026': is planned", "ended on 2025-12-31")


def test_a_plan_for_a_month_gone_by_is_found(tidy_dir: Path, messages: Messages) -> None:
    _plan(tidy_dir, ("2024", "March 2025"))

    assert _has(messages(), OTHERS, "ended on 2025-03-31")


def test_a_plan_that_only_names_when_it_was_made_never_passes(tidy_dir: Path, messages: Messages) -> None:
    _plan(tidy_dir, ("2025", "a few years, it was said on 3 February 2025"))

    assert not _has(messages(), OTHERS, "is planned")


@pytest.mark.parametrize(
    ("name", "line", "message"),
    [
        (VISAS, "    kk: Жапония азаматтары Қазақстанда визасыз 30 күн бола алады.\n", "statement has no 'kk'"),
        (NEEDED, '  kk: "30 күнге дейінгі сапарға виза керек емес.[^visa-30-days]"\n', "answer has no 'kk'"),
    ],
)
def test_a_missing_language_is_found(tidy_dir: Path, messages: Messages, name: str, line: str, message: str) -> None:
    change(tidy_dir, name, line, "")

    assert _has(messages(), f"{name}:1:", message)


def test_a_topic_without_a_language_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, "topics.yaml", ", kk: Визалар", "")

    assert _has(messages(), "topics.yaml:1:", "topic 'visas': title has no 'kk'")


def test_an_entry_without_utterances_of_a_language_is_found(tidy_dir: Path, messages: Messages) -> None:
    path = tidy_dir / NEEDED
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  ja:\n")] + text[text.index("answer:") :], encoding="utf-8")

    assert _has(messages(), f"{NEEDED}:1:", "utterances have no 'ja'")


def test_fourteen_utterances_are_too_few_where_fifteen_were_enough(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "    - visa for Japanese tourists\n", "")

    assert messages() == [f"{NEEDED}:5: utterances.en: 14, at least 15 are needed"]


@pytest.mark.parametrize(("length", "is_long"), [(400, False), (401, True)])
def test_an_english_sentence_has_a_limit(tidy_dir: Path, messages: Messages, length: int, is_long: bool) -> None:
    sentence = "No visa is needed for stays of up to 30 days"
    change(tidy_dir, NEEDED, sentence, f"{sentence} {'a' * (length - len(sentence) - 2)}")

    assert _has(messages(), NEEDED, "answer.en: a sentence of 401 characters") == is_long


@pytest.mark.parametrize(("length", "is_long"), [(200, False), (201, True)])
def test_a_japanese_sentence_has_a_shorter_limit(
    tidy_dir: Path, messages: Messages, length: int, is_long: bool
) -> None:
    sentence = "日本国民はビザなしでカザフスタンに30日間滞在できます"
    change(tidy_dir, VISAS, sentence, sentence + "ー" * (length - len(sentence) - 1))

    assert _has(messages(), VISAS, "statement.ja: a sentence of 201 characters") == is_long


def test_an_id_in_a_text_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "No visa is needed for", "By visa-30-days no visa is needed for")

    assert _has(messages(), NEEDED, "answer.en: the id 'visa-30-days' stands in the text")


def test_a_hyphen_makes_no_id(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "No visa is needed for", "For visa-free and day-to-day travel no visa is needed for")

    assert messages() == []


@pytest.mark.parametrize(("length", "is_long"), [(100, False), (101, True)])
def test_the_canonical_question_fits_a_button(tidy_dir: Path, messages: Messages, length: int, is_long: bool) -> None:
    question = "Do Japanese citizens need a visa for Kazakhstan?"
    change(tidy_dir, NEEDED, question, question.ljust(length, "a"))

    assert _has(messages(), f"{NEEDED}:5:", "it has 101 characters") == is_long


def test_a_text_still_to_be_written_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "- visa for Japanese tourists", "- …")

    assert _has(messages(), NEEDED, "utterances.en: is still to be written")


def test_a_sentence_without_a_citation_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "30 days.[^visa-30-days]", "30 days.[^visa-30-days] Have a good trip.")

    assert _has(messages(), NEEDED, "answer.en: no citation after 'Have a good trip.'")


def test_two_sentences_before_one_citation_are_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "No visa is", "Good news. No visa is")

    assert _has(messages(), NEEDED, "a sentence without its own citation")


def test_citations_alone_are_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, '"No visa is needed for stays of up to 30 days.[', '"[')

    assert _has(messages(), NEEDED, "citations without a sentence")


def test_an_answer_on_superseded_facts_alone_is_found(tidy_dir: Path, messages: Messages) -> None:
    path = tidy_dir / FLIGHTS
    path.write_text(path.read_text(encoding="utf-8").replace("[^flight-start-2026]", "[^flight-plan-2025]"), "utf-8")

    assert _has(messages(), f"{FLIGHTS}:1:", "rests on superseded facts alone")


def test_a_superseded_fact_says_by_what(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, OTHERS, "  superseded_by: flight-start-2026\n", "")

    assert _has(messages(), f"{OTHERS}:1:", "doesn't say by what")


def test_only_a_superseded_fact_has_a_successor(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, OTHERS, "status: superseded", "status: past-event")

    assert _has(messages(), f"{OTHERS}:1:", "its status is past-event")


def test_an_entry_related_to_itself_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "related: [visa-longer]", "related: [visa-needed]")

    assert _has(messages(), f"{NEEDED}:1:", "is related to itself")


def test_an_utterance_in_two_entries_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "visa for Japanese tourists", "The 90 days rule!")

    assert _has(messages(), NEEDED, "stands in two entries", "visa-longer.yaml")


def test_an_utterance_twice_in_one_language_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "visa-free entry for Japanese", "Visa for Japanese tourists?")

    assert _has(messages(), NEEDED, "stands here twice")


def test_an_utterance_without_words_is_found(tidy_dir: Path, messages: Messages) -> None:
    change(tidy_dir, NEEDED, "- visa for Japanese tourists", '- "?!"')

    assert _has(messages(), NEEDED, "utterance has no words")
