"""Test questions and knowledge are kept apart: what is measured is understanding, not remembering."""

from pathlib import Path

import pytest

from bot.config import shipped_knowledge_dir
from bot.evaluating import gather
from bot.knowledge.reading import load_knowledge
from bot.matching.strangers import load_strangers
from bot.text import fold

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("language", ["en", "ru", "kk", "ja"])
def test_no_test_question_is_an_utterance_or_a_stranger(language: str) -> None:
    directory = shipped_knowledge_dir()
    knowledge = load_knowledge(directory)
    known = {fold(text) for text in load_strangers(directory, tuple(knowledge.languages))[language]}
    for entry in knowledge.entries.values():
        for phrasings in (entry.utterances, entry.not_utterances):
            known.update(fold(said.text) for said in phrasings.get(language, ()))

    asked = gather(sorted(FOLDER.glob(f"**/{language}/*.yaml")), [language])

    assert [question.text for question in asked if fold(question.text) in known] == []


@pytest.mark.parametrize("language", ["en", "ru", "kk", "ja"])
def test_no_held_out_question_is_asked_elsewhere(language: str) -> None:
    held_out = gather(sorted(FOLDER.glob(f"held_out/{language}/*.yaml")), [language])
    others = {fold(question.text) for question in gather(sorted(FOLDER.glob(f"{language}/*.yaml")), [language])}

    assert [question.text for question in held_out if fold(question.text) in others] == []
