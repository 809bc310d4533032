"""What the bot tells about itself: commands per scope and language, names, descriptions, menu button."""

from dataclasses import dataclass, field

from bot.playground.wire import Json, JsonObject

DEFAULT_MENU: JsonObject = {"type": "commands"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Where a list of commands holds; chat and user only for the scopes that name them."""

    type: str
    chat_id: int = 0
    user_id: int = 0


@dataclass(slots=True)
class BotProfile:
    """Texts by language ("" is for all other languages), commands by scope and language."""

    commands: dict[tuple[Scope, str], list[Json]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    short_descriptions: dict[str, str] = field(default_factory=dict)
    menu_buttons: dict[int, JsonObject] = field(default_factory=dict)

    def menu_button(self, chat_id: int) -> JsonObject:
        """The menu button of a private chat: its own, or the default."""
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(0) or DEFAULT_MENU

    def visible_commands(self, scopes: list[Scope], language: str) -> list[Json]:
        """The commands a user sees: of the first scope that has any, in the user's language or for all."""
        for scope in scopes:
            for wanted in (language, "") if language else ("",):
                commands = self.commands.get((scope, wanted))
                if commands:
                    return commands
        return []


def localized(texts: dict[str, str], language: str, default: str = "") -> str:
    """A text in a language, else the one for all other languages."""
    return texts.get(language) or texts.get("") or default
