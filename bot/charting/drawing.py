"""Drawing: bars over years as a PNG. The one module that imports the plotting library; it knows no words of its own.

Each series has a panel of its own, all of one scale; a part of a year is hatched, and what only some sources give is
lighter. Years without a figure keep their place and stay empty: nothing is interpolated.
"""

import io
from collections.abc import Iterator
from importlib.metadata import distribution
from typing import Final

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from bot.charting.model import Bar, Drawing, Group

_SIZE_IN: Final = (8.0, 5.6)
_DPI: Final = 150
_LEFT: Final = 0.07
_RIGHT: Final = 0.96
_INK, _FAINT, _GRID = "#1f2933", "#5b6770", "#dfe4e8"
_COLOURS: Final = ("#0b6e99", "#d9730d", "#4f8a3c", "#8a4f9e")
"""Told apart by people with the usual kinds of colour blindness, and by lightness in black and white."""
_ROOM_ABOVE: Final = 1.22
_ROOM_PER_PANEL: Final = 0.18
_PANELS_TOP: Final = 0.82
_PANEL_GAP: Final = 0.11
_WIDTH: Final = 0.66
_CROWDED_YEARS: Final = 9
_NOTE_HEIGHT: Final = 0.036
_JAPANESE: Final = "ja"
_UNBREAKABLE: Final = "、。，．）」』！？・ー〜～"


def draw(drawing: Drawing) -> bytes:
    """Return ``drawing`` as a PNG."""
    figure = Figure(figsize=_SIZE_IN, dpi=_DPI, facecolor="white")
    FigureCanvasAgg(figure)
    fonts = _fonts()
    lines = [line for note in drawing.notes for line in _wrapped(note, figure, fonts, drawing.language)]
    for number, axes in enumerate(_panels(figure, len(drawing.groups), 0.13 + _NOTE_HEIGHT * len(lines))):
        _bars(axes, drawing.groups[number], _COLOURS[number % len(_COLOURS)], fonts)
        _frame(axes, drawing, fonts)
    bold_fonts = fonts[:1]  # the Japanese one has no bold
    weight, family = ("normal", fonts) if drawing.language == _JAPANESE else ("bold", bold_fonts)
    figure.text(_LEFT, 0.93, drawing.title, fontsize=16, fontweight=weight, color=_INK, family=family)
    figure.text(_LEFT, 0.885, drawing.unit, fontsize=11, color=_FAINT, family=fonts)
    for number, line in enumerate(reversed(lines)):
        figure.text(_LEFT, 0.025 + _NOTE_HEIGHT * number, line, fontsize=9, color=_FAINT, family=fonts)
    png = io.BytesIO()
    figure.savefig(png, format="png")
    return png.getvalue()


def _fonts() -> list[str]:
    """Return the font families to look for a letter in, after making the Japanese one known by its file."""
    path = str(distribution("matplotlib-fontja").locate_file("matplotlib_fontja/fonts/ipaexg.ttf"))
    font_manager.fontManager.addfont(path)
    return ["DejaVu Sans", font_manager.FontProperties(fname=path).get_name()]


def _panels(figure: Figure, count: int, bottom: float) -> Iterator[Axes]:
    """Yield a panel for each series, the first on top."""
    height = (_PANELS_TOP - bottom - _PANEL_GAP * (count - 1)) / count
    for number in range(count):
        low = _PANELS_TOP - height * (number + 1) - _PANEL_GAP * number
        yield figure.add_axes((_LEFT, low, _RIGHT - _LEFT, height))


def _bars(axes: Axes, group: Group, colour: str, fonts: list[str]) -> None:
    axes.set_title(group.name, loc="left", fontsize=12, color=colour, family=fonts, pad=2)
    for bar in group.bars:
        hatch = "///" if bar.is_part else None
        axes.bar(bar.year, bar.height, _WIDTH, color=colour, hatch=hatch, edgecolor="white", linewidth=0)
        if bar.upper is not None:
            more = bar.upper - bar.height
            axes.bar(bar.year, more, _WIDTH, bottom=bar.height, color=colour, alpha=0.4, linewidth=0)
        place = (bar.year, _top(bar))
        axes.annotate(
            bar.label, place, xytext=(0, 4), textcoords="offset points", ha="center", va="bottom", fontsize=11,
            color=_INK, family=fonts, linespacing=1.2,
        )  # fmt: skip


def _top(bar: Bar) -> float:
    return bar.height if bar.upper is None else bar.upper


def _frame(axes: Axes, drawing: Drawing, fonts: list[str]) -> None:
    """Give every panel the same years and the same scale, so that their bars compare."""
    years = drawing.years
    axes.set_xlim(years.start - 0.7, years.stop - 0.3)
    room = _ROOM_ABOVE + _ROOM_PER_PANEL * (len(drawing.groups) - 1)
    axes.set_ylim(0, max(_top(bar) for group in drawing.groups for bar in group.bars) * room)
    axes.set_xticks(list(years), [str(year) for year in years], family=fonts)
    axes.tick_params(axis="x", length=0, labelsize=10 if len(years) > _CROWDED_YEARS else 12, labelcolor=_INK, pad=6)
    axes.set_yticks([])
    for side in ("left", "right", "top"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(_GRID)


def _wrapped(note: str, figure: Figure, fonts: list[str], language: str) -> Iterator[str]:
    """Yield ``note`` in lines that fit the picture; Japanese may break between any two letters."""
    room = (_RIGHT - _LEFT) * _SIZE_IN[0] * _DPI
    measure = Text(0, 0, "", fontsize=9, family=fonts, figure=figure)
    line = ""
    for piece in _pieces(note, language):
        measure.set_text((line + piece).rstrip())
        if line and measure.get_window_extent().width > room:
            yield line.rstrip()
            line = piece.lstrip()
        else:
            line += piece
    yield line.rstrip()


def _pieces(note: str, language: str) -> Iterator[str]:
    if language != _JAPANESE:
        yield from (f"{word} " for word in note.split(" "))
        return
    piece = ""
    for letter in note:
        breaks = piece and letter not in _UNBREAKABLE and not (letter.isascii() and piece[-1].isascii())
        if breaks:
            yield piece
            piece = ""
        piece += letter
    yield piece
