"""A crowd: people in private chats, groups and forums who do anything people can do, by a seeded dice.

What would make Telegram refuse a reply by the people's own doing (blocking the bot, leaving a group between a
question and its answer) is done only when the bot has nothing left to answer.
"""

import random
import statistics
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.playground.samples import KINDS
from bot.playground.wire import Json, JsonObject, get_int, get_list, get_object
from tests.e2e.gibberish import Gibberish
from tests.e2e.people import Message, read_message
from tests.e2e.stage import Stage

LANGUAGES: Final = ("en", "ru", "kk", "ja", "de", "zh-hans", "pt-br")
ROOMS: Final = 12
MEMBERS: Final = 8
ANSWER_S: Final = 60.0
MOST_WAITING: Final = 25
_REMEMBERED: Final = 400


@dataclass(slots=True)
class Room:
    """A chat and those who are in it; ``kind`` is private, group, supergroup or forum."""

    chat_id: int
    kind: str
    people: list[int]
    topic: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A message that one of the people wrote."""

    room: Room
    user_id: int
    message_id: int
    has_words: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """A message of the bot's with its buttons."""

    room: Room
    message: Message


class Crowd:
    """Acts, one act after the other, and notes how long buttons and inline queries took to be answered."""

    def __init__(self, stage: Stage, dice: random.Random, questions: Sequence[str], people: int) -> None:
        self._stage = stage
        self._control = control = stage.control
        self._dice = dice
        bulk: JsonObject = {"count": people, "language_codes": list[Json](LANGUAGES), "started": True}
        first = get_int(control.post("users/bulk", bulk), "first_id")
        self._private = [Room(user_id, "private", [user_id]) for user_id in range(first, first + people)]
        self._groups = [self._open_group(number) for number in range(ROOMS)]
        self._gibberish = Gibberish(dice, questions, control.username(first))
        self._written: deque[Written] = deque(maxlen=_REMEMBERED)
        self._shown: deque[Shown] = deque(maxlen=_REMEMBERED)
        self._seen = 0
        self._acts = 0
        self.pressed_s: list[float] = []
        self.inline_s: list[float] = []
        self.slowest = ""

    def act(self) -> None:
        """Do one thing."""
        self._acts += 1
        acts = (self._write, self._reply, self._edit, self._send, self._press, self._forge, self._inline, self._change)
        self._dice.choices(acts, weights=(42, 8, 8, 7, 17, 7, 9, 2))[0]()
        if self._control.pending() > MOST_WAITING:
            self.wait_until_idle(MOST_WAITING // 2)
        self._look()

    def wait_until_idle(self, waiting: int = 0) -> None:
        """Wait until the bot has no more than so many updates left to confirm."""
        deadline = time.monotonic() + ANSWER_S
        while self._control.pending() > waiting:
            assert time.monotonic() < deadline, f"the bot no longer confirms updates{self._so_far()}"

    def told(self) -> str:
        """Return how long the answers took, for whoever reads the run."""
        of = (("buttons", self.pressed_s), ("inline queries", self.inline_s))
        told = ", ".join(
            f"{len(took)} {what}, median {statistics.median(took) * 1000:.0f} ms, longest {max(took) * 1000:.0f} ms"
            for what, took in of
        )
        return f"{told}; the button that took longest was {self.slowest}"

    def _so_far(self) -> str:
        return f" after {self._acts} acts; the bot printed last:\n{self._stage.output[-2000:]}"

    def _open_group(self, number: int) -> Room:
        kind = ("group", "supergroup", "forum")[number % 3]
        people = [room.chat_id for room in self._dice.sample(self._private, MEMBERS)]
        body: JsonObject = {
            "type": "group" if kind == "group" else "supergroup",
            "title": f"Room {number}",
            "is_forum": kind == "forum",
            "members": list[Json](people),
        }
        chat_id = get_int(self._control.post("chats", body), "id")
        topic = (
            get_int(self._control.post(f"chats/{chat_id}/topics", {"name": "Visas"}), "id") if kind == "forum" else 0
        )
        return Room(chat_id, kind, people, topic)

    def _room(self) -> Room:
        return self._dice.choice(self._private if self._dice.random() < 0.75 else self._groups)

    def _post(self, room: Room, user_id: int, **body: Json) -> None:
        thread_id = room.topic if self._dice.random() < 0.5 else 0
        sent = self._control.post(
            f"chats/{room.chat_id}/messages", {"user_id": user_id, "thread_id": thread_id, **body}
        )
        self._written.append(Written(room, user_id, get_int(sent, "message_id"), "text" in body))

    def _write(self) -> None:
        room = self._room()
        self._post(room, self._dice.choice(room.people), text=self._gibberish.text())

    def _reply(self) -> None:
        if self._shown:
            shown = self._dice.choice(self._shown)
            user_id = self._dice.choice(shown.room.people)
            body: JsonObject = {"user_id": user_id, "text": self._gibberish.text(), "reply_to": shown.message.id}
            self._control.post(f"chats/{shown.room.chat_id}/messages", body)

    def _edit(self) -> None:
        if not self._written:
            return
        written = self._written.pop() if self._dice.random() < 0.5 else self._written.popleft()
        if written.has_words:
            path = f"chats/{written.room.chat_id}/messages/{written.message_id}"
            self._control.patch(path, {"user_id": written.user_id, "text": self._gibberish.text()})

    def _send(self) -> None:
        room = self._room()
        self._post(room, self._dice.choice(room.people), kind=self._dice.choice(KINDS), caption="")

    def _press(self) -> None:
        if self._shown:
            shown = self._dice.choice(self._shown)
            data = [button.data for button in shown.message.buttons if button.data]
            if data:
                # twice at times: people tap again, and by then the message may have other buttons
                for _ in range(self._dice.choice((1, 1, 1, 2))):
                    self._press_data(shown, self._dice.choice(data))

    def _forge(self) -> None:
        if self._shown:
            shown = self._dice.choice(self._shown)
            real = [button.data for button in shown.message.buttons if button.data]
            self._press_data(shown, self._gibberish.data(real))

    def _press_data(self, shown: Shown, data: str) -> None:
        body: JsonObject = {"user_id": self._dice.choice(shown.room.people), "data": data, "forged": True}
        started = time.monotonic()
        path = f"chats/{shown.room.chat_id}/messages/{shown.message.id}/press"
        pressed = self._control.post(path, body, wait=ANSWER_S)
        self.pressed_s.append(time.monotonic() - started)
        if self.pressed_s[-1] == max(self.pressed_s):
            self.slowest = f"{data!r} in a {shown.room.kind} chat after {self._acts} acts"
        assert isinstance(pressed.get("answer"), dict), f"no answer to the button {data!r}{self._so_far()}"

    def _inline(self) -> None:
        user_id, started = self._dice.choice(self._private).chat_id, time.monotonic()
        body: JsonObject = {"user_id": user_id, "query": self._gibberish.query()}
        asked = self._control.post("inline", body, wait=ANSWER_S)
        self.inline_s.append(time.monotonic() - started)
        answer = asked.get("answer")
        assert isinstance(answer, dict), f"no answer to an inline query{self._so_far()}"
        results = [result for result in get_list(answer, "results") if isinstance(result, dict)]
        if results and self._dice.random() < 0.3:
            chosen: JsonObject = {"result_id": self._dice.choice(results)["id"], "chat_id": user_id}
            query_id = answer["inline_query_id"]
            self._control.post(f"inline/{query_id}/choose", chosen)

    def _change(self) -> None:
        self.wait_until_idle()
        changes = (self._come_and_go, self._promote_bot, self._block, self._migrate, self._delete)
        self._dice.choice(changes)()
        self.wait_until_idle()

    def _come_and_go(self) -> None:
        room, user_id = self._dice.choice(self._groups), self._dice.choice(self._private).chat_id
        is_in = user_id in room.people
        if is_in and len(room.people) > 2:
            room.people.remove(user_id)
            self._forget(room, user_id)
            self._set_status(room, "left", user_id=user_id)
        elif not is_in:
            room.people.append(user_id)
            self._set_status(room, self._dice.choice(("member", "administrator")), user_id=user_id)

    def _promote_bot(self) -> None:
        room = self._dice.choice(self._groups)
        for status in self._dice.choice((("administrator",), ("member",), ("left", "member"))):
            self._set_status(room, status, bot=True)

    def _set_status(self, room: Room, status: str, **who: Json) -> None:
        self._control.post(f"chats/{room.chat_id}/members", {"status": status, **who})

    def _block(self) -> None:
        room = self._dice.choice(self._private)
        self._control.post(f"users/{room.chat_id}/block", {})
        self._control.post(f"users/{room.chat_id}/open", {"payload": self._dice.choice(("", "open", "e-ja-x", "q-zz"))})

    def _migrate(self) -> None:
        room = next((room for room in self._groups if room.kind == "group"), None)
        if room is None:
            return
        old = room.chat_id
        room.chat_id, room.kind = get_int(self._control.post(f"chats/{old}/migrate", {}), "id"), "supergroup"
        self._forget(room, None)
        self._shown = deque((one for one in self._shown if one.room is not room), _REMEMBERED)

    def _forget(self, room: Room, user_id: int | None) -> None:
        """Forget what someone, or everyone, wrote in a room: it can no longer be edited."""
        kept = (one for one in self._written if one.room is not room or user_id not in {None, one.user_id})
        self._written = deque(kept, _REMEMBERED)

    def _delete(self) -> None:
        if self._written:
            written = self._written.pop()
            self._control.delete(f"chats/{written.room.chat_id}/messages/{written.message_id}")

    def _look(self) -> None:
        found = self._control.get("events/poll", after=self._seen, timeout=0)
        if not isinstance(found, dict):
            return
        self._seen = get_int(found, "seq")
        rooms = {room.chat_id: room for room in self._groups}
        for event in get_list(found, "events"):
            message = get_object(event, "message") if isinstance(event, dict) else {}
            if get_object(message, "from").get("is_bot") is True and "reply_markup" in message:
                chat_id = get_int(get_object(message, "chat"), "id")
                room = rooms.get(chat_id) or Room(chat_id, "private", [chat_id])
                if chat_id > 0 or chat_id in rooms:
                    self._shown.append(Shown(room, read_message(message)))
