"""/mydata and /forget: what is stored about a chat, shown, sent as a file, and deleted when it says so."""

import json

from telegram import Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.storage.records import StoredRow
from bot.tg.feedback import FeedbackKeyboards, decode_forget
from bot.tg.own_data import OwnDataScreens
from bot.tg.sender import Place, Reply
from bot.tg.services import Services

FILE_NAME = "mydata.json"


class OwnDataHandlers:
    """Works in private chats; a group's data are its administrators' choices, changed in /settings."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._keyboards = FeedbackKeyboards(services.phrases)
        self._screens = OwnDataScreens(services)

    async def on_mydata(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show what is stored about this chat, and send it as JSON."""
        message = update.effective_message
        if message is None:
            return
        language, place = await self._services.frame_language(update), _place(update)
        if message.chat.type != ChatType.PRIVATE:
            await self._services.sender.send(place, self._say(language, "own-data-private-only"))
            return
        rows = await self._services.own_data.rows(message.chat_id)
        await self._services.sender.send(place, await self._screens.shown(message.chat_id, rows, language))
        content = json.dumps(as_json(message.chat_id, rows), ensure_ascii=False, indent=2).encode()
        caption = self._services.phrases.say(language, "mydata-file")
        await self._services.sender.send_file(place, FILE_NAME, content, caption)

    async def on_forget(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Ask whether to delete what is stored about this chat."""
        message = update.effective_message
        if message is None:
            return
        language = await self._services.frame_language(update)
        if message.chat.type != ChatType.PRIVATE:
            await self._services.sender.send(_place(update), self._say(language, "own-data-private-only"))
            return
        reply = self._say(language, "forget-sure")
        asked = Reply(reply.document, self._keyboards.forget(language), reply.cut_notice)
        await self._services.sender.send(_place(update), asked)

    async def on_forget_button(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Delete, or keep, as the button says."""
        query = update.callback_query
        if query is None:
            return
        choice, message = decode_forget(query.data or ""), query.message
        languages = self._services.answerer.knowledge.languages
        if (
            choice is None
            or choice.language not in languages
            or message is None
            or message.chat.id != query.from_user.id
        ):
            language = await self._services.frame_language(update)
            await self._services.sender.close_callback(query.id, self._services.phrases.say(language, "out-of-date"))
            return
        if choice.sure:
            await self._services.own_data.forget(message.chat.id, self._services.now())
        await self._services.sender.close_callback(query.id)
        reply = self._say(choice.language, "forget-done" if choice.sure else "forget-kept")
        await self._services.sender.edit(message.chat.id, message.message_id, reply)

    def _say(self, language: str, phrase: str) -> Reply:
        return self._services.note(self._services.phrases.say(language, phrase), language)


def as_json(chat_id: int, rows: tuple[StoredRow, ...]) -> dict[str, object]:
    """Return a chat's rows by table, as the file has them."""
    tables: dict[str, list[dict[str, str | int | float | bool | None]]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append({name: value for name, value in row.columns if name != "chat_id"})
    return {"chat_id": chat_id, **tables}


def _place(update: Update) -> Place:
    message = update.effective_message
    chat_id = message.chat_id if message is not None else 0
    return Place(chat_id, message.message_thread_id if message is not None and message.is_topic_message else None)
