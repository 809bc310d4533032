"""Margins are sums over each unit's support, and its intercept where it has none."""

import numpy as np

from bot.matching.index import Margins

MARGINS = Margins(
    rows=np.array([0, 2, 1], dtype=np.uint16),
    weights=np.array([1.0, -0.5, 2.0], dtype=np.float32),
    units=np.array([0, 2], dtype=np.int32),
    starts=np.array([0, 2], dtype=np.int32),
    intercepts=np.array([-1.0, -0.25, 0.5], dtype=np.float32),
)


def test_similar_support_speaks_for_its_unit_alone() -> None:
    similar = np.array([0.5, 0.25, 1.0], dtype=np.float32)

    assert MARGINS.of(similar).tolist() == [-1.0, -0.25, 1.0]


def test_without_margins_nothing_speaks_for_any_unit() -> None:
    assert Margins.none(2).of(np.ones(3, dtype=np.float32)).tolist() == [0.0, 0.0]
