"""The button that shows a chart: the circle is closed at once, for a picture may have to be drawn first."""

from telegram import Message, Update
from telegram.ext import ContextTypes

from bot.tg.chart_button import decode_chart, without_chart
from bot.tg.pictures import Pictures
from bot.tg.sender import place_of
from bot.tg.services import Services


class ChartHandlers:
    """Sends the chart that a button asks for, and takes the button away, so that it comes once."""

    def __init__(self, services: Services, pictures: Pictures) -> None:
        self._services = services
        self._pictures = pictures

    async def on_chart(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show the chart; a forged or outdated button is told so and changes nothing."""
        query = update.callback_query
        if query is None:
            return
        shown, message, sender = decode_chart(query.data or ""), query.message, self._services.sender
        known = shown is not None and self._services.gallery.charts.get(shown.id) is not None
        if (
            shown is None
            or not known
            or shown.language not in self._services.answerer.knowledge.languages
            or not isinstance(message, Message)
        ):
            language = await self._services.frame_language(update)
            await sender.close_callback(query.id, self._services.phrases.say(language, "out-of-date"))
            return
        await sender.close_callback(query.id)
        hung = await self._pictures.hang(place_of(message), shown, message.message_id)
        if hung is not None:
            await sender.edit_keyboard(message, without_chart)
