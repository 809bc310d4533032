"""The decision: from probabilities to answering, offering a few candidates, or declining."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.errors import KnowledgeError
from bot.knowledge.nodes import Problems, Table, read_file
from bot.knowledge.nodes import Sequence as ListNode
from bot.knowledge.record import Record
from bot.matching.model import Decision

POINTS_FILE: Final = Path(__file__).with_name("operating_points.yaml")
MOST_OFFERED: Final = 4
ANY_LANGUAGE: Final = "*"


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Probabilities (0–1) from which on the first candidate is given, and from which on candidates are offered."""

    answer: float
    offer: float

    def decide(self, probabilities: Sequence[float]) -> tuple[Decision, int]:
        """Return what to do, and how many candidates to offer where the decision is to offer."""
        first = probabilities[0] if probabilities else 0.0
        if first >= self.answer:
            return Decision.ANSWER, 0
        if first >= self.offer and len(probabilities) > 1:
            return Decision.OFFER, min(MOST_OFFERED, len(probabilities))
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
            points[record.text("language")] = OperatingPoint(float(record.text("answer")), float(record.text("offer")))
            record.finish()
    if problems.all() or ANY_LANGUAGE not in points:
        raise KnowledgeError((*map(str, problems.all()), f"{path}:1: needs a point for {ANY_LANGUAGE!r}"))
    return points
