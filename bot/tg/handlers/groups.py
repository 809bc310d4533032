"""Groups: who may change how a group is answered, and what to do when it gets a new id."""

from telegram import CallbackQuery, Update
from telegram.constants import ChatType
from telegram.ext import ContextTypes

from bot.subscribing.subscribers import spoken_to
from bot.tg.actions import ChooseLanguage, KeepLanguage, SetMentionsOnly
from bot.tg.addressing import is_private
from bot.tg.handlers.deciding import may_decide
from bot.tg.handlers.pressed import Pressed
from bot.tg.screens import Screens
from bot.tg.sender import place_of
from bot.tg.services import Services

Setting = ChooseLanguage | KeepLanguage | SetMentionsOnly


class SettingHandlers:
    """Keeps a chat's choices: anyone's own in a private chat, the administrators' in a group."""

    def __init__(self, services: Services, screens: Screens) -> None:
        self._services = services
        self._screens = screens

    async def on_language(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Offer the languages, in a group among its settings."""
        await self._offer(update)

    async def on_settings(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Show a group's settings to its administrators."""
        await self._offer(update)

    async def on_migrated(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Keep a group's choices when it becomes a supergroup."""
        message = update.effective_message
        if message is None:
            return
        old_id, new_id = message.migrate_from_chat_id, message.chat_id
        if message.migrate_to_chat_id is not None:
            old_id, new_id = message.chat_id, message.migrate_to_chat_id
        if old_id is not None:
            await self._services.groups.move(old_id, new_id)
            await self._services.subscribers.move(old_id, new_id, self._services.now())

    async def press(self, setting: Setting, query: CallbackQuery) -> Pressed | None:
        """Keep what a button chose, if the one who pressed it may; None where the button is out of date."""
        chat = query.message.chat if query.message is not None else None
        languages = self._services.answerer.knowledge.languages
        if chat is None or (setting.language is not None and setting.language not in languages):
            return None
        code = (query.from_user.language_code or "").split("-")[0]
        language = setting.language or (code if code in languages else next(iter(languages)))
        in_group = chat.type != ChatType.PRIVATE
        if in_group and not await self._services.sender.is_administrator(chat.id, query.from_user.id):
            return Pressed(None, self._services.phrases.say(language, "only-administrators"))
        return await self._keep(setting, chat.id, language, in_group=in_group)

    async def _keep(self, setting: Setting, chat_id: int, language: str, *, in_group: bool) -> Pressed | None:
        now = self._services.now()
        if setting.language is not None and not isinstance(setting, SetMentionsOnly):
            await self._services.subscribers.change(chat_id, spoken_to(setting.language), now)
        match setting:
            case SetMentionsOnly(on=on):
                if not in_group:
                    return None
                await self._services.groups.set_mentions_only(chat_id, on, now)
            case KeepLanguage():
                await self._services.chats.set_language(chat_id, language, now)
                return Pressed(None, self._services.phrases.say(language, "language-set"))
            case ChooseLanguage(language=chosen):
                await self._services.chats.set_language(chat_id, chosen, now)
                if not in_group:
                    phrase = "language-set-automatic" if chosen is None else "language-set"
                    return Pressed(self._screens.language_set(language, phrase))
        mentions_only = await self._services.groups.mentions_only(chat_id)
        chosen = await self._services.chats.language(chat_id)
        return Pressed(self._screens.group_settings(chosen, language, mentions_only=mentions_only))

    async def _offer(self, update: Update) -> None:
        message = update.effective_message
        if message is None:
            return
        language = await self._services.frame_language(update)
        if is_private(message):
            reply = self._screens.languages(language)
        elif await may_decide(self._services.sender, message):
            mentions_only = await self._services.groups.mentions_only(message.chat_id)
            chosen = await self._services.chats.language(message.chat_id)
            reply = self._screens.group_settings(chosen, language, mentions_only=mentions_only)
        else:
            reply = self._screens.say(language, "only-administrators")
        await self._services.sender.send(place_of(message), reply)
