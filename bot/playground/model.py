"""What the simulated Telegram is made of: users, chats, members, topics, messages, files, queries.

Plain typed records; how they change lives in the modules that act, how they look on the wire in `render`.
"""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from bot.playground.wire import Json, JsonObject

ChatType: TypeAlias = Literal["private", "group", "supergroup", "channel"]
MemberStatus: TypeAlias = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]


@dataclass(frozen=True, slots=True)
class Entity:
    """One formatted stretch of a text; offset and length in UTF-16 units."""

    type: str
    offset: int
    length: int
    url: str | None = None
    user_id: int | None = None
    language: str | None = None
    custom_emoji_id: str | None = None


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text with its entities, as Telegram keeps it."""

    text: str
    entities: tuple[Entity, ...] = ()


@dataclass(slots=True)
class User:
    """A simulated person, or the bot itself."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    last_name: str | None = None
    is_bot: bool = False
    deactivated: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An uploaded file, kept in memory; width and height only for pictures."""

    id: str
    unique_id: str
    path: str
    name: str
    mime_type: str
    content: bytes = field(repr=False)
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Media:
    """What a message carries besides words; `payload` is its field of the Message object."""

    kind: str
    payload: Json
    file_id: str | None = None


@dataclass(slots=True)
class Message:
    """One message; number, chat and time come with posting, `sender_id` is None for a channel's own post."""

    sender_id: int | None
    content: Formatted | None = None
    media: Media | None = None
    inline_keyboard: JsonObject | None = None
    reply_to: int | None = None
    thread_id: int | None = None
    edit_date: int | None = None
    via_bot: bool = False
    inline_message_id: str | None = None
    service: JsonObject | None = None
    forward_origin: JsonObject | None = None
    link_preview: JsonObject | None = None
    protected: bool = False
    id: int = 0
    chat_id: int = 0
    date: int = 0

    @property
    def has_caption(self) -> bool:
        """Whether the words are a caption under media."""
        return self.media is not None


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the service message that opened it."""

    id: int
    name: str
    icon_color: int = 7322096
    closed: bool = False


@dataclass(slots=True)
class Chat:
    """A conversation; a private chat has the id of its user, and a bot blocked there is "kicked"."""

    id: int
    type: ChatType
    title: str | None = None
    username: str | None = None
    is_forum: bool = False
    started: bool = True
    deleted: bool = False
    migrated_to: int | None = None
    next_message_id: int = 1
    messages: dict[int, Message] = field(default_factory=dict)
    members: dict[int, MemberStatus] = field(default_factory=dict)
    topics: dict[int, Topic] = field(default_factory=dict)
    reply_keyboard: JsonObject | None = None


@dataclass(slots=True)
class CallbackQuery:
    """A pressed inline button that waits for its answer."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    asked_at: float
    answer: JsonObject | None = None


@dataclass(slots=True)
class InlineQuery:
    """A question typed after the bot's name in any chat; `answer` is what answerInlineQuery gave."""

    id: str
    user_id: int
    query: str
    offset: str
    asked_at: float
    answer: JsonObject | None = None
    results: dict[str, JsonObject] = field(default_factory=dict)
