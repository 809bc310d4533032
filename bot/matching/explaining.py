"""Explaining: why a question led where it did, step by step, for curators."""

from collections.abc import Iterator

from bot.matching.features import BLOCKS
from bot.matching.matcher import Considered, Matcher, Tongue, consider
from bot.matching.model import Question
from bot.matching.scoring import SIGNS
from bot.text import fold

SHOWN = 5
_CONCEPTS = BLOCKS.index("concepts")


def explain(matcher: Matcher, question: Question) -> Iterator[str]:
    """Yield the lines of an explanation: reading, words, concepts, the best candidates' parts, the decision."""
    yield f"question   {question.text}"
    yield f"folded     {fold(question.text)}"
    for reading in matcher.guesser.readings(question.text, question.hint)[:3]:
        if reading.weight >= 0.001:
            yield f"reading    {reading.language} {reading.weight:.3f}  {reading.text}"
    search = matcher.search(question)
    found = max(
        (matcher.find(reading) for reading in matcher.guesser.readings(question.text, question.hint)[:2]),
        key=lambda one: one.candidates[:1] == search.candidates[:1],
    )
    tongue = matcher.tongues[found.reading.language]
    if tongue.index.units:
        yield from _considered(tongue, consider(tongue.index, tongue.scorer, found.reading.text))
    for place, candidate in enumerate(search.candidates, 1):
        yield f"candidate  {place}. {candidate.kind} {candidate.id} {candidate.score:.3f}"
    yield f"decision   {search.decision.name.lower()}" + (f" {search.offered}" if search.offered else "")


def _considered(tongue: Tongue, considered: Considered) -> Iterator[str]:
    if considered.repaired is not None:
        yield f"repaired   {considered.repaired}"
    known = tongue.index.vectorizer.word_idf
    weighed = ((word, known(word)) for word in considered.features.words)
    yield "words      " + ", ".join(f"{word} {'unknown' if idf is None else f'{idf:.1f}'}" for word, idf in weighed)
    yield "concepts   " + ", ".join(considered.features.blocks[_CONCEPTS])
    ranking = considered.ranking
    for unit, score, parts in list(zip(ranking.units, ranking.scores, ranking.parts, strict=True))[:SHOWN]:
        shares = " ".join(f"{kind} {part:+.2f}" for kind, part in parts.items() if abs(part) >= 0.005)
        yield f"evidence   {tongue.index.units[unit].id} {score:.2f} = {shares}"
    calibration = tongue.calibration
    pulls = calibration.pulls(ranking.signs).tolist()
    signs = zip(SIGNS, ranking.signs.tolist(), pulls, strict=True)
    yield "signs      " + ", ".join(f"{name} {value:.2f} ({pull:+.2f})" for name, value, pull in signs)
