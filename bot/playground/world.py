"""The whole simulated Telegram of one bot, in memory: people, chats, files, queries, updates, settings.

One `World` per server and no other state anywhere. How it changes is in `posting`, `acting` and `methods`.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.playground.calls import CallLog
from bot.playground.events import EventLog
from bot.playground.faults import Faults
from bot.playground.flood import FloodControl
from bot.playground.model import CallbackQuery, Chat, ChatType, InlineQuery, MemberStatus, StoredFile, User
from bot.playground.profile import BotProfile
from bot.playground.updates import UpdateQueue

FIRST_USER_ID = 100_001
FIRST_GROUP_ID = -5_000_001
FIRST_SUPERGROUP_ID = -1_002_000_000_001


@dataclass(slots=True)
class Settings:
    """What BotFather and Telegram decide: privacy in groups, inline mode, how long queries live."""

    privacy_mode: bool = True
    inline_mode: bool = True
    inline_feedback: bool = False
    callback_expiry_s: float = 30.0
    inline_expiry_s: float = 30.0


@dataclass(slots=True)
class WebhookInfo:
    """The webhook as setWebhook left it, and how delivering goes; an empty url means there is none."""

    url: str = ""
    secret_token: str = ""
    max_connections: int = 40
    last_error_at: float | None = None
    last_error: str = ""
    version: int = 0


@dataclass(slots=True)
class InlineMessage:
    """Where a message sent through inline mode is; the bot knows it by `inline_message_id` only."""

    chat_id: int
    message_id: int


@dataclass(slots=True)
class _Counters:
    user_id: int = FIRST_USER_ID
    group_id: int = FIRST_GROUP_ID
    supergroup_id: int = FIRST_SUPERGROUP_ID
    file: int = 0


@dataclass(slots=True)
class Registry:
    """Everything that is looked up by id."""

    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    usernames: dict[str, int] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    callbacks: dict[str, CallbackQuery] = field(default_factory=dict)
    inline_queries: dict[str, InlineQuery] = field(default_factory=dict)
    inline_messages: dict[str, InlineMessage] = field(default_factory=dict)


class World:
    """The state behind one server; `now` gives Unix time, `seed` makes ids and faults repeatable."""

    def __init__(
        self,
        token: str,
        bot_username: str = "kzjp_demo_bot",
        seed: int = 0,
        *,
        now: Callable[[], float] = time.time,
    ) -> None:
        self.token = token
        self.now = now
        self.random = Random(seed)  # noqa: S311 - ids and faults that repeat, no secrets
        head = token.partition(":")[0]
        self.bot = User(int(head) if head.isdecimal() else 1, "KZJP demo", bot_username, is_bot=True)
        self.settings = Settings()
        self.webhook = WebhookInfo()
        self.profile = BotProfile()
        self.updates = UpdateQueue(first_id=self.random.randrange(100_000_000, 900_000_000))
        self.events = EventLog()
        self.calls = CallLog()
        self.flood = FloodControl()
        self.faults = Faults(self.random)
        self.registry = Registry(users={self.bot.id: self.bot})
        self.is_logged_out = False
        self._counters = _Counters()

    @property
    def unix_time(self) -> int:
        """Now, in whole seconds."""
        return int(self.now())

    def user(self, user_id: int) -> User:
        """A user that is known to exist; raises KeyError otherwise."""
        return self.registry.users[user_id]

    def chat(self, chat_id: int) -> Chat:
        """A chat that is known to exist; raises KeyError otherwise."""
        return self.registry.chats[chat_id]

    def add_user(
        self,
        first_name: str,
        *,
        user_id: int | None = None,
        username: str | None = None,
        language_code: str | None = None,
        last_name: str | None = None,
        started: bool = False,
    ) -> User:
        """Create a person and their private chat with the bot; the bot may write once it is `started`."""
        user_id = self._next_user_id() if user_id is None else user_id
        if user_id in self.registry.users or user_id <= 0:
            raise ValueError(f"user id {user_id} is taken or invalid")
        user = User(user_id, first_name, username, language_code, last_name)
        self.registry.users[user_id] = user
        members: dict[int, MemberStatus] = {user_id: "member", self.bot.id: "member"}
        self.registry.chats[user_id] = Chat(user_id, "private", members=members, started=started)
        return user

    def add_chat(
        self,
        kind: ChatType,
        title: str,
        *,
        chat_id: int | None = None,
        username: str | None = None,
        is_forum: bool = False,
    ) -> Chat:
        """Create a group, supergroup or channel without members."""
        chat_id = self._next_chat_id(kind) if chat_id is None else chat_id
        if chat_id in self.registry.chats or chat_id >= 0:
            raise ValueError(f"chat id {chat_id} is taken or invalid")
        chat = Chat(chat_id, kind, title, username, is_forum=is_forum)
        self.registry.chats[chat_id] = chat
        if username:
            self.registry.usernames[username.lower()] = chat_id
        return chat

    def next_file_number(self) -> int:
        """A number no file has had."""
        self._counters.file += 1
        return self._counters.file

    def new_query_id(self) -> str:
        """An id for a callback or inline query."""
        return str(self.random.getrandbits(62))

    def open(self) -> None:
        """Let calls wait; a world can be served again after its server stopped."""
        self.updates.open()
        self.events.open()

    def close(self) -> None:
        """Let all waiting calls go, so that the server can stop."""
        self.updates.close()
        self.events.close()

    def _next_user_id(self) -> int:
        while self._counters.user_id in self.registry.users:
            self._counters.user_id += 1
        return self._counters.user_id

    def _next_chat_id(self, kind: ChatType) -> int:
        counters = self._counters
        if kind == "group":
            while counters.group_id in self.registry.chats:
                counters.group_id -= 1
            return counters.group_id
        while counters.supergroup_id in self.registry.chats:
            counters.supergroup_id -= 1
        return counters.supergroup_id
