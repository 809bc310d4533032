"""Every rule there is, in one list."""

from pathlib import Path

from bot.checking import check_directory
from tests.building import TODAY
from tests.knowledge_dirs import change, write_files


def problems_of(directory: Path) -> list[str]:
    """Return every problem but too few utterances, with its path from the directory."""
    found = (str(problem).removeprefix(f"{directory}/") for problem in check_directory(directory, TODAY))
    return [problem for problem in found if not problem.endswith("are needed")]


def test_a_complete_directory_has_no_problem(four_dir: Path) -> None:
    assert problems_of(four_dir) == []


def test_a_path_that_is_no_directory_is_one_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "nowhere") == [f"{tmp_path}/nowhere:1: is not a directory"]


def test_problems_of_knowledge_phrases_and_lexicon_are_told_together(four_dir: Path) -> None:
    change(four_dir, "sources.yaml", "kind: news", "kind: blog")
    change(four_dir, "concepts.yaml", "- id: visa", "- id: visa\n  colour: red")
    write_files(four_dir, {"phrases/en.ftl": "a = x\n", "phrases/ru.ftl": "", "phrases/kk.ftl": "a = x\n"})

    assert problems_of(four_dir) == [
        "concepts.yaml:4: unknown key 'colour'",
        "phrases/ja.ftl:1: no phrases in 'ja'",
        "phrases/ru.ftl:1: phrase 'a' is missing",
        "sources.yaml:14: 'kind' must be one of news, official: 'blog'",
    ]


def test_editorial_rules_wait_until_the_directory_loads(small_dir: Path) -> None:
    change(small_dir, "faq/visas/visa-needed.yaml", "topic: visas", "topic: visas\nrelated: [visa-needed]")
    before = problems_of(small_dir)
    change(small_dir, "sources.yaml", "official", "blog")

    assert before == ["faq/visas/visa-needed.yaml:1: is related to itself"]
    assert problems_of(small_dir) == ["sources.yaml:7: 'kind' must be one of news, official: 'blog'"]


def test_an_answer_longer_than_a_message_is_found(four_dir: Path) -> None:
    change(four_dir, "faq/visas/visa-needed.yaml", '  en: "No visa', f'  en: "{"A visa.[^visa-30-days] " * 300}No visa')

    (problem,) = problems_of(four_dir)

    assert problem.startswith("faq/visas/visa-needed.yaml:33: answer.en: takes 4")
    assert problem.endswith("UTF-16 units with its sources, 4096 fit")


def test_phrases_that_are_not_fluent_are_told_once(four_dir: Path) -> None:
    texts = {f"phrases/{language}.ftl": "a = x\n" for language in ("ru", "kk", "ja")}
    write_files(four_dir, {**texts, "phrases/en.ftl": "a = x\n}}\n"})

    assert problems_of(four_dir) == ["phrases/en.ftl:2: is not valid Fluent"]


def test_a_form_of_two_concepts_is_found(four_dir: Path) -> None:
    change(four_dir, "concepts.yaml", "en: [visa]", "en: [visa, Planes]")

    assert problems_of(four_dir) == ["concepts.yaml:3: concept 'visa': form 'Planes' belongs to 'flight' too"]
