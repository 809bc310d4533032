"""The decision: from probabilities to answering, offering a few candidates, or declining."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import KnowledgeError
from bot.knowledge.model import Place
from bot.knowledge.nodes import Problems, Table, read_file
from bot.knowledge.nodes import Sequence as ListNode
from bot.knowledge.record import Record
from bot.matching.model import Decision

POINTS_FILE: Final = Path(__file__).with_name("operating_points.yaml")
MOST_OFFERED: Final = 4
FEWEST_OFFERED: Final = 2
TIED: Final = 0.6
"""A second candidate whose score is this share of the first's, or more, is offered beside it."""
FAINT: Final = 0.01
"""A candidate whose score is less than this share of the first's isn't offered."""
ANY_LANGUAGE: Final = "*"
_PROBABILITY: Final = re.compile(r"(?:0(?:\.\d+)?|1(?:\.0+)?)\Z")


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Probabilities (0–1) from which on the first candidate is given, and from which on candidates are offered."""

    answer: float
    offer: float

    def decide(self, probabilities: Sequence[float], *, bare: bool = False) -> tuple[Decision, int]:
        """Return what to do, and how many candidates to offer where the decision is to offer.

        Where the question is but a subject of the base (``bare``), such as "visa", candidates are always offered.
        """
        first = probabilities[0] if probabilities else 0.0
        tied = len(probabilities) > 1 and probabilities[1] >= TIED * first
        if first >= self.answer and not tied:
            return Decision.ANSWER, 0
        if (bare or first >= self.offer) and len(probabilities) > 1:
            worthwhile = sum(probability >= FAINT * first for probability in probabilities)
            return Decision.OFFER, min(MOST_OFFERED, max(FEWEST_OFFERED, worthwhile))
        return Decision.DECLINE, 0


def read_operating_points(path: Path = POINTS_FILE) -> Mapping[str, OperatingPoint]:
    """Return the operating points by language, ``*`` standing for every other.

    Raises:
        KnowledgeError: if the file doesn't have the form.
    """
    problems = Problems()
    node = read_file(path, path.read_bytes(), problems)
    points: dict[str, OperatingPoint] = {}
    for item in node.items if isinstance(node, ListNode) else ():
        if isinstance(item, Table):
            record = Record(item, problems)
            points[record.text("language")] = OperatingPoint(
                _probability(record, "answer", problems), _probability(record, "offer", problems)
            )
            record.finish()
    if ANY_LANGUAGE not in points:
        problems.add(Place(str(path), 1), f"needs a point for {ANY_LANGUAGE!r}")
    if found := problems.all():
        raise KnowledgeError(tuple(map(str, found)))
    return points


def _probability(record: Record, key: str, problems: Problems) -> float:
    text = record.text(key)
    if text and not _PROBABILITY.match(text):
        problems.add(record.place_of(key), f"{key!r} must be a number from 0 to 1: {text!r}")
        return 1.0
    return float(text or 1)
