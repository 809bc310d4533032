"""The people of an end-to-end test: they write to the bot through the playground's control API and read its replies."""

import time
from collections import deque
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Protocol

import httpx

from bot.playground.wire import Json, JsonObject, decode, get_int, get_list, get_object, get_str

REPLY_S: Final = 30.0
_SLICE_S: Final = 2.0
_PAUSE_S: Final = 0.05


@dataclass(frozen=True, slots=True)
class Button:
    """An inline button."""

    label: str
    data: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entity:
    """A formatted part of a text, in UTF-16 units; ``url`` is empty where it is no link."""

    kind: str
    offset: int
    length: int
    url: str


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the bot as its reader sees it; ``text`` is the caption of a ``photo``, which is a file id."""

    id: int
    text: str
    entities: tuple[Entity, ...]
    buttons: tuple[Button, ...]
    reply_to: int
    thread_id: int
    is_edit: bool
    photo: str

    def button(self, label: str) -> Button:
        """Return the first button whose label or data holds ``label``."""
        for button in self.buttons:
            if label in button.label or label in button.data:
                return button
        raise AssertionError(f"no button with {label!r} among {self.buttons}")

    def links(self) -> tuple[str, ...]:
        """Return the addresses the text links to, each once."""
        return tuple(dict.fromkeys(entity.url for entity in self.entities if entity.url))


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the bot; ``code`` is 0 where it succeeded, ``at`` is Unix time."""

    method: str
    chat_id: str
    at: float
    code: int
    description: str


class Witness(Protocol):
    """Someone who can tell about the bot's process."""

    @property
    def output(self) -> str:
        """What the bot has printed."""
        ...

    @property
    def has_ended(self) -> bool:
        """Whether the bot is no more."""
        ...


class Control:
    """The control API of one playground; a context manager."""

    def __init__(self, url: str) -> None:
        self._client = httpx.Client(base_url=f"{url}/playground/", trust_env=False, timeout=75)

    def __enter__(self) -> "Control":
        """Nothing is left to open."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._client.close()

    def get(self, path: str, **parameters: str | float) -> Json:
        """Look something up."""
        return _checked(self._client.get(path, params=parameters))

    def post(self, path: str, body: JsonObject, **parameters: str | float) -> JsonObject:
        """Do something."""
        return _object(_checked(self._client.post(path, json=body, params=parameters)))

    def patch(self, path: str, body: JsonObject) -> JsonObject:
        """Change something."""
        return _object(_checked(self._client.patch(path, json=body)))

    def delete(self, path: str) -> None:
        """Remove something."""
        _checked(self._client.delete(path))

    def put_faults(self, *, rules: tuple[JsonObject, ...] = (), script: tuple[JsonObject, ...] = ()) -> None:
        """Replace the faults of the Bot API; without any, all is well again."""
        body: JsonObject = {"rules": list[Json](rules), "script": list[Json](script)}
        _checked(self._client.put("faults", json=body))

    def script_left(self) -> int:
        """Return how many scripted faults have not struck yet."""
        return len(get_list(_object(self.get("faults")), "script"))

    def calls(self, method: str = "", *, rejected: bool = False) -> tuple[Call, ...]:
        """Return the bot's calls so far; ``rejected`` gives those the world itself refused."""
        found = self.get("calls", method=method, rejected=int(rejected))
        return tuple(_call(item) for item in found if isinstance(item, dict)) if isinstance(found, list) else ()

    def forget_calls(self) -> None:
        """Forget the calls so far."""
        self.delete("calls")

    def pending(self) -> int:
        """Return how many updates the bot has not confirmed."""
        return get_int(_object(self.get("updates")), "pending")

    def wait_until_confirmed(self, timeout_s: float = REPLY_S) -> None:
        """Wait until the bot has confirmed all updates."""
        deadline = time.monotonic() + timeout_s
        while (pending := self.pending()) > 0:
            if time.monotonic() > deadline:
                raise AssertionError(f"{pending} updates are not confirmed after {timeout_s} s")
            time.sleep(_PAUSE_S)

    def wait_for_event(self, kind: str, after: int, timeout_s: float = REPLY_S) -> int:
        """Wait for an event of this kind after a number and return the number of the last that came."""
        found = _object(self.get("events/poll", after=after, kind=kind, timeout=timeout_s))
        if not get_list(found, "events"):
            raise AssertionError(f"no {kind} event within {timeout_s} s")
        return get_int(found, "seq")

    def person(self, language_code: str, witness: "Witness") -> "Person":
        """Create a person; ``witness`` is asked when the bot doesn't answer."""
        user = self.post("users", {"first_name": "Dana", "language_code": language_code, "started": True})
        return Person(self, get_int(user, "id"), witness)

    def member(
        self, language_code: str, witness: "Witness", *, administers: bool, forum: bool, kind: str = "supergroup"
    ) -> "Person":
        """Create someone in a new group with the bot, in a topic of it where it is a ``forum``."""
        owner = get_int(self.post("users", {"first_name": "Olga"}), "id")
        user_id = get_int(self.post("users", {"first_name": "Dana", "language_code": language_code}), "id")
        members: list[Json] = [owner, user_id]
        body: JsonObject = {"type": kind, "title": "Travellers", "is_forum": forum, "members": members}
        chat_id = get_int(self.post("chats", body), "id")
        if administers:
            self.post(f"chats/{chat_id}/members", {"user_id": user_id, "status": "administrator"})
        topic_id = get_int(self.post(f"chats/{chat_id}/topics", {"name": "Visas"}), "id") if forum else 0
        return Person(self, user_id, witness, chat_id, topic_id)

    def username(self, user_id: int) -> str:
        """Return the bot's username."""
        return get_str(_object(self.get("bot", user_id=user_id)), "username")


class Person:
    """Someone in a chat with the bot, a private one unless another is given."""

    def __init__(self, control: Control, user_id: int, witness: Witness, chat_id: int = 0, thread_id: int = 0) -> None:
        self.id = user_id
        self.chat_id = chat_id or user_id
        self.thread_id = thread_id
        self._control = control
        self._witness = witness
        self._seen = 0
        self._unread: deque[Message] = deque()
        self._said: set[int] = set()

    def say(self, text: str) -> int:
        """Write a text and return its message id."""
        return self._post({"text": text})

    def say_in_reply(self, text: str, message_id: int) -> int:
        """Write a text in reply to a message and return its message id."""
        return self._post({"text": text, "reply_to": message_id})

    def move(self, chat_id: int) -> None:
        """Go on in another chat."""
        self.chat_id = chat_id

    def open_link(self, payload: str) -> None:
        """Follow a deep link to the bot."""
        self._control.post(f"users/{self.id}/open", {"payload": payload})

    def block(self) -> None:
        """Block the bot."""
        self._control.post(f"users/{self.id}/block", {})

    def ask_inline(self, query: str) -> JsonObject:
        """Type a query after the bot's name and return its answer."""
        asked = self._control.post("inline", {"user_id": self.id, "query": query}, wait=REPLY_S)
        answer = asked.get("answer")
        assert isinstance(answer, dict), f"the inline query was left unanswered:\n{self._witness.output}"
        return answer

    def pick(self, answer: JsonObject, result_id: str) -> JsonObject:
        """Send an inline result into the chat and return the message."""
        query_id = get_str(answer, "inline_query_id")
        body: JsonObject = {"result_id": result_id, "chat_id": self.chat_id}
        return self._control.post(f"inline/{query_id}/choose", body)

    def send(self, kind: str, caption: str = "") -> int:
        """Send something that is no text, such as a photo, with words under it, and return its message id."""
        return self._post({"kind": kind, "caption": caption})

    def edit(self, message_id: int, text: str) -> None:
        """Change a text written earlier."""
        self._control.patch(f"chats/{self.chat_id}/messages/{message_id}", {"user_id": self.id, "text": text})

    def delete(self, message_id: int) -> None:
        """Delete a message, one's own or the bot's."""
        self._control.delete(f"chats/{self.chat_id}/messages/{message_id}")

    def press(self, message: Message, data: str, *, forged: bool = False) -> str:
        """Press a button and return the notice that popped up, empty for none."""
        body: JsonObject = {"user_id": self.id, "data": data, "forged": forged}
        pressed = self._control.post(f"chats/{self.chat_id}/messages/{message.id}/press", body, wait=REPLY_S)
        answer = pressed.get("answer")
        assert isinstance(answer, dict), f"the button's circle was left turning:\n{self._witness.output}"
        return get_str(answer, "text")

    def ask(self, text: str) -> Message:
        """Write a text and return the bot's next message."""
        self.say(text)
        return self.next_reply()

    def next_reply(self, timeout_s: float = REPLY_S) -> Message:
        """Return the bot's next new or edited message in the chat, waiting for it."""
        deadline = time.monotonic() + timeout_s
        while not self._unread:
            if time.monotonic() > deadline or self._witness.has_ended:
                raise AssertionError(
                    f"no reply in {timeout_s} s, or the bot has ended; it printed:\n{self._witness.output}"
                )
            self._listen(_SLICE_S)
        return self._unread.popleft()

    def replies_so_far(self) -> tuple[Message, ...]:
        """Return all of the bot's unread messages without waiting, and keep them unread."""
        self._listen(0)
        return tuple(self._unread)

    def _post(self, body: JsonObject) -> int:
        full: JsonObject = {**body, "user_id": self.id, "thread_id": self.thread_id}
        said = get_int(self._control.post(f"chats/{self.chat_id}/messages", full), "message_id")
        self._said.add(said)
        return said

    def _listen(self, timeout_s: float) -> None:
        found = _object(self._control.get("events/poll", after=self._seen, chat_id=self.chat_id, timeout=timeout_s))
        self._seen = get_int(found, "seq")
        for event in get_list(found, "events"):
            if isinstance(event, dict) and event.get("kind") in {"message", "edited_message"}:
                message = get_object(event, "message")
                if self._is_of_the_bot(message):
                    self._unread.append(read_message(message))

    def _is_of_the_bot(self, message: JsonObject) -> bool:
        """Say whether the bot wrote a message; in a channel nobody's name stands by it."""
        sender = get_object(message, "from")
        return sender.get("is_bot") is True or (not sender and get_int(message, "message_id") not in self._said)


def read_message(source: JsonObject) -> Message:
    """Return a Message object of the Bot API."""
    rows = get_list(get_object(source, "reply_markup"), "inline_keyboard")
    keys = [key for row in rows if isinstance(row, list) for key in row if isinstance(key, dict)]
    words = "caption" if "caption" in source else "text"
    formatted = get_list(source, "entities") or get_list(source, "caption_entities")
    entities = (entity for entity in formatted if isinstance(entity, dict))
    return Message(
        get_int(source, "message_id"),
        get_str(source, words),
        tuple(
            Entity(get_str(item, "type"), get_int(item, "offset"), get_int(item, "length"), get_str(item, "url"))
            for item in entities
        ),
        tuple(Button(get_str(key, "text"), get_str(key, "callback_data"), get_str(key, "url")) for key in keys),
        get_int(get_object(source, "reply_to_message"), "message_id"),
        get_int(source, "message_thread_id"),
        "edit_date" in source,
        next((get_str(size, "file_id") for size in get_list(source, "photo") if isinstance(size, dict)), ""),
    )


def _call(source: JsonObject) -> Call:
    at = source.get("time")
    return Call(
        get_str(source, "method"),
        get_str(source, "chat_id"),
        float(at) if isinstance(at, int | float) else 0.0,
        get_int(source, "error_code"),
        get_str(source, "description"),
    )


def _checked(response: httpx.Response) -> Json:
    assert response.is_success, f"{response.request.method} {response.request.url}: {response.text}"
    return decode(response.content)


def _object(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}
