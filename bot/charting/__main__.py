"""``python -m bot.charting``: one drawing as JSON on standard input, its PNG on standard output.

A process of its own, so that the plotting library's memory and start are nobody else's.
"""

import sys

from pydantic import TypeAdapter

from bot.charting.drawing import draw
from bot.charting.model import Drawing


def main() -> None:
    """Draw what is asked for."""
    drawing = TypeAdapter(Drawing).validate_json(sys.stdin.buffer.read())
    sys.stdout.buffer.write(draw(drawing))


if __name__ == "__main__":
    main()
