"""Anyone's small directory can be asked: one language, nothing but topics, sources, facts and entries."""

from pathlib import Path

import pytest

from bot.answering.answerer import Answerer
from bot.answering.model import Answered, NotUnderstood
from bot.answering.opening import open_answerer
from bot.answering.wording import Wording
from bot.knowledge.phrases import load_phrases
from bot.knowledge.reading import load_knowledge
from bot.matching.model import Question
from bot.matching.opening import open_matcher
from tests.building import TODAY
from tests.knowledge_dirs import change


def opened(directory: Path, cache: Path | None = None) -> Answerer:
    """Return an answerer over a directory."""
    if cache is not None:
        return open_answerer(directory, cache)
    knowledge = load_knowledge(directory)
    return Answerer(knowledge, open_matcher(knowledge, directory))


def test_its_question_is_answered_with_source(small_dir: Path) -> None:
    outcome = opened(small_dir).ask(Question("Do Japanese citizens need a visa for Kazakhstan?"), TODAY)

    assert isinstance(outcome, Answered)
    assert outcome.answer.choice.id == "visa-needed"
    text = Wording(load_phrases(small_dir)).outcome(outcome).plain()
    assert "No visa is needed for stays of up to 30 days. [1]" in text
    assert "Ministry: Entering Kazakhstan (1 July 2025)" in text


def test_what_it_does_not_hold_is_declined(small_dir: Path) -> None:
    outcome = opened(small_dir).ask(Question("best pizza recipe"), TODAY)

    assert isinstance(outcome, NotUnderstood)


@pytest.mark.parametrize("text", ["ビザは必要ですか", "нужна ли виза", "1", "你好"])
def test_other_scripts_lead_to_an_outcome(small_dir: Path, text: str) -> None:
    outcome = opened(small_dir).ask(Question(text), TODAY)

    assert outcome.language == "en"


def test_without_any_entry_and_fact_everything_is_declined(small_dir: Path) -> None:
    (small_dir / "faq/visas/visa-needed.yaml").unlink()
    (small_dir / "facts/visas.yaml").unlink()

    outcome = opened(small_dir).ask(Question("Do I need a visa?"), TODAY)

    assert isinstance(outcome, NotUnderstood)
    assert [topic.id for topic in outcome.topics] == ["visas"]


def test_a_fact_that_no_entry_cites_is_answered(small_dir: Path) -> None:
    (small_dir / "faq/visas/visa-needed.yaml").unlink()

    outcome = opened(small_dir).ask(Question("Japanese citizens may stay for 30 days without a visa"), TODAY)

    assert isinstance(outcome, Answered)
    assert outcome.answer.choice.id == "visa-30-days"


def test_a_second_start_from_the_kept_index_answers_the_same(small_dir: Path, tmp_path: Path) -> None:
    question = Question("Do Japanese citizens need a visa for Kazakhstan?")

    first, second = (opened(small_dir, tmp_path / "cache").ask(question, TODAY) for _ in range(2))

    assert isinstance(first, Answered)
    assert second == first


@pytest.mark.parametrize("language", ["fr", "de", "es"])
def test_any_language_will_do(small_dir: Path, language: str) -> None:
    change(small_dir, "topics.yaml", "{en:", f"{{{language}:")
    change(small_dir, "facts/visas.yaml", "{en:", f"{{{language}:")
    change(small_dir, "faq/visas/visa-needed.yaml", "utterances:\n  en:", f"utterances:\n  {language}:")
    change(small_dir, "faq/visas/visa-needed.yaml", "answer:\n  en:", f"answer:\n  {language}:")

    outcome = opened(small_dir).ask(Question("Do Japanese citizens need a visa for Kazakhstan?"), TODAY)

    assert isinstance(outcome, Answered)
    assert outcome.language == language
