"""Reading a directory: what is malformed or doesn't resolve is found, all of it in one pass, each with its line."""

from pathlib import Path
from typing import TypedDict

import pytest
import yaml

from bot.errors import KnowledgeError
from bot.knowledge.model import Confidence, SourceKind, Status
from bot.knowledge.reading import load_knowledge, read_knowledge
from tests.knowledge_dirs import change, write_files


class _Case(TypedDict, total=False):
    name: str
    file: str
    old: str
    new: str
    content: str
    problems: list[str]


CASES: list[_Case] = yaml.safe_load(Path(__file__).with_name("malformed.yaml").read_text("utf-8"))


def problems_of(directory: Path) -> list[str]:
    """Return every problem, with its path from the directory."""
    return [str(problem).removeprefix(f"{directory}/") for problem in read_knowledge(directory)[1]]


def test_a_complete_small_directory_has_no_problem(small_dir: Path) -> None:
    assert problems_of(small_dir) == []


def test_a_complete_directory_in_four_languages_has_no_problem(four_dir: Path) -> None:
    assert problems_of(four_dir) == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_what_is_malformed_is_reported_with_its_line(case: _Case, small_dir: Path) -> None:
    if "content" in case:
        write_files(small_dir, {case["file"]: case["content"]})
    else:
        change(small_dir, case["file"], case["old"], case["new"])

    assert sorted(problems_of(small_dir)) == sorted(case["problems"])


def test_all_problems_of_all_files_are_reported_at_once(small_dir: Path) -> None:
    change(small_dir, "topics.yaml", "  title", "  colour: red\n  title")
    change(small_dir, "sources.yaml", "official", "blog")
    change(small_dir, "facts/visas.yaml", "2025-07-01", "soon")
    change(small_dir, "faq/visas/visa-needed.yaml", "topic: visas", "topic: trade\nrelated: [nowhere]")
    write_files(small_dir, {"faq/visas/other.yaml": "id: [\n", "facts/others.yaml": "word\n"})

    assert problems_of(small_dir) == [
        "facts/others.yaml:1: must be a list of records, each starting with '- id: …'",
        "facts/visas.yaml:3: 'as_of' must be a day as YYYY-MM-DD: 'soon'",
        "faq/visas/other.yaml:2: is not valid YAML: did not find expected node content",
        "faq/visas/visa-needed.yaml:1: related entry 'nowhere' does not exist",
        "faq/visas/visa-needed.yaml:1: topic 'trade' does not exist",
        "sources.yaml:7: 'kind' must be one of news, official: 'blog'",
        "topics.yaml:2: unknown key 'colour'",
    ]


def test_loading_raises_with_every_problem_printed(small_dir: Path) -> None:
    change(small_dir, "sources.yaml", "official", "blog")
    change(small_dir, "facts/visas.yaml", "2025-07-01", "soon")

    with pytest.raises(KnowledgeError) as raised:
        load_knowledge(small_dir)

    assert raised.value.problems == (
        f"{small_dir}/facts/visas.yaml:3: 'as_of' must be a day as YYYY-MM-DD: 'soon'",
        f"{small_dir}/sources.yaml:7: 'kind' must be one of news, official: 'blog'",
    )


def test_a_file_that_is_not_utf_8_is_reported_with_its_line(small_dir: Path) -> None:
    path = small_dir / "sources.yaml"
    path.write_bytes(path.read_bytes().replace(b"Ministry", b"Minist\xe8re"))

    assert "sources.yaml:3: is not UTF-8" in problems_of(small_dir)


@pytest.mark.parametrize("name", ["topics.yaml", "sources.yaml"])
def test_a_missing_list_is_reported(name: str, small_dir: Path) -> None:
    (small_dir / name).unlink()

    assert f"{name}:1: cannot be read: No such file or directory" in problems_of(small_dir)


def test_a_directory_in_a_files_place_is_reported(small_dir: Path) -> None:
    (small_dir / "facts" / "folder.yaml").mkdir()

    assert problems_of(small_dir) == ["facts/folder.yaml:1: cannot be read: Is a directory"]


def test_a_path_that_is_no_directory_is_reported(tmp_path: Path) -> None:
    knowledge, problems = read_knowledge(tmp_path / "nowhere")

    assert knowledge is None
    assert list(map(str, problems)) == [f"{tmp_path}/nowhere:1: is not a directory"]


def test_a_fact_id_taken_in_another_file_is_reported_there(small_dir: Path) -> None:
    text = (small_dir / "facts/visas.yaml").read_text("utf-8")
    write_files(small_dir, {"facts/zebra.yaml": f"\n{text}"})

    assert problems_of(small_dir) == ["facts/zebra.yaml:2: id 'visa-30-days' is already taken"]


def test_an_entry_id_taken_in_another_folder_is_reported_there(small_dir: Path) -> None:
    text = (small_dir / "faq/visas/visa-needed.yaml").read_text("utf-8")
    write_files(small_dir, {"faq/zebra/visa-needed.yaml": text})

    assert problems_of(small_dir) == ["faq/zebra/visa-needed.yaml:1: id 'visa-needed' is already taken"]


def test_a_former_id_claimed_by_two_facts_is_reported(four_dir: Path) -> None:
    text = (four_dir / "facts/visas.yaml").read_text("utf-8")
    (four_dir / "facts/visas.yaml").write_text(text.replace("  status", "  also: [old]\n  status"), "utf-8")

    assert problems_of(four_dir) == [
        "facts/visas.yaml:1: fact 'visa-30-days': former id 'old' is taken by another fact"
    ]


def test_without_languages_yaml_the_languages_are_those_of_the_topics(small_dir: Path) -> None:
    change(small_dir, "topics.yaml", "{en: Visas}", "{kk: Визалар, en: Visas}")

    assert list(load_knowledge(small_dir).languages) == ["kk", "en"]


def test_languages_are_named_in_their_file_and_order(four_dir: Path) -> None:
    languages = load_knowledge(four_dir).languages

    assert [(language.id, language.name) for language in languages.values()] == [
        ("en", "English"),
        ("ru", "Русский"),
        ("kk", "Қазақша"),
        ("ja", "日本語"),
    ]


def test_only_topics_and_sources_are_needed(small_dir: Path) -> None:
    (small_dir / "faq/visas/visa-needed.yaml").unlink()
    (small_dir / "facts/visas.yaml").unlink()

    knowledge = load_knowledge(small_dir)

    assert (dict(knowledge.entries), dict(knowledge.facts)) == ({}, {})


def test_records_are_read_field_by_field(four_dir: Path) -> None:
    change(
        four_dir,
        "facts/visas.yaml",
        "  sources: [mofa]",
        "  confidence: high\n  review_by: '2027-01-02'\n  sources: [mofa]",
    )

    knowledge = load_knowledge(four_dir)

    topic, source = knowledge.topics["visas"], knowledge.sources["agency"]
    fact, replaced = knowledge.facts["visa-90-in-180"], knowledge.facts["flight-plan-2025"]
    assert (topic.icon, topic.title["ja"], knowledge.topics["culture"].icon) == ("🛂", "ビザ", "")
    assert (source.title, source.publisher, source.language) == ("Новости недели", "Agency", "ru")
    assert (source.url, source.kind) == ("https://example.org/news?a=1&b=2", SourceKind.NEWS)
    assert source.published.isoformat() == "2024-05-06"
    assert (fact.topic, fact.status, fact.confidence) == ("visas", Status.IN_FORCE, Confidence.HIGH)
    assert (fact.sources, fact.as_of.isoformat(), str(fact.review_by)) == (("mofa",), "2025-07-01", "2027-01-02")
    assert (replaced.status, replaced.superseded_by) == (Status.SUPERSEDED, "flight-start-2026")
    assert (replaced.confidence, replaced.review_by) == (Confidence.MEDIUM, None)


def test_entries_are_read_field_by_field(four_dir: Path) -> None:
    knowledge = load_knowledge(four_dir)

    entry, unknown = knowledge.entries["direct-flights"], knowledge.entries["ticket-price"]
    assert (entry.known, unknown.known) == (True, False)
    assert entry.utterances["ja"][1].text == "直行便 アルマトイ 東京"
    assert entry.utterances["en"][0].place.line == 5
    assert [utterance.text for utterance in entry.not_utterances["en"]] == ["direct flight Tokyo Seoul"]
    assert entry.answer["en"][0].citations == ("flight-start-2026",)
    assert entry.answer_places["en"].line == 35
    assert entry.related == ("ticket-price",)
    assert entry.facts == ("flight-start-2026", "flight-plan-2025")


def test_line_breaks_within_a_text_become_spaces(small_dir: Path) -> None:
    change(small_dir, "sources.yaml", "Entering Kazakhstan", '"Entering\\n  Kazakhstan "')

    assert load_knowledge(small_dir).sources["mofa"].title == "Entering Kazakhstan"


def test_a_word_that_yaml_takes_for_a_boolean_stays_text(small_dir: Path) -> None:
    change(small_dir, "sources.yaml", "Entering Kazakhstan", "no")

    assert load_knowledge(small_dir).sources["mofa"].title == "no"


def test_a_former_id_leads_to_its_fact(small_dir: Path) -> None:
    change(small_dir, "facts/visas.yaml", "  status", "  also: [old-id]\n  status")
    change(small_dir, "faq/visas/visa-needed.yaml", "[^visa-30-days]", "[^old-id]")

    assert load_knowledge(small_dir).fact("old-id").id == "visa-30-days"


def test_the_digest_tells_the_same_files_from_others(small_dir: Path) -> None:
    first, again = load_knowledge(small_dir).digest, load_knowledge(small_dir).digest
    change(small_dir, "sources.yaml", "Ministry", "Embassy")

    assert first == again
    assert load_knowledge(small_dir).digest != first


def test_a_base_without_any_language_is_refused(small_dir: Path) -> None:
    (small_dir / "topics.yaml").write_text("[]\n", encoding="utf-8")
    (small_dir / "faq/visas/visa-needed.yaml").unlink()
    (small_dir / "facts/visas.yaml").unlink()

    _, problems = read_knowledge(small_dir)

    assert [problem.message for problem in problems] == ["names no language"]


def test_facts_superseded_in_a_circle_are_reported(small_dir: Path) -> None:
    (small_dir / "facts/visas.yaml").write_text(
        '- {id: one, topic: visas, as_of: "2025-07-01", status: superseded, superseded_by: two, sources: [mofa],'
        ' statement: {en: "One."}}\n'
        '- {id: two, topic: visas, as_of: "2025-07-01", status: superseded, superseded_by: one, sources: [mofa],'
        ' statement: {en: "Two."}}\n',
        encoding="utf-8",
    )
    (small_dir / "faq/visas/visa-needed.yaml").unlink()

    _, problems = read_knowledge(small_dir)

    assert [problem.message for problem in problems] == [
        "fact 'one': is superseded in a circle",
        "fact 'two': is superseded in a circle",
    ]
