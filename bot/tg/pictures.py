"""Charts as photos: uploaded the first time, sent by file id afterwards. Where that fails, the words have gone out."""

from dataclasses import dataclass
from typing import Final

import structlog
from telegram.error import TelegramError

from bot.answering.model import Answered, Outcome
from bot.charting.model import Chart
from bot.errors import ChartError
from bot.tg.chart_button import ShowChart
from bot.tg.render import render_html
from bot.tg.sender import Photo, Photographed, Place
from bot.tg.services import Services
from bot.tg.typing import shown_when_slow

MAX_CAPTION: Final = 1024
_log = structlog.stdlib.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Hung:
    """A chart that was sent, and the message it is in."""

    shown: ShowChart
    message_id: int


class Pictures:
    """Sends the charts of the gallery."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def beside(self, outcome: Outcome) -> ShowChart | None:
        """Return the chart that belongs beside a question's answer, None where there is none."""
        if not isinstance(outcome, Answered):
            return None
        chart = self._services.gallery.beside(outcome.answer)
        return None if chart is None else ShowChart(chart.id, outcome.language)

    async def hang(self, place: Place, shown: ShowChart, beside: int) -> Hung | None:
        """Send a chart in reply to the message it belongs ``beside``; None where that was not possible."""
        chart = self._services.gallery.charts.get(shown.id)
        if chart is None:
            return None
        try:
            async with shown_when_slow(lambda: self._services.sender.show_uploading(place)):
                message_id = await self._send(place, chart, shown.language, beside)
        except (TelegramError, ChartError) as error:
            _log.warning("chart not sent", chart=chart.id, lang=shown.language, reason=str(error))
            return None
        return None if message_id is None else Hung(shown, message_id)

    async def rehang(self, place: Place, hung: Hung | None, shown: ShowChart | None, beside: int) -> Hung | None:
        """Make the chart beside an edited answer the one that belongs there; the same one stays where it is."""
        if hung is not None and hung.shown == shown:
            return hung
        if hung is not None:
            await self._services.sender.delete(place.chat_id, hung.message_id)
        return None if shown is None else await self.hang(place, shown, beside)

    async def _send(self, place: Place, chart: Chart, language: str, beside: int) -> int | None:
        gallery, sender = self._services.gallery, self._services.sender
        drawing = gallery.drawing(chart, language)
        notice = self._services.phrases.say(language, "cut-notice")
        caption = render_html(gallery.caption(chart, language), notice, MAX_CAPTION)
        digest = gallery.studio.digest(drawing)
        known = await gallery.store.file_id(sender.bot_id, digest)
        sent = None if known is None else await sender.send_photo(place, Photo(known, caption), beside)
        if not isinstance(sent, Photographed):
            png = await gallery.studio.picture(drawing)
            sent = await sender.send_photo(place, Photo(png, caption), beside)
        if not isinstance(sent, Photographed):
            return None
        if sent.file_id != known:
            await gallery.store.remember(sender.bot_id, digest, sent.file_id)
        return sent.message_id
