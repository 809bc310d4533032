"""``python -m bot.charting``: a list of drawings as JSON on standard input, their PNGs on standard output.

Before each PNG stands its length in four bytes.

A process of its own, so that the plotting library's memory and start are nobody else's.
"""

import sys

from pydantic import TypeAdapter

from bot.charting.drawing import draw
from bot.charting.model import LENGTH_BYTES, Drawing


def main() -> None:
    """Draw what is asked for."""
    for drawing in TypeAdapter(tuple[Drawing, ...]).validate_json(sys.stdin.buffer.read()):
        png = draw(drawing)
        sys.stdout.buffer.write(len(png).to_bytes(LENGTH_BYTES) + png)


if __name__ == "__main__":
    main()
