"""The drawing process: a readable picture of each language's letters, and nothing of it in the bot's own process."""

import io
import json
import subprocess
import sys
from dataclasses import asdict, replace

import numpy as np
import pytest
from PIL import Image

from bot.charting.model import LENGTH_BYTES, Bar, Drawing, Group
from bot.charting.studio import DRAWING_COMMAND

DRAWING = Drawing(
    "kk",
    "Қазақстан мен Жапонияның тауар айналымы ұғүһәңіө",
    "млрд доллар",
    (Group("", (Bar(2022, 1.9, None, "1,9", False), Bar(2024, 1.8, 2.0, "1,8–2", False))),),
    ("Жолақты баған: жылдың бір бөлігі ғана. " * 6,),
)
JAPANESE = replace(
    DRAWING, language="ja", title="カザフスタンと日本の貿易額", notes=("斜線の棒は1年の一部です。" * 12,)
)


def drawn(drawing: Drawing) -> tuple[bytes, str]:
    """Return the PNG and what the process complained of."""
    asked = json.dumps([asdict(drawing)] * 2).encode()
    done = subprocess.run(DRAWING_COMMAND, input=asked, capture_output=True, check=True, timeout=120)
    size, again = int.from_bytes(done.stdout[:LENGTH_BYTES]), done.stdout[len(done.stdout) // 2 :]
    assert done.stdout == again * 2
    assert len(again) == LENGTH_BYTES + size
    return again[LENGTH_BYTES:], done.stderr.decode()


def pixels(png: bytes) -> np.typing.NDArray[np.uint8]:
    with Image.open(io.BytesIO(png)) as image:
        return np.asarray(image.convert("RGB"), dtype=np.uint8)


@pytest.mark.parametrize("drawing", [DRAWING, JAPANESE], ids=["kk", "ja"])
def test_every_letter_is_drawn_within_the_picture(drawing: Drawing) -> None:
    png, complaint = drawn(drawing)

    shown = pixels(png)
    assert "Glyph" not in complaint, complaint  # a letter that no font has
    assert shown.shape == (840, 1200, 3)
    for edge in (shown[0], shown[-1], shown[:, 0], shown[:, -1]):
        assert (edge == 255).all()  # nothing is cut off


def test_figures_of_different_height_make_bars_of_different_height() -> None:
    flat = replace(DRAWING, groups=(Group("", (Bar(2022, 1.0, None, "", False), Bar(2024, 1.0, None, "", False))),))
    steep = replace(DRAWING, groups=(Group("", (Bar(2022, 0.25, None, "", False), Bar(2024, 1.0, None, "", False))),))
    colour = np.array((0x0B, 0x6E, 0x99))

    filled = [int((pixels(drawn(drawing)[0]) == colour).all(axis=2).sum()) for drawing in (flat, steep)]

    assert filled[1] / filled[0] == pytest.approx((0.25 + 1) / 2, rel=0.02)


def test_the_bots_own_process_does_not_load_the_plotting_library() -> None:
    program = "import bot.cli, sys; print([name for name in sys.modules if name.startswith(('matplotlib', 'PIL'))])"

    loaded = subprocess.run((sys.executable, "-c", program), capture_output=True, check=True, encoding="utf-8")

    assert loaded.stdout.strip() == "[]"
