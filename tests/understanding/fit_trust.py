"""Fits the prior of trust anew on the test questions: ``python -m tests.understanding.fit_trust``.

Writes ``bot/matching/trust.yaml``. To be run when the signs, the lexicon or the scoring changed, with
``kzjp evaluate`` before and after.
"""

import datetime as dt
from pathlib import Path
from typing import Final

import numpy as np

from bot.config import shipped_knowledge_dir
from bot.evaluating import gather
from bot.knowledge.reading import load_knowledge
from bot.matching.building import build_tables, train_margins
from bot.matching.calibration import INTERCEPT, PRIOR_FILE, Calibration, fit
from bot.matching.concepts import Lexicon, read_concepts
from bot.matching.evaluation import is_right
from bot.matching.features import Extractor
from bot.matching.index import LanguageIndex
from bot.matching.matcher import consider
from bot.matching.model import Candidate
from bot.matching.opening import LEXICON_NAME
from bot.matching.scoring import SIGNS, Scorer
from bot.matching.strangers import load_strangers
from bot.matching.units import units_of
from bot.matching.vectors import Floats

RESPELLED: Final = frozenset({"layout", "translit", "latin", "romaji"})
"""Kinds that are read in another spelling first."""


def main() -> None:
    """Fit and write."""
    signs, right = _asked(shipped_knowledge_dir())
    centre, scale = signs.mean(axis=0), np.maximum(signs.std(axis=0), np.float32(1e-3))
    nothing = Calibration(centre, scale, np.zeros(len(SIGNS), np.float32), 0.0)
    fitted = fit(signs, right, nothing, faith=1.0)
    lines = [
        "# How far each sign of a ranking is to be trusted: a logistic regression on the test questions under",
        f"# tests/understanding, fitted by tests/understanding/fit_trust.py on {dt.datetime.now(dt.UTC).date()}",
        f"# with {len(right)} questions. A sign counts as (value - centre) / scale * weight.",
    ]
    for name, *row in zip(SIGNS, centre.tolist(), scale.tolist(), fitted.weights.tolist(), strict=True):
        lines.append(_line(name, *row))
    lines.append(_line(INTERCEPT, 0.0, 1.0, fitted.intercept))
    PRIOR_FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _line(name: str, centre: float, scale: float, weight: float) -> str:
    return f'- {{sign: {name}, centre: "{centre:.5f}", scale: "{scale:.5f}", weight: "{weight:.5f}"}}'


def _asked(directory: Path) -> tuple[Floats, Floats]:
    knowledge = load_knowledge(directory)
    languages = tuple(knowledge.languages)
    lexicon = Lexicon.of(read_concepts(directory / LEXICON_NAME, languages)[0])
    strangers = load_strangers(directory, languages)
    extractor = Extractor(lexicon)
    questions = [question for question in gather((), languages) if question.kind not in RESPELLED]
    signs: list[Floats] = []
    right: list[float] = []
    for language in languages:
        units = units_of(knowledge, language)
        built = build_tables(units, language, extractor, strangers.get(language, ()))
        index = LanguageIndex(units, language, extractor, built.with_margins(train_margins(built)))
        scorer = Scorer(index, lexicon.foreign)
        for question in questions:
            if question.language == language:
                ranking = consider(index, scorer, question.text).ranking
                first = units[ranking.units[0]]
                signs.append(ranking.signs)
                right.append(float(is_right(Candidate(first.kind, first.id, 0.0), question, knowledge)))
    return np.vstack(signs), np.array(right, dtype=np.float32)


if __name__ == "__main__":
    main()
