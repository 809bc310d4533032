"""The gallery: which chart stands beside which answer, and what it takes to show it in a language."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.answering.document import Document
from bot.answering.model import Answer
from bot.answering.wording import Wording
from bot.charting.model import Chart, Drawing
from bot.charting.reading import Charts, read_charts
from bot.charting.studio import Studio
from bot.charting.wording import ChartWording
from bot.errors import KnowledgeError
from bot.knowledge.model import KnowledgeBase


class PictureStore(Protocol):
    """Where the names are kept by which Telegram knows pictures that were sent before."""

    async def file_id(self, bot_id: int, digest: str) -> str | None:
        """Return the file id of a picture that this bot has sent, or None."""
        ...

    async def remember(self, bot_id: int, digest: str, file_id: str) -> None:
        """Keep a picture's file id in place of an earlier one."""
        ...


@dataclass(frozen=True, slots=True)
class Gallery:
    """The charts of the knowledge, ready to be shown."""

    charts: Charts
    wording: ChartWording
    studio: Studio
    store: PictureStore

    def beside(self, answer: Answer) -> Chart | None:
        """Return the chart that belongs beside ``answer``, or None if there is none."""
        return self.charts.beside(answer.choice.id) if answer.choice.kind == "entry" else None

    def drawing(self, chart: Chart, language: str) -> Drawing:
        """Return what the picture shows in ``language``."""
        return self.wording.drawing(chart, language)

    def caption(self, chart: Chart, language: str) -> Document:
        """Return what stands under the picture in ``language``."""
        return self.wording.caption(chart, language)


def open_gallery(
    directory: Path, knowledge: KnowledgeBase, wording: Wording, cache: Path, store: PictureStore
) -> Gallery:
    """Return the gallery of ``directory``, its pictures kept under ``cache``.

    Raises:
        KnowledgeError: with every problem of the charts.
    """
    charts, problems = read_charts(directory, knowledge)
    if problems:
        raise KnowledgeError(tuple(map(str, problems)))
    return Gallery(charts, ChartWording(knowledge, wording), Studio(cache / "charts"), store)
